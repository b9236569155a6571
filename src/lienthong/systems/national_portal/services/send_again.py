"""Sending a dossier once more because somebody asks for it."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act
from lienthong.systems.national_portal.contracts import MANAGE, SyncState
from lienthong.systems.national_portal.models import PortalLine, Sync, Uploaded
from lienthong.systems.national_portal.policy import SYNCS

from .ask import ask_to_send


@act(
    "national_portal.send_again",
    subject=Sync,
    policy=SYNCS,
    permission=MANAGE,
    label=gettext_lazy("Send again"),
)
def send_again(subject: Sync, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001  an act's shape
    """Tell the Portal the whole of a dossier once more, at once; its files are uploaded anew.

    What it refused counts from the beginning, and a Portal that did not answer is tried without waiting.
    """
    subject.state, subject.attempts, subject.next_try_at = SyncState.WAITING, 0, now
    subject.waiting_since = subject.waiting_since or now
    PortalLine.objects.filter(pk=subject.generation).update(resume_at=None)
    hashes = {str(paper.get("HashTepTin")) for paper in _uploaded(subject.payload)}
    Uploaded.objects.filter(generation=subject.generation, portal_hash__in=hashes - {"", "None"}).delete()
    ask_to_send(number=subject.number)


def _uploaded(payload: dict[str, list[dict[str, list[dict[str, str]]]]]) -> list[dict[str, str]]:
    return [file for paper in payload.get("ThanhPhanHoSo", ()) for file in paper.get("GiayToDinhKem", ())]
