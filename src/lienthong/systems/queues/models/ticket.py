"""Tickets of a day, and how each was served."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..contracts import ServingEnd, TicketState
from .desk import Counter, Desk, PriorityGroup, TicketClass

AT_A_COUNTER = (TicketState.CALLED.value, TicketState.SERVING.value)


class Ticket(models.Model):
    """One ticket. Whoever holds its `uuid` follows it; nothing in it tells who that is.

    `queued_at` is its place in line: kept when it is transferred, set anew when its holder was not there.
    `waits_since` is when the present wait began, for the figures.

    Personal data: the telephone to be told by, if given; removed when the ticket ends, at the latest that night.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="tickets")
    day = models.DateField()
    ticket_class = models.ForeignKey(TicketClass, on_delete=models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=12)
    priority = models.ForeignKey(PriorityGroup, on_delete=models.PROTECT, null=True, related_name="+")
    rank = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in TicketState])
    taken_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    waits_since = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    returns = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, null=True, related_name="+")
    target = models.ForeignKey(Counter, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=5, default="vi")
    phone = models.CharField(max_length=20, blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        """A number is given once a day; at a counter there is one person."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["desk", "day", "prefix", "number"], name="ticket_number_once"),
            models.UniqueConstraint(
                fields=["counter"], condition=Q(state__in=AT_A_COUNTER), name="ticket_one_at_a_counter"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AT_A_COUNTER) | Q(counter__isnull=False), name="ticket_called_to_a_counter"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "day", "state"], name="ticket_line"),
            models.Index(fields=["day"], condition=~Q(phone=""), name="ticket_with_phone"),
        ]

    def __str__(self) -> str:
        """Name the ticket."""
        return self.code


class Serving(models.Model):
    """Somebody being served at a counter; a ticket that is transferred has one for each counter.

    `waited`: seconds of the wait before. Personal data: name of the officer.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="servings")
    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, related_name="+")
    ticket_class = models.ForeignKey(TicketClass, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    officer_name = models.CharField(max_length=200)
    waited = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    served = models.PositiveIntegerField(null=True)
    end = models.CharField(max_length=11, choices=[(each.value, each.value) for each in ServingEnd], blank=True)

    class Meta:
        """A ticket is served to the end once; neither a ticket nor a counter has two servings under way."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(end=ServingEnd.SERVED.value), name="serving_ends_once"
            ),
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended_at__isnull=True), name="serving_one_a_ticket"),
            models.UniqueConstraint(
                fields=["counter"], condition=Q(ended_at__isnull=True), name="serving_one_a_counter"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["officer", "started_at"], name="serving_of_officer"),
            models.Index(fields=["ticket_class", "started_at"], name="serving_of_class"),
        ]

    def __str__(self) -> str:
        """Name the serving."""
        return f"{self.ticket_id} {self.counter_id}"


class ServingDossier(models.Model):
    """A dossier that was accepted while somebody was served; its number, for it belongs to another system."""

    serving = models.ForeignKey(Serving, on_delete=models.PROTECT, related_name="dossiers")
    number = models.CharField(max_length=60, unique=True)
    procedure = models.CharField(max_length=40)
    accepted_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the dossier."""
        return self.number
