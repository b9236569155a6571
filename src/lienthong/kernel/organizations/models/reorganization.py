"""Plans of reorganisation and their lines."""

from typing import ClassVar

from django.db import models

from lienthong.kernel.organizations.contracts import PlanState, ReorganizationKind


class Reorganization(models.Model):
    """A decision to merge, split, dissolve, move or rename agencies on a day, and how far its execution is.

    Personal data: who wrote and who executed it; kept with the plan.
    """

    title = models.CharField(max_length=300)
    basis = models.CharField(max_length=300)
    effective_date = models.DateField()
    state = models.CharField(
        max_length=12, choices=[(state.value, state.value) for state in PlanState], default=PlanState.DRAFT
    )
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=200)
    started_at = models.DateTimeField(null=True)
    started_by_id = models.BigIntegerField(null=True)
    started_by_name = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        """Name the plan."""
        return f"{self.pk} {self.title}"


class ReorganizationItem(models.Model):
    """One line of a plan: what happens to one agency.

    Agencies stand here by code, because a line may name one that another line founds. A line is executed in one
    transaction; `state` remembers it, so that a job that was killed goes on where it stopped.
    Personal data: none.
    """

    class State(models.TextChoices):
        """Whether the line was executed."""

        PENDING = "pending"
        DONE = "done"
        FAILED = "failed"

    plan = models.ForeignKey(Reorganization, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ReorganizationKind])
    source_code = models.CharField(max_length=40, blank=True)
    target_code = models.CharField(max_length=40, blank=True)
    target_name = models.CharField(max_length=300, blank=True)
    target_kind = models.CharField(max_length=12, blank=True)
    parent_code = models.CharField(max_length=40, blank=True)
    area_code = models.CharField(max_length=10, blank=True)
    is_main = models.BooleanField(default=True)
    share = models.CharField(max_length=500, blank=True)
    stage = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    outcome = models.JSONField(default=dict)
    error = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        """Executed in the order of stages; read by number, by source and by target."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="reorganization_item_number")]
        indexes: ClassVar = [
            models.Index(fields=["plan", "state", "stage", "number"], name="reorganization_item_next"),
            models.Index(fields=["plan", "target_code", "number"], name="reorganization_item_target"),
        ]

    def __str__(self) -> str:
        """Name the line."""
        return f"{self.plan_id}/{self.number} {self.kind}"
