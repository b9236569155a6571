"""Packages of procedures as they were read in, their scenarios as they were run, and what can be run here."""

from typing import ClassVar

from django.db import models

from ..contracts import Origin, PackageState, RunState, SignatureState


class PackageFile(models.Model):
    """A package as it was read in: the bytes of its parts, never changed; another content is another row.

    `number` counts the packages of one procedure; `version` counts changes of this row, for acts. `digest` tells
    contents apart and is what scenarios ran for and signatures speak for.
    Personal data: names of the officers who read it in, signed and published it.
    """

    code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in PackageState])
    title = models.CharField(max_length=700)
    folded_title = models.CharField(max_length=700)
    field = models.CharField(max_length=200)
    origin = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Origin])
    digest = models.CharField(max_length=64)
    data = models.BinaryField()
    signature = models.BinaryField(null=True)
    signature_state = models.CharField(
        max_length=12,
        choices=[(each.value, each.value) for each in SignatureState],
        default=SignatureState.NONE.value,
        db_default=SignatureState.NONE.value,
    )
    signed_by_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    signed_at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField()
    imported_by_name = models.CharField(max_length=200)
    published_at = models.DateTimeField(null=True)
    published_by_name = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        """One row a number, and one a content."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="package_file_number"),
            models.UniqueConstraint(fields=["code", "digest"], name="package_file_content"),
        ]

    def __str__(self) -> str:
        """Name the package."""
        return self.reference

    @property
    def reference(self) -> str:
        """Return code and number, under which the history of the package is kept."""
        return f"{self.code}/{self.number}"


class PackageRun(models.Model):
    """One run of the scenarios of a package, and what each line told. Personal data: who asked for it."""

    file = models.ForeignKey(PackageFile, on_delete=models.PROTECT, related_name="runs")
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in RunState])
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    lines = models.JSONField(default=list)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    started_by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        """Name the run."""
        return f"{self.file_id}: {self.state}"


class ServicePackage(models.Model):
    """A version of all that is needed to run one procedure; running dossiers stay on theirs (R-4).

    Personal data: none.
    """

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    file = models.ForeignKey(PackageFile, on_delete=models.PROTECT, null=True, related_name="installed")
    title = models.CharField(max_length=700)
    short_title = models.CharField(max_length=200)
    field = models.CharField(max_length=200)
    spec = models.JSONField()
    digest = models.CharField(max_length=64)
    # The template of the result that the package brings; empty where it is printed by one of the system.
    template = models.TextField(blank=True, default="", db_default="")
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
