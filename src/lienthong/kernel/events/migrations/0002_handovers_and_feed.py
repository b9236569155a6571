"""Each subscriber stands by itself: what it did not take is a row of its own; events have a place in a feed."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models
from django.db.models import F

ASK_WORKER = "\n    IF EXISTS (SELECT FROM written WHERE state = 'pending') THEN\n        INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock)\n        SELECT 'events', 'events.deliver', asked.by\n        FROM (SELECT 'events.deliver:' || pg_current_xact_id() AS by) asked\n        WHERE NOT EXISTS (\n            SELECT FROM procrastinate_jobs job WHERE job.queueing_lock = asked.by AND job.status = 'todo');\n    END IF;\n    RETURN NULL;\n"
# The columns stay until no old code writes them any more; rows written without them take these.
KEEP = "ALTER TABLE events_outboxevent ALTER COLUMN attempts SET DEFAULT 0, ALTER COLUMN last_error SET DEFAULT ''"
LET_GO = "ALTER TABLE events_outboxevent ALTER COLUMN attempts DROP DEFAULT, ALTER COLUMN last_error DROP DEFAULT"


def split_dead_letters(apps, schema_editor):
    """Give every subscriber that has not heard a dead letter a row of its own."""
    from lienthong.kernel.events.extensions import subscriptions_to

    OutboxEvent = apps.get_model("events", "OutboxEvent")
    Handover = apps.get_model("events", "Handover")
    HandledEvent = apps.get_model("events", "HandledEvent")
    for dead in OutboxEvent.objects.filter(state="dead").order_by("id").iterator(chunk_size=500):
        heard = set(HandledEvent.objects.filter(event_id=dead.pk).values_list("handler", flat=True))
        names = [each.name for each in subscriptions_to(dead.type) if each.name not in heard]
        Handover.objects.bulk_create(
            Handover(
                event_id=dead.pk, subscriber=name, subject=dead.subject, state="dead", attempts=dead.attempts,
                last_error=dead.last_error, since=dead.occurred_at,
            )
            for name in names
        )  # fmt: skip
    OutboxEvent.objects.filter(state="dead").update(state="delivered")
    OutboxEvent.objects.filter(state="delivered", delivered_at=None).update(delivered_at=F("occurred_at"))


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial"), ("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        migrations.CreateModel(
            name="FeedHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="FeedReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, unique=True)),
                ("position", models.BigIntegerField(default=0)),
                ("read_at", models.DateTimeField(null=True)),
                ("last_error", models.TextField(blank=True)),
                ("failed_since", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subscriber", models.CharField(max_length=120)),
                ("subject", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("dead", "dead"), ("given_up", "given_up")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("last_error", models.TextField(blank=True)),
                ("since", models.DateTimeField()),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handovers",
                        to="events.outboxevent",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("event", "subscriber"), name="handover_once")],
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["next_try_at"], name="handover_due"),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["subject", "subscriber", "event"],
                        name="handover_line",
                    ),
                    models.Index(fields=["state", "-id"], name="handover_list"),
                ],
            },
        ),
        migrations.RunPython(split_dead_letters, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(KEEP, LET_GO)],
            state_operations=[
                migrations.RemoveField(model_name="outboxevent", name="attempts"),
                migrations.RemoveField(model_name="outboxevent", name="last_error"),
            ],
        ),
        migrations.AddField(model_name="outboxevent", name="position", field=models.BigIntegerField(null=True)),
        migrations.AddField(
            model_name="outboxevent",
            name="source",
            field=models.CharField(db_default="", default="", max_length=200),
        ),
        migrations.AlterField(
            model_name="outboxevent",
            name="state",
            field=models.CharField(
                choices=[("pending", "Pending"), ("delivered", "Delivered")], default="pending", max_length=12
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outboxevent",
            trigger=pgtrigger.compiler.Trigger(
                name="ask_worker",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func=ASK_WORKER,
                    hash="3a6aaa7c3aa08f45838794c0144454a74047584f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_ask_worker_fc0b8",
                    referencing="REFERENCING NEW TABLE AS written ",
                    table="events_outboxevent",
                    when="AFTER",
                ),
            ),
        ),
    ]
