"""Indexes of issued papers, made without keeping anybody from issuing."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Built beside the work of a running system."""

    atomic = False

    dependencies = [
        ("papers", "0002_templates_and_agencies"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="paper",
            index=models.Index(fields=["-issued_at", "-id"], name="papers_by_time"),
        ),
        AddIndexConcurrently(
            model_name="paper",
            index=models.Index(fields=["agency", "-issued_at"], name="papers_of_agency"),
        ),
    ]
