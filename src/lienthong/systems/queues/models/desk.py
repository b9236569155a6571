"""Desks, their counters and classes of tickets, and the priority groups of the province."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ..contracts import CounterState, OrderRule
from ..rules import new_secret


class Desk(models.Model):
    """A place of an agency where people wait to be called.

    Its row is the lock of its line: every call and every ticket takes it first; `version` counts what happened, so that
    pages know whether anything is new.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    secret = models.CharField(max_length=40, unique=True, default=new_secret)
    rule = models.CharField(max_length=8, choices=[(each.value, each.value) for each in OrderRule])
    every = models.PositiveSmallIntegerField(default=2)
    daily_limit = models.PositiveIntegerField(null=True)
    keeps_hours = models.BooleanField(default=True)
    opens_before = models.PositiveSmallIntegerField(default=30)
    stops_before = models.PositiveSmallIntegerField(default=15)
    returns = models.PositiveSmallIntegerField(default=1)
    tells_ahead = models.PositiveSmallIntegerField(default=3)
    takes_phones = models.BooleanField(default=True)
    prints = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        """With SHARE every second call is the most that priority may take, or others would never be called."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "name"], name="desk_name_once"),
            models.CheckConstraint(
                condition=Q(every__gte=1) & (~Q(rule=OrderRule.SHARE.value) | Q(every__gte=2)), name="desk_every_fair"
            ),
        ]

    def __str__(self) -> str:
        """Name the desk."""
        return self.name


class TicketClass(models.Model):
    """A class of tickets of a desk: one series of numbers a day, for fields of procedures or a service."""

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="classes")
    prefix = models.CharField(max_length=2)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    fields = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    minutes = models.PositiveSmallIntegerField(default=10)
    daily_limit = models.PositiveIntegerField(null=True)
    order = models.PositiveSmallIntegerField(default=100)
    active = models.BooleanField(default=True)

    class Meta:
        """A prefix tells the classes of a desk apart."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["desk", "prefix"], name="class_prefix_once")]

    def __str__(self) -> str:
        """Name the class."""
        return f"{self.prefix} {self.name}"


class Counter(models.Model):
    """A counter of a desk: what it serves, whether it is open, who sits there, and the turn of its calls.

    Personal data: name of the officer while they sit there.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="counters")
    number = models.CharField(max_length=6)
    name = models.CharField(max_length=120, blank=True)
    classes = models.ManyToManyField(TicketClass, related_name="counters")
    state = models.CharField(
        max_length=6, choices=[(each.value, each.value) for each in CounterState], default=CounterState.CLOSED.value
    )
    reason = models.CharField(max_length=200, blank=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    officer_name = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(null=True)
    overtakes = models.PositiveSmallIntegerField(default=0)
    ordered = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        """An officer sits at one counter; a closed one has nobody."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["desk", "number"], name="counter_number_once"),
            models.UniqueConstraint(fields=["officer"], name="counter_one_an_officer"),
            models.CheckConstraint(
                condition=~Q(state=CounterState.CLOSED.value) | Q(officer__isnull=True), name="counter_closed_is_empty"
            ),
        ]

    def __str__(self) -> str:
        """Name the counter."""
        return self.number


class PriorityGroup(models.Model):
    """Who is called before others, from when to when, and what says so; for all desks of the province."""

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    rank = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    icon = models.CharField(max_length=30, default="user")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        """One wording of a group begins on a day."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="priority_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="priority_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        """Name the group."""
        return self.name
