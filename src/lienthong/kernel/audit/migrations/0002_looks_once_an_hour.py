"""A look says the position of the reader and stands once an hour; the table may be big, so no lock is long."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="accessentry",
            name="position",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="accessentry",
            name="agency_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="accessentry",
            name="on_behalf_of",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="accessentry",
            name="once",
            field=models.UUIDField(null=True),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY access_once ON audit_accessentry (once)",
                    "DROP INDEX CONCURRENTLY access_once",
                )
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="accessentry",
                    constraint=models.UniqueConstraint(fields=("once",), name="access_once"),
                )
            ],
        ),
        AddIndexConcurrently(
            model_name="accessentry",
            index=models.Index(fields=["at"], name="access_at"),
        ),
    ]
