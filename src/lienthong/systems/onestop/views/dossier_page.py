"""What stands on the page of a dossier: acts offered, the open panel, papers, parties, clock and thread."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.files.contracts import READABLE
from lienthong.kernel.forms import queries as forms
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import StepInfo, Thread, WorkItemInfo
from lienthong.kernel.ui import words
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.contracts import SUBJECT_TYPE
from lienthong.systems.onestop.forms.acts import (
    FIELD_MARK,
    PAPER_MARK,
    ActForm,
    DigitiseForm,
    ReplaceForm,
    SupplementForm,
)
from lienthong.systems.onestop.queries import DossierClock, DossierDetail, PaperRow
from lienthong.systems.payments import queries as payments
from lienthong.systems.payments.contracts import SEE as SEE_FEES
from lienthong.systems.payments.contracts import DemandRow

from . import labels
from .act_kinds import (
    BY_OUTCOME,
    CANCEL,
    DIGITISE,
    EXTEND,
    KINDS,
    OPINION,
    PASS_ON,
    REPLACE,
    RETURN,
    REVOKE,
    SUPPLEMENT,
    WITHDRAW,
    ActKind,
    markable_fields,
    markable_papers,
    printed_lines,
    undigitised,
)
from .thread import thread_nodes

PERSONAL_NUMBER = re.compile(r"\d{12}")
DIRECT = frozenset({"xong", "ky", "dong-dau", "nhan", "nha"})


@dataclass(frozen=True)
class ActButton:
    """One thing the officer may do now; a direct one is done by pressing it, others open their panel."""

    slug: str
    label: str
    tone: str = ""
    key: str = ""
    outcome: str = ""
    step: int | None = None
    is_direct: bool = False

    @property
    def panel_url(self) -> str:
        """Return the address of this page with the act's panel open."""
        query = {"viec": self.slug} | ({"kq": self.outcome} if self.outcome else {})
        return f"?{urlencode(query)}#viec"


@dataclass(frozen=True)
class MarkLine:
    """An answer or a paper that may be marked for correction, with the remark it has got."""

    name: str
    label: str
    text: str
    is_marked: bool
    remark: str
    place: str
    problem: str


@dataclass(frozen=True)
class MarkGroup:
    """What of a dossier may be marked: its answers, or its papers; `kind` is the name of the tick."""

    kind: str
    title: str
    lines: tuple[MarkLine, ...]


