"""A dossier as the public follows it: by code and the secret on the receipt, without personal data."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.forms import queries as forms
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop.contracts import (
    RUNNING,
    SUBJECT_TYPE,
    ResultEnd,
    State,
    Tracked,
    TrackedStep,
    WithdrawalState,
)
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.rules import clean_secret

from .portal import portal_code_of


def track(*, number: str, secret: str, now: datetime) -> Tracked:
    """Return what the law lets anybody with the code and the secret know (section 18, TT 01/2018 Art. 16).

    A wrong secret and an unknown code give the same answer, so that codes cannot be tried out.

    :raises NotFound: no dossier with this code and secret
    """
    rows = Dossier.objects.select_related("reception", "competent", "extension")
    rows = rows.prefetch_related("supplements", "results", "withdrawals")
    dossier = find_by_secret(number=number, secret=secret, rows=rows)
    open_request = next((each for each in dossier.supplements.all() if each.answered_at is None), None)
    used, allowed = _progress(dossier, now)
    return Tracked(
        number=dossier.number,
        procedure=dossier.title,
        state=State(dossier.state),
        received_at=dossier.accepted_at,
        due_at=dossier.due_at,
        paused_since=dossier.paused_at,
        ended_at=dossier.ended_at,
        returned_at=dossier.returned_at,
        holder=_full_names(dossier).get(dossier.holder_name, dossier.holder_name),
        reception=dossier.reception.name,
        reception_address=dossier.reception.address,
        supplement=tuple(item["content"] for item in open_request.items) if open_request else (),
        supplement_by=open_request.answer_by if open_request else None,
        supplement_sent_at=open_request.sent_at if open_request else None,
        steps=_steps(dossier),
        remaining=allowed - used,
        share=min(100, round(100 * used / allowed)) if allowed else 100,
        portal_code=portal_code_of(dossier),
        moved_from=dossier.extension.due_before if hasattr(dossier, "extension") else None,
        **_became(dossier),
        **_taken_back(dossier),
    )


def find_by_secret(*, number: str, secret: str, rows: "QuerySet[Dossier]") -> Dossier:
    """Return the dossier of a receipt, for who shows it and for the service that takes an answer.

    A wrong secret and an unknown code take the same way, so that codes cannot be tried out.

    :param rows: how it is read: what comes with it, whether it is locked
    :raises NotFound: no dossier with this code and secret
    """
    typed = number.strip().upper().replace("\0", "")
    dossier = rows.filter(number=typed).first() or rows.filter(own_number=typed).exclude(own_number="").first()
    known = dossier.secret if dossier else "-" * 8
    if not hmac.compare_digest(known.encode(), clean_secret(secret).encode()) or dossier is None:
        raise NotFound(_("No dossier has this code and secret. Check both on the receipt."))
    return dossier


def _became(dossier: Dossier) -> dict[str, Any]:
    """Return whether the newest result took the place of another or was revoked, and when."""
    newest = max(dossier.results.all(), key=lambda each: each.no, default=None)
    if newest is not None and newest.ended_at is not None:
        return {"result_end": ResultEnd(newest.end), "result_end_at": newest.ended_at}
    if newest is not None and newest.no > 1:
        return {"result_end": ResultEnd.REPLACED, "result_end_at": newest.issued_at}
    return {}


def _taken_back(dossier: Dossier) -> dict[str, Any]:
    """Return whether the dossier may be taken back, was asked back, or ended so."""
    last = max(dossier.withdrawals.all(), key=lambda each: each.no, default=None)
    told: dict[str, Any] = {"may_withdraw": dossier.state in RUNNING and dossier.state != State.WITHDRAWAL}
    if last is None:
        return told
    if last.state == WithdrawalState.ASKED:
        return {**told, "withdrawal_asked_at": last.asked_at}
    if last.state == WithdrawalState.AGREED:
        return {**told, "withdrawn": True}
    return {**told, "withdrawal_declined": last.answer}


@dataclass(frozen=True)
class OpenRequest:
    """What the holder of a receipt may correct; `answers` are for conditions only and are never shown."""

    number: str
    procedure: str
    reception: str
    form: forms.CompiledForm
    answers: Mapping[str, Any]
    items: tuple[Mapping[str, str], ...]
    reason: str
    answer_by: datetime


def open_request(*, number: str, secret: str) -> OpenRequest | None:
    """Return the request that waits for an answer, None when nothing does or it was sent. Two statements.

    :raises NotFound: no dossier with this code and secret
    """
    rows = Dossier.objects.select_related("reception").prefetch_related("supplements")
    dossier = find_by_secret(number=number, secret=secret, rows=rows)
    open_ones = (each for each in dossier.supplements.all() if each.answered_at is None and each.sent_at is None)
    wanted = next(open_ones, None)
    if wanted is None or dossier.state != State.SUPPLEMENT:
        return None
    return OpenRequest(
        number=dossier.number,
        procedure=dossier.title,
        reception=dossier.reception.name,
        form=forms.get_form(key=dossier.form_key, version=dossier.form_version),
        answers=dossier.answers,
        items=tuple(wanted.items),
        reason=wanted.reason,
        answer_by=wanted.answer_by,
    )


def _progress(dossier: Dossier, now: datetime) -> tuple[int, int]:
    """Return working minutes used and allowed, pauses left out of both."""
    allowed = calendars.working_minutes_between(
        calendar_id=dossier.calendar_id, start=dossier.accepted_at, end=dossier.due_at
    )
    until = dossier.ended_at or dossier.paused_at or now
    used = calendars.working_minutes_between(calendar_id=dossier.calendar_id, start=dossier.accepted_at, end=until)
    return used, allowed


def _full_names(dossier: Dossier) -> dict[str, str]:
    """Return the full names of the agencies of a dossier by their short ones, which the public does not know."""
    return {agency.short_name: agency.name for agency in (dossier.reception, dossier.competent) if agency.short_name}


def _steps(dossier: Dossier) -> tuple[TrackedStep, ...]:
    names = _full_names(dossier)
    steps = processes.list_steps(subject_type=SUBJECT_TYPE, subject_key=dossier.number)
    return tuple(
        TrackedStep(
            name=step.name,
            holder=names.get(step.agency_name, step.agency_name),
            state=step.status.value,
            at=step.completed_at or step.opened_at,
            due_at=step.due_at,
        )
        for step in steps
    )
