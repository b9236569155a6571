"""Codes from elsewhere stand once among what may become a dossier, and our own are found beside them.

Both are built beside running work; a unique constraint with a condition is such an index.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


MAKE = """CREATE UNIQUE INDEX CONCURRENTLY filing_code_once ON onestop_filing (code)
WHERE (NOT (code = '') AND state IN ('filed', 'accepted'))"""
DROP = "DROP INDEX CONCURRENTLY filing_code_once"


class Migration(migrations.Migration):
    """Indexes the codes."""

    atomic = False

    dependencies = [
        ("onestop", "0018_codes_from_elsewhere"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(MAKE, DROP)],
            state_operations=[
                migrations.AddConstraint(
                    model_name="filing",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True),
                            (
                                "state__in",
                                [
                                    "filed",
                                    "accepted",
                                ],
                            ),
                        ),
                        fields=("code",),
                        name="filing_code_once",
                    ),
                ),
            ],
        ),
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("own_number", ""), _negated=True), fields=["own_number"], name="dossier_own_number"
            ),
        ),
    ]
