"""Rules of dossiers over plain values."""

import re
import secrets
from collections.abc import Collection, Iterable, Mapping, Set
from datetime import date, datetime, timedelta
from typing import Any

from lienthong.kernel.organizations.contracts import AgencyKind

from ..contracts import (
    CaseSpec,
    Channel,
    Delivery,
    FeeSpec,
    FormSet,
    ForwardingRule,
    Handling,
    PaperDraft,
    PaperSpec,
    Payment,
    PrintedForm,
    ResultSpec,
    ResultState,
    Standing,
    State,
    SupplementStage,
)

# The ten states of the National Portal (section 7.1).
PORTAL_FILED, PORTAL_RECEIVED, PORTAL_NOT_RECEIVED, PORTAL_RUNNING, PORTAL_SUPPLEMENT = 1, 2, 3, 4, 5
PORTAL_PAYMENT, PORTAL_WITHDRAWAL, PORTAL_STOPPED, PORTAL_DONE, PORTAL_RETURNED = 6, 7, 8, 9, 10
# No letters that are mistaken for figures when read from paper.
RECEIPT_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_LENGTH = 8
# Codes of dossiers as they are given today, and as they were before the agency code was turned round (section 8.2).
DOSSIER_CODE = re.compile(r"(?:[A-Y]\d{2}(?:\.\d{2,5})*|\d{3}(?:\.\d{2,3}){2}\.[A-Y]\d{2})-\d{6}-\d{4,7}")
# Long enough for going back and sending again, too short for a second errand of another day.
TWIN_WINDOW = timedelta(hours=2)


def new_secret() -> str:
    """Return the secret printed on the receipt: eight signs, about 39 bits, guessed only with the rate limit off."""
    return "".join(secrets.choice(RECEIPT_SIGNS) for _ in range(SECRET_LENGTH))


def is_dossier_code(text: str) -> bool:
    """Tell whether a text has the form of a code of a dossier, made here or elsewhere (section 8.2, R-37)."""
    return DOSSIER_CODE.fullmatch(text) is not None