@dataclass(frozen=True)
class Panel:
    """The open panel of an act."""

    kind: ActKind
    form: ActForm
    title: str
    marks: tuple[MarkGroup, ...] = ()

    @property
    def shows_numbers(self) -> bool:
        """Tell whether the panel shows whole personal numbers, as the printed lines of a result may."""
        return isinstance(self.form, ReplaceForm)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Return every error with the element it concerns, in the order of the panel."""
        lines = [line for group in self.marks for line in group.lines if line.problem]
        found = [(f"{line.problem}: {line.label}", line.place) for line in lines]
        return found + [(str(error), field.auto_id) for field in self.form for error in field.errors]


def my_steps(*, number: str, viewer: Actor) -> tuple[WorkItemInfo, ...]:
    """Return the open steps of a dossier that the viewer may do. One statement."""
    return processes.my_items_for(viewer=viewer, subject_type=SUBJECT_TYPE, subject_key=number)


def thread_of(*, number: str, viewer: Actor) -> Thread:
    """Return the steps of a dossier and which the viewer may do. One statement."""
    return processes.get_thread(viewer=viewer, subject_type=SUBJECT_TYPE, subject_key=number)


def page_context(
    *, dossier: DossierDetail, thread: Thread, viewer: Actor, now: datetime, chosen_paper: str, revealed: str = ""
) -> dict[str, Any]:
    """Return all that the page shows besides the panel."""
    steps, mine = thread.steps, thread.mine
    clock = queries.dossier_clock(dossier=dossier, now=now)
    buttons = act_buttons(dossier, mine)
    papers = dossier.papers
    first = next((paper for paper in papers if paper.file_uuid), papers[0] if papers else None)
    return {
        **head_context(dossier, clock, now),
        "bar": [button for button in buttons if button.tone != "menu"],
        "menu": [button for button in buttons if button.tone == "menu"],
        "waits_for": "" if mine else _holder(steps),
        **_open_paper(papers, next((paper for paper in papers if str(paper.id) == chosen_paper), first)),
        "sections": declaration(dossier, revealed=bool(revealed)),
        "nodes": thread_nodes(dossier, steps, now=now),
        "parties": _parties(dossier, revealed),
        "requests": [
            (each, labels.STAGES[each.stage], corrections(dossier).get(each.no, [])) for each in dossier.supplements
        ],
        "delivery": labels.DELIVERIES.get(dossier.delivery_way, dossier.delivery_way),
        "fees": fees_of(dossier, viewer),
        "keeps_originals": dossier.offers("onestop.dossier.take_originals")
        and any(paper.originals or paper.to_compare for paper in dossier.papers),
        "hand_overs": [
            (line, labels.PASSINGS[line.state]) for line in queries.hand_overs_of(dossier_id=dossier.row.id, now=now)
        ],
        "payment": labels.PAYMENTS.get(dossier.payment, dossier.payment),
    }


def fees_of(dossier: DossierDetail, viewer: Actor) -> tuple[DemandRow, ...]:
    """Return the demands of a dossier that the viewer may know of. At most one statement."""
    if not dossier.fee or not viewer.may(SEE_FEES):
        return ()
    return payments.fees_of(subject_type=SUBJECT_TYPE, subject_key=dossier.row.number, viewer=viewer)


def _open_paper(papers: Sequence[PaperRow], chosen: PaperRow | None) -> dict[str, Any]:
    """Return the paper beside the form and its neighbours in the list."""
    at = papers.index(chosen) if chosen else 0
    return {
        "paper": chosen,
        "earlier": papers[at - 1] if at else None,
        "later": papers[at + 1] if at + 1 < len(papers) else None,
        "readable": chosen is not None and chosen.media_type in READABLE,
        "has_files": any(paper.file_uuid for paper in papers),
    }


def head_context(dossier: DossierDetail, clock: DossierClock, now: datetime) -> dict[str, Any]:
    """Return what the head of every page of a dossier shows."""
    return {
        "dossier": dossier,
        "row": dossier.row,
        "now": now,
        "clock": clock,
        "scale_label": scale_words(dossier, clock, now),
        "allowed": words.working_phrase(clock.allowed, day_minutes=clock.day_minutes),
        "paused": words.working_phrase(clock.paused, day_minutes=clock.day_minutes) if clock.paused else "",
        "state": labels.STATES[dossier.row.state],
        "portal_state": labels.PORTAL_STATES[dossier.row.portal_code],
        "tag": labels.STATE_TAGS[dossier.row.state],
        "channel": labels.CHANNELS.get(dossier.row.channel, dossier.row.channel),
    }


def act_buttons(dossier: DossierDetail, mine: Sequence[WorkItemInfo]) -> list[ActButton]:
    """Return the acts open to the viewer: the first is the primary one, those of tone "menu" stand in the menu."""
    said = {offer.name: offer.label for offer in dossier.acts}
    item = mine[0] if mine else None
    step = item.id if item else None
    found: list[ActButton] = _outcome_buttons(dossier, item) if item else []
    plain = [(slug, KINDS[slug]) for slug in ("nhan-bo-sung", "trao", "thu-phi")]
    found += [ActButton(slug, said[kind.name]) for slug, kind in plain if kind.name in said and _due(dossier, slug)]
    if item and item.paused_at is None and item.assignee_id is None:
        found.append(ActButton("nhan", said.get(KINDS["nhan"].name, ""), step=step, is_direct=True))
    found += _supplement_buttons(dossier, said, item)
    if OPINION in said:
        found.append(ActButton("y-kien", said[OPINION], key="C"))
    found += _menu_buttons(dossier, said, item)
    return _with_primary([button for button in found if button.label])


def _menu_buttons(dossier: DossierDetail, said: Mapping[str, str], item: WorkItemInfo | None) -> Iterator[ActButton]:
    if item and item.paused_at is None:
        if item.assignee_id is not None and KINDS["nha"].name in said:
            yield ActButton("nha", said[KINDS["nha"].name], "menu", step=item.id, is_direct=True)
        if RETURN in said:
            yield ActButton("tra-buoc", said[RETURN], "menu", step=item.id)
    if EXTEND in said and dossier.extension is None:
        yield ActButton("gia-han", said[EXTEND], "menu")
    if CANCEL in said:
        yield ActButton("huy-tiep-nhan", said[CANCEL], "menu")
    if DIGITISE in said and undigitised(dossier):
        yield ActButton("so-hoa", said[DIGITISE], "menu")
    rest = (("onestop.dossier.attach", "giay-to"), (REPLACE, "thay-ket-qua"), (REVOKE, "thu-hoi"))
    for name, slug in rest:
        if name in said:
            yield ActButton(slug, said[name], "menu")


def _supplement_buttons(
    dossier: DossierDetail, said: Mapping[str, str], item: WorkItemInfo | None
) -> Iterator[ActButton]:
    if PASS_ON in said and dossier.proposal is not None:
        yield ActButton("chuyen-bo-sung", said[PASS_ON], is_direct=True)
    if SUPPLEMENT in said and dossier.proposal is None and item and item.paused_at is None:
        yield ActButton("bo-sung", said[SUPPLEMENT], key="B")
    if WITHDRAW in said and _asked_for(dossier):
        yield ActButton("rut-bo-sung", said[WITHDRAW], "menu")


def _asked_for(dossier: DossierDetail) -> bool:
    """Tell whether something is asked for that may still be withdrawn."""
    return dossier.proposal is not None or any(
        each.answered_at is None and each.sent_at is None for each in dossier.supplements
    )


def _due(dossier: DossierDetail, slug: str) -> bool:
    """Tell whether an act that is always allowed has anything to do."""
    if slug == "thu-phi":
        return dossier.payment == "demanded"
    return not (slug == "trao" and dossier.payment == "demanded")


def _outcome_buttons(dossier: DossierDetail, item: WorkItemInfo) -> list[ActButton]:
    if item.paused_at is not None:
        return []
    buttons = []
    for outcome in item.outcomes:
        slug = BY_OUTCOME.get(outcome.code, "xong")
        if dossier.offers(KINDS[slug].name):
            tone = "x" if KINDS[slug].danger else ""
            direct = slug in DIRECT
            buttons.append(ActButton(slug, outcome.label, tone, outcome=outcome.code, step=item.id, is_direct=direct))
    return buttons


def _with_primary(buttons: list[ActButton]) -> list[ActButton]:
    """Make the first button that leads on the primary one of the page."""
    leading = {"xong", "ky", "dong-dau", "nhan-bo-sung", "chuyen-bo-sung", "trao", "thu-phi"}
    if buttons and buttons[0].slug in leading:
        first = buttons[0]
        buttons[0] = ActButton(first.slug, first.label, "p", "E", first.outcome, first.step, first.is_direct)
    return buttons


def open_panel(dossier: DossierDetail, mine: Sequence[WorkItemInfo], *, slug: str, outcome: str) -> Panel | None:
    """Return the panel of an act, empty, when the act is open to the viewer."""
    kind = KINDS.get(slug)
    if kind is None or not dossier.offers(kind.name) or (kind.at_step and not mine):
        return None
    initial: dict[str, Any] = {"version": dossier.version, "outcome": outcome}
    if kind.at_step:
        initial["step"] = mine[0].id
    if slug == "trao":
        initial["receiver"] = dossier.parties["submitter"]["name"]
    form = kind.form(initial=initial)
    return Panel(kind, form, panel_title(dossier, mine, kind, outcome), mark_groups(dossier, form))


def mark_groups(dossier: DossierDetail, form: ActForm) -> tuple[MarkGroup, ...]:
    """Return what may be marked for correction, where the act asks for it; what was ticked stays ticked.

    A form that asks for something of the dossier itself is fitted to it.
    """
    if isinstance(form, DigitiseForm):
        form.fit(undigitised(dossier))
    if isinstance(form, ReplaceForm):
        form.fit(printed_lines(dossier))
    if not isinstance(form, SupplementForm):
        return ()
    form.fit(is_first=not dossier.supplements)
    marks, missing = form.marks(), _("Say what is wrong")
    texts = answers_as_read(dossier)

    def group(kind: str, title: str, lines: Mapping[str, str], shown: Mapping[str, str]) -> MarkGroup:
        found = (
            MarkLine(
                name, label, shown.get(name, ""), (kind, name) in marks, marks.get((kind, name), ""),
                place=f"{kind}-{name}", problem=missing if marks.get((kind, name)) == "" else "",
            )
            for name, label in lines.items()
        )  # fmt: skip
        return MarkGroup(kind, title, tuple(found))

    groups = (
        group(FIELD_MARK, _("Answers to correct"), markable_fields(dossier), texts),
        group(PAPER_MARK, _("Papers to bring again"), markable_papers(dossier), {}),
    )
    return tuple(each for each in groups if each.lines)


def answers_as_read(dossier: DossierDetail) -> dict[str, str]:
    """Return the answers as people read them, by question, personal numbers masked."""
    described = forms.get_form(key=dossier.form_key, version=dossier.form_version)
    return {name: _masked(text, revealed=False) for name, text in described.texts(dossier.answers).items()}


def corrections(dossier: DossierDetail) -> dict[int, list[dict[str, str]]]:
    """Return by request what a correction changed, personal numbers masked."""
    return {
        each.no: [
            {
                **change,
                "before": _masked(change["before"], revealed=False),
                "after": _masked(change["after"], revealed=False),
            }
            for change in each.changes
        ]
        for each in dossier.supplements
        if each.changes
    }


def panel_title(dossier: DossierDetail, mine: Sequence[WorkItemInfo], kind: ActKind, outcome: str) -> str:
    """Name a panel after the outcome it leads to, else after its act."""
    labels_by_code = {each.code: each.label for item in mine for each in item.outcomes}
    said = {offer.name: offer.label for offer in dossier.acts}
    return labels_by_code.get(outcome) or said.get(kind.name, "")


def declaration(dossier: DossierDetail, *, revealed: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the answers as people read them; personal numbers are masked until they are revealed."""
    form = forms.get_form(key=dossier.form_key, version=dossier.form_version)
    return [
        (title, [(label, _masked(text, revealed=revealed)) for label, text in lines])
        for title, lines in form.display(dossier.answers)
    ]


