"""Books and what was done to their numbers. Holds the name of the officer who voided a number."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class Book(models.Model):
    """One run of numbers. The agency is kept by its id: organizations stands beside this app, not below it."""

    kind = models.CharField(_("kind"), max_length=60)
    agency_id = models.BigIntegerField(_("agency"))
    period = models.CharField(_("period"), max_length=20)
    last = models.BigIntegerField(_("last number given"))
    opened_at = models.DateTimeField(_("opened at"))
    last_given_at = models.DateTimeField(_("last number given at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")
        constraints = [
            models.UniqueConstraint(fields=["kind", "agency_id", "period"], name="book_once"),
            models.CheckConstraint(condition=models.Q(last__gte=1), name="book_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.agency_id} {self.period}"


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
        constraints = [models.UniqueConstraint(fields=["book", "number"], name="number_void_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.book_id} {self.number}"


class ReservedBlock(models.Model):
    """Numbers set aside together, so that the book shows who has them and why."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="reserved")
    first = models.BigIntegerField(_("first number"))
    last = models.BigIntegerField(_("last number"))
    reason = models.TextField(_("reason"))
    actor_name = models.CharField(_("by"), max_length=200)
    actor_user_id = models.BigIntegerField(null=True)
    reserved_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reserved numbers")
        verbose_name_plural = _("reserved numbers")
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="reserved_block_in_order"),
            models.UniqueConstraint(fields=["book", "first"], name="reserved_block_once"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.book_id} {self.first}–{self.last}"
