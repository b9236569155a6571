"""What acts remember: answers already given to requests that may be sent twice."""

from typing import ClassVar

from django.db import models


class IdempotencyRecord(models.Model):
    """The answer to a creating request, kept so that a repeated request gets it again.

    Personal data: none; kept for seven days.
    """

    key = models.CharField(max_length=80)
    actor_key = models.CharField(max_length=80)
    purpose = models.CharField(max_length=80)
    request_digest = models.CharField(max_length=64)
    result = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        """One answer a key, actor and purpose."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["actor_key", "purpose", "key"], name="idempotency_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="idempotency_age")]

    def __str__(self) -> str:
        """Name the request."""
        return f"{self.purpose} {self.key}"
