"""Open dossiers follow an agency that is reorganised (R-3): the code and the due date stay."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import ClassVar

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit import services as audit
from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.kernel.organizations.extensions import Handover, Mover
from lienthong.kernel.organizations.queries import get_agency

from ..contracts import ConsultationState, FilingState, Passing
from ..models import Consultation, Dossier, Filing, HandOver, ServiceOffer, ServicePackage
from .errands import not_to_come

MOVE = "onestop.dossier.reorganize"


class OpenDossiers(Mover):
    """Moves dossiers that are not finished, each with a line in its history; finished ones keep their agency (R-1)."""

    code: ClassVar[str] = "dossiers"
    label: ClassVar[str | Promise] = _("Open dossiers")
    columns: ClassVar[frozenset[str]] = frozenset(
        {
            "onestop.dossier.reception",
            "onestop.dossier.competent",
            "onestop.servicepackage.competent",
            "onestop.serviceoffer.agency",
            "onestop.filing.reception",
            "onestop.handover.from_agency",
            "onestop.handover.to_agency",
            "onestop.consultation.asking",
            "onestop.consultation.asked",
            "onestop.consultation.unit",
        }
    )

    def count(self, agency_ids: Collection[int]) -> Mapping[int, int]:
        """Return how many dossiers are open, by the agency that received or decides them."""
        counted: Counter[int] = Counter()
        wanted = set(agency_ids)
        rows = Dossier.objects.filter(ended_at__isnull=True).filter(
            pk__in=Dossier.objects.filter(reception_id__in=wanted)
            .values("pk")
            .union(Dossier.objects.filter(competent_id__in=wanted).values("pk"))
        )
        for reception_id, competent_id in rows.values_list("reception_id", "competent_id"):
            counted.update({reception_id, competent_id} & wanted)
        return counted

    def move(self, handover: Handover) -> int:
        """Move them, and let what the agency decides and offers be decided and offered by its successor."""
        source, target = handover.source_id, handover.target_id
        if target is None:
            return 0
        numbers: set[str] = set()
        for place in ("reception_id", "competent_id"):
            rows = Dossier.objects.select_for_update().filter(ended_at__isnull=True, **{place: source})
            numbers |= set(rows.values_list("number", flat=True))
            Dossier.objects.filter(ended_at__isnull=True, **{place: source}).update(
                **{place: target}, version=F("version") + 1
            )
        _move_hand_overs(source, target, handover.actor, handover.now)
        _move_consultations(source, target)
        Filing.objects.filter(state=FilingState.FILED, reception_id=source).update(
            reception_id=target, version=F("version") + 1
        )
        ServicePackage.objects.filter(competent_id=source, valid_to__isnull=True).update(competent_id=target)
        _move_offers(source, target)
        for number in sorted(numbers):
            audit.record(
                subject_type="onestop.dossier",
                subject_key=number,
                act=MOVE,
                actor=handover.actor,
                now=handover.now,
                note=handover.basis,
                data={"agency": {"from": source, "to": target}},
            )
        return len(numbers)


def _move_offers(source: int, target: int) -> None:
    """Let the successor offer what the agency offered, in its own way where it has one (R-6)."""
    offered = ServiceOffer.objects.filter(agency_id=source, is_open=True)
    both = ServiceOffer.objects.filter(agency_id=target, code__in=list(offered.values_list("code", flat=True)))
    own = list(both.values_list("code", flat=True))
    both.update(is_open=True)
    offered.filter(code__in=own).update(is_open=False)
    offered.exclude(code__in=own).update(agency_id=target)


def _move_hand_overs(source: int, target: int, actor: Actor, now: datetime) -> None:
    """Let dossiers on their way go from or to the successor; those between the two that became one are there.

    What waits for it in inboxes moves with all open work.
    """
    rows = HandOver.objects.filter(state__in=(Passing.WAITING, Passing.GIVEN))
    between = Q(from_agency_id=source, to_agency_id=target) | Q(from_agency_id=target, to_agency_id=source)
    arrived = rows.filter(between)
    not_to_come(arrived.values_list("number", flat=True), actor=actor, now=now)
    arrived.update(state=Passing.VOID, version=F("version") + 1)
    for place in ("from_agency_id", "to_agency_id"):
        rows.filter(**{place: source}).update(**{place: target}, version=F("version") + 1)


def _move_consultations(source: int, target: int) -> None:
    """Let who takes an agency's place owe and be owed the opinions that are still waited for."""
    waiting = Consultation.objects.filter(state=ConsultationState.WAITING)
    for place in ("asking_id", "asked_id"):
        waiting.filter(**{place: source}).update(**{place: target}, version=F("version") + 1)
    after = get_agency(agency_id=target)
    is_unit = after.kind is AgencyKind.UNIT and after.parent_id is not None
    spot = {"asked_id": after.parent_id, "unit_id": target} if is_unit else {"asked_id": target, "unit_id": None}
    waiting.filter(unit_id=source).update(**spot, version=F("version") + 1)
