"""What the demonstration remembers of itself."""

from django.db import models


class DemoBuild(models.Model):
    """The province stands: built from this seed, at this size, as of this moment.

    Personal data: none.
    """

    seed = models.BigIntegerField()
    size = models.CharField(max_length=8)
    moment = models.DateTimeField()
    built_at = models.DateTimeField()
    dossiers = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Name the build."""
        return f"{self.size} {self.seed}"
