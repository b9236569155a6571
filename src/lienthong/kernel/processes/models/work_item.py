"""The one inbox."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models

from .instance import ProcessInstance

OPEN = models.Q(completed_at__isnull=True)


class WorkItem(models.Model):
    """One open or finished step of one case, or an errand; inboxes and figures read this table alone.

    An errand is work that no process asks for: it belongs to no case, and its `role` is the right that opens it.
    `engine_task` is the token in the engine. `paused_minutes` is working time in which the clock stood;
    `working_minutes_used` is what the step took without it. `part` numbers the agencies that one step asks;
    `silence` is the outcome that no answer in time counts as. `holders` keeps who held the step before its last
    holder: user, name, from, to.
    Personal data: the title and subtitle name the applicant; kept as long as the subject.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    instance = models.ForeignKey("processes.ProcessInstance", on_delete=models.CASCADE, null=True, related_name="items")
    engine_task = models.UUIDField(null=True)
    system = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=120)
    title = models.CharField(max_length=400)
    subtitle = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300, blank=True)
    step_key = models.CharField(max_length=80)
    step_name = models.CharField(max_length=200)
    outcomes = models.JSONField(default=list)
    form = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=40)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    assignee = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    previous_assignee = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    limit = models.CharField(max_length=12)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    subject_due_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    completed_by_name = models.CharField(max_length=200, blank=True)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    paused_at = models.DateTimeField(null=True)
    paused_minutes = models.PositiveIntegerField(default=0)
    working_minutes_used = models.PositiveIntegerField(null=True)
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    part = models.PositiveSmallIntegerField(default=0, db_default=0)
    silence = models.CharField(max_length=40, blank=True, default="", db_default="")
    holders = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))

    class Meta:
        """Open items are few beside finished ones, so the inbox has partial indexes."""

        indexes: ClassVar = [
            models.Index(fields=["assignee", "due_at"], condition=OPEN, name="work_mine"),
            models.Index(fields=["agency", "role", "due_at"], condition=OPEN, name="work_unit"),
            models.Index(fields=["subject_type", "subject_key"], name="work_subject"),
            models.Index(fields=["agency", "completed_at"], name="work_done"),
            models.Index(fields=["due_at"], condition=OPEN & ~models.Q(silence=""), name="work_silent"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["instance", "engine_task", "part"], condition=OPEN, name="work_one_open_part"
            ),
            models.UniqueConstraint(
                fields=["subject_type", "subject_key", "step_key"],
                condition=OPEN & models.Q(instance__isnull=True),
                name="work_one_open_errand",
            ),
        ]

    def __str__(self) -> str:
        """Return the step and its subject."""
        return f"{self.step_key} {self.subject_key}"

    @property
    def case(self) -> ProcessInstance:
        """Return the case of a step, which every step has and no errand."""
        if self.instance is None:
            raise ValueError(f"{self} is an errand")
        return self.instance

    @property
    def token(self) -> UUID:
        """Return the token of a step in the engine, which every step has and no errand."""
        if self.engine_task is None:
            raise ValueError(f"{self} is an errand")
        return self.engine_task
