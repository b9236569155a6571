"""Tables of signatures. Holds the names of officers who signed, as long as what they signed is kept."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from .contracts import CertificateState, HolderKind, Level, SignerRole


class SignatureRecord(models.Model):
    """One signature made here: over which bytes, by whom, in which order and capacity, with which certificate."""

    sha256 = models.CharField(max_length=64, db_index=True)
    field_name = models.CharField(max_length=80)
    signer = models.CharField(max_length=200)
    key = models.CharField(max_length=80)
    certificate_serial = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    role = models.CharField(
        max_length=8,
        choices=[(role.value, role.value) for role in SignerRole],
        default=SignerRole.PERSON.value,
        db_default=SignerRole.PERSON.value,
    )
    level = models.CharField(
        max_length=8,
        choices=[(level.value, level.value) for level in Level],
        default=Level.B_B.value,
        db_default=Level.B_B.value,
    )
    order = models.PositiveSmallIntegerField(default=1, db_default=1)
    evidence = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="signatures_by_certificate", fields=["certificate_serial", "-signed_at"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(name="signatures_one_a_field", fields=["sha256", "field_name"]),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="signatures_stay", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.signer} {self.signed_at.isoformat()} {self.sha256[:12]}"


class Certificate(models.Model):
    """A certificate of a person, agency or device, from the request for it to its end.

    `key` names its key in the provider; `warned` is the last warning before its end, in days. Kept after its end, for
    signatures made with it are judged by it. Personal data: the name of the holder.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in HolderKind])
    holder_name = models.CharField(max_length=200)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in CertificateState])
    state_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=80, blank=True)
    pem = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    serial = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    issuer = models.CharField(max_length=500, blank=True)
    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)
    requested_at = models.DateTimeField()
    warned = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="certificates_of_agency", fields=["agency", "state"]),
            models.Index(name="certificates_by_end", fields=["valid_to"], condition=~models.Q(state="requested")),
            models.Index(name="certificates_by_serial", fields=["serial"], condition=~models.Q(serial="")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="certificates_once", fields=["fingerprint"], condition=~models.Q(fingerprint="")
            ),
            models.CheckConstraint(
                name="certificates_whole",
                condition=models.Q(pem="", valid_to=None, state__in=["requested", "revoked"])
                | (~models.Q(pem="") & models.Q(valid_from__isnull=False, valid_to__isnull=False)),
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="certificates_stay", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.holder_name} {self.serial}"

    @property
    def title(self) -> str:
        """Name the certificate in lists of bulk work."""
        return self.holder_name


class Verification(models.Model):
    """One verification of a file: what was found, check by check, as evidence; the file itself is not kept.

    Personal data: the names of those who signed, and who asked.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    is_valid = models.BooleanField()
    found = models.JSONField(default=list)
    verified_at = models.DateTimeField()
    verified_by = models.CharField(max_length=200)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(name="verifications_of_user", fields=["user", "-verified_at"])]
        triggers: ClassVar = [
            pgtrigger.Protect(name="verifications_stay", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.sha256[:12]}"
