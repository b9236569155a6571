"""An index of signatures by certificate, made without keeping anybody from signing."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Built beside the work of a running system."""

    atomic = False

    dependencies = [
        ("signatures", "0002_certificates_and_verifications"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="signaturerecord",
            index=models.Index(fields=["certificate_serial", "-signed_at"], name="signatures_by_certificate"),
        ),
    ]
