"""The acts of a dossier as its page offers them: what each asks, which service does it, what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.acts.contracts import Invalid
from lienthong.kernel.files import services as files
from lienthong.kernel.forms import queries as compiled
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.forms.acts import (
    ActForm,
    AttachForm,
    DigitiseForm,
    ExtendForm,
    HandOverForm,
    NoteForm,
    OpinionForm,
    ReasonForm,
    RefuseForm,
    ReplaceForm,
    RevokeForm,
    SupplementForm,
)
from lienthong.systems.onestop.queries import DossierDetail

# Papers that no case names: those attached to answers, and those added on the way.
UNNAMED = frozenset({"KHAI", "KHAC"})

Call = dict[str, Any]
Run = Callable[[Any, Call], None]


@dataclass(frozen=True)
class ActKind:
    """One act: its declaration's name, its form, what it does.

    :param run: takes the valid form, what every act gets (`number`, `actor`, `now`, `expected_version`)
    :param at_step: it finishes or changes an open step, which must be one the officer may do
    """

    slug: str
    name: str
    form: type[ActForm]
    run: Run
    done: str | Promise
    at_step: bool = False
    danger: bool = False
    upload: bool = False


def _step(form: ActForm, call: Call) -> Call:
    return {**call, "work_item_id": form.cleaned_data["step"]}


def _complete(form: NoteForm, call: Call) -> None:
    given = form.cleaned_data
    services.complete_step(**_step(form, call), outcome=given["outcome"], note=given["note"])


def _complete_with_reason(form: ReasonForm, call: Call) -> None:
    given = form.cleaned_data
    services.complete_step(**_step(form, call), outcome=given["outcome"], note=given["reason"])


def _sign(form: NoteForm, call: Call) -> None:
    services.sign_result(**_step(form, call), note=form.cleaned_data["note"])


def _issue(form: NoteForm, call: Call) -> None:
    services.issue_result(**_step(form, call), note=form.cleaned_data["note"])


def _refuse(form: RefuseForm, call: Call) -> None:
    services.refuse_dossier(**_step(form, call), reason=form.cleaned_data["reason"])


def _return(form: ReasonForm, call: Call) -> None:
    services.return_step(**_step(form, call), reason=form.cleaned_data["reason"])


def _claim(form: ActForm, call: Call) -> None:
    services.claim_step(**_step(form, call))


def _release(form: ActForm, call: Call) -> None:
    services.release_step(**_step(form, call))


def _request_supplement(form: SupplementForm, call: Call) -> None:
    given = form.cleaned_data
    dossier = queries.get_dossier(number=call["number"], viewer=call["actor"])
    items = form.asked(fields=markable_fields(dossier), papers=markable_papers(dossier))
    services.request_supplement(
        **call, reason=given["reason"], items=items, legal_basis=given["legal_basis"], why_again=given["why_again"]
    )


def markable_fields(dossier: DossierDetail) -> dict[str, str]:
    """Return the questions an officer may mark for correction: those that were asked and are typed."""
    form = compiled.get_form(key=dossier.form_key, version=dossier.form_version)
    unasked = form.hidden(dossier.answers)
    return {each.name: each.label for each in form.description.fields if each.name not in unasked and not each.compute}


def markable_papers(dossier: DossierDetail) -> dict[str, str]:
    """Return the papers an officer may mark: those of the dossier, once each."""
    return {paper.code: paper.name for paper in dossier.papers if paper.code not in UNNAMED}


def _receive_supplement(_form: ActForm, call: Call) -> None:
    services.receive_supplement(**call)


def _pass_on_supplement(_form: ActForm, call: Call) -> None:
    services.pass_on_supplement(**call)


def _withdraw_supplement(form: ReasonForm, call: Call) -> None:
    services.withdraw_supplement(**call, reason=form.cleaned_data["reason"])


def _cancel_reception(form: ReasonForm, call: Call) -> None:
    services.cancel_reception(**call, reason=form.cleaned_data["reason"])


def _extend(form: ExtendForm, call: Call) -> None:
    try:
        services.extend_dossier(**call, reason=form.cleaned_data["reason"], due_at=form.due_at())
    except Invalid as refusal:
        # The form asks for day and hour; what is wrong with the moment stands beside the day.
        raise Invalid(
            refusal.message,
            errors=tuple(replace(each, path="day" if each.path == "due_at" else each.path) for each in refusal.errors),
        ) from None


def _opinion(form: OpinionForm, call: Call) -> None:
    services.add_opinion(**call, text=form.cleaned_data["text"])


def _attach(form: AttachForm, call: Call) -> None:
    dossier = queries.get_dossier(number=call["number"], viewer=call["actor"])
    sent = form.cleaned_data["file"]
    stored = files.store(stream=sent, name=sent.name, actor=call["actor"], now=call["now"])
    asked = next((each.no for each in dossier.supplements if each.answered_at is None), None)
    services.attach_paper(**call, name=form.cleaned_data["name"], file_id=stored.id, supplement_no=asked)


def _payment(_form: ActForm, call: Call) -> None:
    services.record_payment(**call)


def _hand_over(form: HandOverForm, call: Call) -> None:
    services.return_result(**call, receiver=form.cleaned_data["receiver"])


def _replace_result(form: ReplaceForm, call: Call) -> None:
    given = form.cleaned_data
    dossier = queries.get_dossier(number=call["number"], viewer=call["actor"])
    services.replace_result(
        **call,
        reason=given["reason"],
        fault=given["fault"],
        content=form.content(printed_lines(dossier)),
        legal_basis=given["legal_basis"],
        with_fee=given["with_fee"],
    )


def printed_lines(dossier: DossierDetail) -> tuple[tuple[str, str], ...]:
    """Return the printed lines of the newest result, those to be put right."""
    newest = dossier.result or (dossier.former_results[-1] if dossier.former_results else None)
    return newest.content if newest is not None else ()


def _revoke_result(form: RevokeForm, call: Call) -> None:
    given = form.cleaned_data
    services.revoke_result(**call, reason=given["reason"], legal_basis=given["legal_basis"])


def _digitise(form: DigitiseForm, call: Call) -> None:
    sent = form.cleaned_data["file"]
    stored = files.store(stream=sent, name=sent.name, actor=call["actor"], now=call["now"])
    services.digitise_paper(**call, paper_id=int(form.cleaned_data["paper"]), file_id=stored.id)


def undigitised(dossier: DossierDetail) -> list[tuple[str, str]]:
    """Return the papers that were handed in and have no file, by id and name."""
    return [(str(each.id), each.name) for each in dossier.papers if each.file_uuid is None and not each.spared_by]


def _record_withdrawal(form: ReasonForm, call: Call) -> None:
    services.record_withdrawal(**call, reason=form.cleaned_data["reason"])


def _agree_withdrawal(_form: ActForm, call: Call) -> None:
    services.agree_withdrawal(**call)


def _decline_withdrawal(form: ReasonForm, call: Call) -> None:
    services.decline_withdrawal(**call, reason=form.cleaned_data["reason"])


COMPLETE, RETURN, OPINION = "onestop.step.complete", "onestop.step.return", "onestop.dossier.opinion"
SUPPLEMENT, RECEIVE = "onestop.dossier.request_supplement", "onestop.dossier.receive_supplement"
PASS_ON, WITHDRAW = "onestop.dossier.pass_on_supplement", "onestop.dossier.withdraw_supplement"
EXTEND, CANCEL = "onestop.dossier.extend", "onestop.dossier.cancel_reception"
ASK_BACK, AGREE_BACK = "onestop.dossier.ask_withdrawal", "onestop.dossier.agree_withdrawal"
DECLINE_BACK = "onestop.dossier.decline_withdrawal"
DIGITISE = "onestop.dossier.digitise"
REPLACE, REVOKE = "onestop.result.replace", "onestop.result.revoke"

_KINDS = (
    ActKind("xong", COMPLETE, NoteForm, _complete, _("The step is done"), at_step=True),
    ActKind("ly-do", COMPLETE, ReasonForm, _complete_with_reason, _("The step is done"), at_step=True),
    ActKind("ky", "onestop.result.sign", NoteForm, _sign, _("The result is signed"), at_step=True),
    ActKind("dong-dau", "onestop.result.issue", NoteForm, _issue, _("The result is sealed and issued"), at_step=True),
    ActKind(
        "tu-choi", "onestop.dossier.refuse", RefuseForm, _refuse, _("The dossier is refused"), at_step=True, danger=True
    ),
    ActKind("tra-buoc", RETURN, ReasonForm, _return, _("Sent back to the step before"), at_step=True),
    ActKind("nhan", "onestop.step.claim", ActForm, _claim, _("The step is yours"), at_step=True),
    ActKind("nha", "onestop.step.release", ActForm, _release, _("The step is free again"), at_step=True),
    ActKind("bo-sung", SUPPLEMENT, SupplementForm, _request_supplement, _("The supplement is requested")),
    ActKind("chuyen-bo-sung", PASS_ON, ActForm, _pass_on_supplement, _("The applicant is asked; the clock stands")),
    ActKind("rut-bo-sung", WITHDRAW, ReasonForm, _withdraw_supplement, _("The request to supplement is withdrawn")),
    ActKind("nhan-bo-sung", RECEIVE, ActForm, _receive_supplement, _("The clock runs again")),
    ActKind("huy-tiep-nhan", CANCEL, ReasonForm, _cancel_reception, _("The reception is cancelled"), danger=True),
    ActKind("gia-han", EXTEND, ExtendForm, _extend, _("The apology is signed, the new date holds")),
    ActKind("y-kien", OPINION, OpinionForm, _opinion, _("The opinion is added")),
    ActKind("giay-to", "onestop.dossier.attach", AttachForm, _attach, _("The paper is added"), upload=True),
    ActKind("so-hoa", DIGITISE, DigitiseForm, _digitise, _("The paper is digitised"), upload=True),
    ActKind("thu-phi", "onestop.dossier.record_payment", ActForm, _payment, _("The payment is recorded")),
    ActKind("trao", "onestop.result.return", HandOverForm, _hand_over, _("The result is handed over")),
    ActKind("xin-rut", ASK_BACK, ReasonForm, _record_withdrawal, _("The withdrawal is recorded; the agency answers")),
    ActKind("dong-y-rut", AGREE_BACK, ActForm, _agree_withdrawal, _("The dossier has ended as withdrawn"), danger=True),
    ActKind("khong-cho-rut", DECLINE_BACK, ReasonForm, _decline_withdrawal, _("The dossier goes on")),
    ActKind("thay-ket-qua", REPLACE, ReplaceForm, _replace_result, _("Another result took its place"), danger=True),
    ActKind("thu-hoi", REVOKE, RevokeForm, _revoke_result, _("The result no longer counts"), danger=True),
)
KINDS = {kind.slug: kind for kind in _KINDS}
# Which kind finishes a step with an outcome; all other outcomes are completed without more.
BY_OUTCOME = {
    "sign": "ky",
    "issue": "dong-dau",
    "refuse": "tu-choi",
    "return": "ly-do",
    "propose-refusal": "ly-do",
}
