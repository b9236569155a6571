"""Procedures that can be run here."""

from typing import ClassVar

from django.db import models


class ServicePackage(models.Model):
    """A version of all that is needed to run one procedure; running dossiers stay on theirs (R-4).

    Personal data: none.
    """

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=700)
    short_title = models.CharField(max_length=200)
    field = models.CharField(max_length=200)
    spec = models.JSONField()
    digest = models.CharField(max_length=64)
    form_version = models.PositiveIntegerField()
    process_version = models.PositiveIntegerField()
    competent = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    installed_at = models.DateTimeField()
    installed_by_name = models.CharField(max_length=200)

    class Meta:
        """One row a version; one version in force."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="package_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_to__isnull=True), name="package_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        """Name the package."""
        return f"{self.code} v{self.version}"
