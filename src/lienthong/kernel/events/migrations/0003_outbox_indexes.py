"""Indexes of the outbox, made beside the work that goes on; the table may be big."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("events", "0002_handovers_and_feed")]

    operations = [
        RemoveIndexConcurrently(model_name="outboxevent", name="outbox_dead"),
        AddIndexConcurrently(
            model_name="outboxevent",
            index=models.Index(condition=models.Q(("state", "pending")), fields=["id"], name="outbox_waiting"),
        ),
        AddIndexConcurrently(
            model_name="outboxevent",
            index=models.Index(condition=models.Q(("state", "delivered")), fields=["delivered_at"], name="outbox_told"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY outbox_feed ON events_outboxevent (position)"
                    " WHERE position IS NOT NULL",
                    "DROP INDEX CONCURRENTLY outbox_feed",
                )
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="outboxevent",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("position__isnull", False)), fields=("position",), name="outbox_feed"
                    ),
                )
            ],
        ),
    ]