def clean_secret(text: str) -> str:
    """Return a secret as people type it, without spaces and dashes, in capitals."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def missing_papers(required: Iterable[PaperSpec], present: Iterable[PaperDraft]) -> tuple[PaperSpec, ...]:
    """Return the required papers that were not handed in."""
    given = {paper.code for paper in present if paper.present}
    return tuple(paper for paper in required if paper.required and paper.code not in given)


def fees_due(case: CaseSpec, channel: Channel) -> tuple[FeeSpec, ...]:
    """Return the fees of a case for a channel (R-7)."""
    return tuple(fee for fee in case.fees if channel in fee.channels)


# What became of a line of the fee; one that was written before this was kept is asked for.
LATER, ASKED, PAID, VOID = "later", "asked", "paid", "void"
Lines = Iterable[Mapping[str, Any]]


def fee_line(fee: FeeSpec, *, paid: bool) -> dict[str, Any]:
    """Return the line of a fee as a new dossier keeps it; what is not asked for at reception is asked for later."""
    state = LATER if fee.collect != "on_reception" else PAID if paid else ASKED
    return {
        "code": fee.code, "kind": fee.kind, "name": fee.name, "amount": fee.amount, "collect": fee.collect,
        "state": state,
    }  # fmt: skip


def with_state(
    lines: Lines, before: str, after: str, *, collect: str = "", codes: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """Return the lines with those in one state in another: all, those of one moment, or those of some codes."""

    def is_meant(line: Mapping[str, Any]) -> bool:
        moment = collect in {"", line.get("collect", "on_reception")}
        return line.get("state", ASKED) == before and moment and (codes is None or line["code"] in codes)

    return [{**line, "state": after} if is_meant(line) else dict(line) for line in lines]


def amount_of(lines: Lines, *states: str) -> int:
    """Return the sum of the lines in some states, in đồng."""
    return sum(line["amount"] for line in lines if line.get("state", ASKED) in states)


def is_twin(files: Set[str], other_files: Set[str], *, same_answers: bool) -> bool:
    """Tell whether two dossiers of one applicant for one procedure look like one sent twice.

    The same files are enough; where neither has a file, the answers must be the same.
    """
    return files == other_files and (bool(files) or same_answers)


def stage_of(*, asked_at: datetime, examined_until: datetime | None) -> SupplementStage:
    """Return at which stage an accepted dossier is sent back (R-20, R-30).

    :param examined_until: until when insufficiency is found by examining; None where the law sets no such time
    """
    early = examined_until is not None and asked_at <= examined_until
    return SupplementStage.EXAMINATION if early else SupplementStage.PROCESSING


def begins_anew(stage: SupplementStage, *, on_supplement: str) -> bool:
    """Tell whether the limit begins anew when what was asked for has come, or goes on with what was left (R-20, R-42).

    :param on_supplement: "pause" or "restart", as the procedure says for what is asked later
    """
    return stage is SupplementStage.EXAMINATION or on_supplement == "restart"


def standing_of(*, state: State, payment: Payment, result: ResultState, delivery: Delivery) -> Standing:
    """Return where a dossier stands in each respect, from its columns (R-10).

    A fee keeps back the result only: what is demanded at reception hinders no examination (R-29, R-31).
    """
    handling = {
        State.RECEIVED: Handling.WAITING,
        State.WITHDRAWAL: Handling.WITHDRAWAL_ASKED,
        State.STOPPED: Handling.REFUSED if result is ResultState.REFUSED else Handling.STOPPED,
        State.DONE: Handling.GRANTED,
        State.RETURNED: Handling.GRANTED,
    }.get(state, Handling.RUNNING)
    received = {State.REGISTERED: None, State.NOT_RECEIVED: False}.get(state, True)
    waits_for_fee = handling is Handling.GRANTED and payment is Payment.DEMANDED
    return Standing(
        received=received,
        handling=handling,
        applicant_asked=state is State.SUPPLEMENT,
        pays_first=state is State.PAYMENT or waits_for_fee,
        delivered=state is State.RETURNED or delivery is Delivery.DELIVERED,
    )


def portal_code(standing: Standing, *, refused_as: int = PORTAL_STOPPED) -> int:
    """Return the one of the ten states of the National Portal that a standing is (section 7.3, R-33).

    :param refused_as: as what a destination takes a refusal after examination: 8, or 9 with the refusal as its result
    """
    handling = standing.handling
    # The first that holds is told; what has ended comes before what is still awaited.
    told = (
        (standing.received is None, PORTAL_FILED),
        (standing.received is False, PORTAL_NOT_RECEIVED),
        (handling is Handling.REFUSED, refused_as),
        (handling is Handling.STOPPED, PORTAL_STOPPED),
        (handling is Handling.GRANTED and standing.delivered, PORTAL_RETURNED),
        (handling is Handling.WITHDRAWAL_ASKED, PORTAL_WITHDRAWAL),
        (standing.pays_first, PORTAL_PAYMENT),
        (handling is Handling.GRANTED, PORTAL_DONE),
        (standing.applicant_asked, PORTAL_SUPPLEMENT),
        (handling is Handling.WAITING, PORTAL_RECEIVED),
    )
    return next((code for holds, code in told if holds), PORTAL_RUNNING)


def told_in_time(*, decided_on: date, due_on: date) -> bool:
    """Tell whether an apology went out at the latest one day before the appointment (R-23)."""
    return decided_on < due_on


def receiving_level(kind: AgencyKind) -> str:
    """Return the level at which an agency receives: communes for themselves, the centre for the departments."""
    return "commune" if kind is AgencyKind.COMMUNE else "province"


def limit_for(case: CaseSpec, channel: Channel) -> str:
    """Return the time limit of a case for a channel, that of the counter when the channel has none."""
    return case.limits.get(channel) or case.limits[Channel.COUNTER]


def result_content(spec: ResultSpec, answers: Mapping[str, Any], parties: Mapping[str, Any]) -> list[list[str]]:
    """Return the printed lines of a result as pairs of label and text; lines without an answer are left out.

    :param parties: snapshot of the dossier's parties, such as `{"owner": {"name": …}}`
    """
    lines = []
    for label, source in spec.lines:
        head, _dot, rest = source.partition(".")
        value = parties.get(head, {}).get(rest, "") if rest else answers.get(source, "")
        if value not in {"", None}:
            lines.append([label, "Có" if value is True else "Không" if value is False else str(value)])
    return lines


def form_on(sets: Iterable[FormSet], kind: str, day: date) -> tuple[PrintedForm, str]:
    """Return a printed form as the circular of the day numbers and names it, and that circular (R-61).

    Before the first circular known, its forms are printed.

    :raises KeyError: the circular has no such form
    """
    ordered = sorted(sets, key=lambda each: each.since)
    held = [each for each in ordered if each.since <= day] or ordered[:1]
    return held[-1].forms[kind], held[-1].basis


def forwarding_on(known: Iterable[ForwardingRule], day: date) -> ForwardingRule:
    """Return the rule of forwarding that holds on a day; before the first one known, that one (R-18).

    :raises IndexError: no rule is known at all
    """
    ordered = sorted(known, key=lambda each: each.since)
    return ([each for each in ordered if each.since <= day] or ordered[:1])[-1]


def merged(spans: Iterable[tuple[datetime, datetime | None]]) -> tuple[tuple[datetime, datetime | None], ...]:
    """Return spans of time in order, those that touch or overlap as one; without an end a span still lasts."""
    found: list[tuple[datetime, datetime | None]] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        last = found[-1][1] if found else None
        if found and (last is None or start <= last):
            found[-1] = (found[-1][0], None if last is None or end is None else max(last, end))
        else:
            found.append((start, end))
    return tuple(found)
