"""Books, their numbers and what was done to them. Holds names of officers, and titles of what numbers were given to."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _

from .contracts import BlockState, NumberState


class Book(models.Model):
    """One run of numbers. The agency is kept by its id: organizations stands beside this app, not below it.

    `recorded_after`: numbers up to it were given on paper, or before each was written down.
    `last_day`: the latest day of an act numbered here; `is_final`: the agency has ended, so it is not opened again.
    """

    kind = models.CharField(_("kind"), max_length=60)
    agency_id = models.BigIntegerField(_("agency"))
    period = models.CharField(_("period"), max_length=20)
    last = models.BigIntegerField(_("last number given"))
    opened_at = models.DateTimeField(_("opened at"))
    last_given_at = models.DateTimeField(_("last number given at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_why = models.CharField(max_length=500, blank=True, default="", db_default="")
    is_final = models.BooleanField(default=False, db_default=False)
    recorded_after = models.BigIntegerField(default=0, db_default=0)
    last_day = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "agency_id", "period"], name="book_once"),
            models.CheckConstraint(condition=models.Q(last__gte=0), name="book_counts_from_nothing"),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "-period"], name="books_of_agency")]

    def __str__(self) -> str:
        return f"{self.kind} {self.agency_id} {self.period}"

    @property
    def title(self) -> str:
        """Name the book in lists of bulk work."""
        return str(self)


class VoidedNumber(models.Model):
    """A number given and declared void; the number is not given again."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="voided")
    number = models.BigIntegerField(_("number"))
    reason = models.TextField(_("reason"))
    actor_name = models.CharField(_("by"), max_length=200)
    actor_user_id = models.BigIntegerField(null=True)
    voided_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("void number")
        verbose_name_plural = _("void numbers")
        constraints: ClassVar = [models.UniqueConstraint(fields=["book", "number"], name="number_void_once")]
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.book_id} {self.number}"


class ReservedBlock(models.Model):
    """Numbers set aside together, so that the book shows who has them, why, and until when."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="reserved")
    first = models.BigIntegerField(_("first number"))
    last = models.BigIntegerField(_("last number"))
    reason = models.TextField(_("reason"))
    actor_name = models.CharField(_("by"), max_length=200)
    actor_user_id = models.BigIntegerField(null=True)
    reserved_at = models.DateTimeField(_("at"))
    holder = models.CharField(max_length=200, blank=True, default="", db_default="")
    for_day = models.DateField(null=True)
    expires_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=8,
        choices=[(state.value, state.value) for state in BlockState],
        default=BlockState.OPEN.value,
        db_default=BlockState.OPEN.value,
    )
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = _("reserved numbers")
        verbose_name_plural = _("reserved numbers")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="reserved_block_in_order"),
            models.UniqueConstraint(fields=["book", "first"], name="reserved_block_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["expires_at"],
                name="blocks_that_expire",
                condition=models.Q(state=BlockState.OPEN.value, expires_at__isnull=False),
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="blocks_stay", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="blocks_as_issued",
                fields=["uuid", "book", "first", "last", "reason", "actor_name", "actor_user_id", "reserved_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book_id} {self.first}–{self.last}"


class GivenNumber(models.Model):
    """One number of a book: to what it was given, or that it waits in a block, or is void."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="numbers")
    number = models.BigIntegerField()
    text = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=[(state.value, state.value) for state in NumberState])
    subject_type = models.CharField(max_length=80, blank=True)
    subject_key = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=500, blank=True)
    day = models.DateField(null=True)
    given_at = models.DateTimeField()
    actor_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["book", "number"], name="number_given_once")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="numbers_stay", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="numbers_as_counted", fields=["book", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.book_id} {self.number}"


class NumberFormat(models.Model):
    """How numbers of a kind are written, for all agencies or for one of them."""

    kind = models.CharField(max_length=60)
    agency_id = models.BigIntegerField(null=True)
    label = models.CharField(max_length=200)
    template = models.CharField(max_length=80)
    symbol = models.CharField(max_length=40, blank=True)
    is_daily = models.BooleanField(default=False)
    late_days = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "agency_id"], name="number_format_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.agency_id or '*'} {self.template}"
