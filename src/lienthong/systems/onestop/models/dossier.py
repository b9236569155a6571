"""The dossier."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from lienthong.systems.onestop.contracts import Channel, Clock, Delivery, DeliveryWay, Payment, ResultState, State

from .package import ServicePackage


def _choices(kind: type) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]  # type: ignore[attr-defined]  # any StrEnum


@pghistory.track()
class Dossier(models.Model):
    """One request of one applicant, from acceptance to the hand-over of the result (R-10, R-12).

    Personal data: the declaration and the parties, to decide the request; kept as the procedure's retention
    says. Never deleted.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=60, unique=True)
    # Our own code, where the dossier keeps the one it was given elsewhere.
    own_number = models.CharField(max_length=60, blank=True, default="", db_default="")
    secret = models.CharField(max_length=12)
    package = models.ForeignKey(ServicePackage, on_delete=models.PROTECT, related_name="+")
    procedure_code = models.CharField(max_length=40)
    title = models.CharField(max_length=700)
    field = models.CharField(max_length=200)
    case_code = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=_choices(Channel))
    owner = models.ForeignKey("organizations.Party", on_delete=models.PROTECT, related_name="+")
    submitter = models.ForeignKey("organizations.Party", on_delete=models.PROTECT, related_name="+")
    parties = models.JSONField()
    reception = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    competent = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    form_key = models.CharField(max_length=80)
    form_version = models.PositiveIntegerField()

    state = models.CharField(max_length=12, choices=_choices(State))
    clock = models.CharField(max_length=8, choices=_choices(Clock), default=Clock.RUNNING)
    payment = models.CharField(max_length=8, choices=_choices(Payment), default=Payment.NONE)
    result_state = models.CharField(max_length=8, choices=_choices(ResultState), default=ResultState.NONE)
    delivery_state = models.CharField(max_length=10, choices=_choices(Delivery), default=Delivery.NOT_READY)
    delivery_way = models.CharField(max_length=8, choices=_choices(DeliveryWay))

    limit = models.CharField(max_length=20)
    calendar = models.ForeignKey("calendars.Calendar", on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    accepted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    receiver = models.CharField(max_length=200, blank=True)

    fee = models.PositiveBigIntegerField(default=0)
    fee_lines = models.JSONField(default=list)
    fee_paid_at = models.DateTimeField(null=True)
    # What the service-quality index counts, as it was when the act was done.
    paid_online = models.CharField(max_length=1, default="0", db_default="0")
    vneid = models.BooleanField(null=True)
    holder_name = models.CharField(max_length=300, blank=True)
    step_name = models.CharField(max_length=200, blank=True)
    accepted_by_name = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Lists go by agency and due date, figures by agency and time of acceptance."""

        indexes: ClassVar = [
            models.Index(fields=["reception", "-accepted_at"], name="dossier_reception"),
            models.Index(fields=["competent", "-accepted_at"], name="dossier_competent"),
            models.Index(fields=["due_at"], name="dossier_open_due", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["accepted_at"], name="dossier_accepted"),
            models.Index(fields=["ended_at"], name="dossier_ended"),
            models.Index(fields=["owner"], name="dossier_owner"),
            models.Index(fields=["own_number"], name="dossier_own_number", condition=~Q(own_number="")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("accepted_at")), name="dossier_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(clock=Clock.PAUSED, paused_at__isnull=False)
                | (~Q(clock=Clock.PAUSED) & Q(paused_at__isnull=True)),
                name="dossier_pause_has_start",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="dossier_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="dossier_keeps_its_code", fields=["uuid", "number", "own_number", "filed_at", "accepted_at"]
            ),
        ]

    def __str__(self) -> str:
        """Name the dossier."""
        return self.number