def scale_words(dossier: DossierDetail, clock: DossierClock, now: datetime) -> str:
    """Say what the scale draws, for those who cannot see it."""
    today = timezone.localdate(now)
    parts = [_("received %(day)s") % {"day": words.day_phrase(dossier.row.accepted_at, today=today)}]
    for pause in clock.pauses:
        start = words.day_phrase(pause.start, today=today)
        if pause.end is None:
            parts.append(_("paused since %(start)s") % {"start": start})
        else:
            end = words.day_phrase(pause.end, today=today)
            parts.append(_("paused from %(start)s to %(end)s") % {"start": start, "end": end})
    used = words.working_phrase(clock.used, day_minutes=clock.day_minutes)
    allowed = words.working_phrase(clock.allowed, day_minutes=clock.day_minutes)
    parts.append(_("%(used)s used of %(allowed)s") % {"used": used, "allowed": allowed})
    return ", ".join(parts)


def _masked(text: str, *, revealed: bool) -> str:
    return words.masked(text) if not revealed and PERSONAL_NUMBER.fullmatch(text) else text


def _parties(dossier: DossierDetail, revealed: str) -> list[dict[str, Any]]:
    """Return owner and submitter, once when they are the same person."""
    owner, submitter = dossier.parties["owner"], dossier.parties["submitter"]
    shown = [("owner", _("Applicant"), owner)]
    if submitter["number"] != owner["number"]:
        shown.append(("submitter", _("Submitted by"), submitter))
    return [{"key": key, "title": title, "revealed": revealed == key, **person} for key, title, person in shown]


def _holder(steps: Sequence[StepInfo]) -> str:
    """Name who holds the dossier, for those who may only read it."""
    present = next((step for step in steps if step.status == "present"), None)
    return " · ".join(part for part in (present.name, present.agency_name, present.person) if part) if present else ""
