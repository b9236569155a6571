import django.db.models.deletion
from django.db import migrations, models

ONE_OPEN = models.UniqueConstraint(
    condition=models.Q(("completed_at__isnull", True), ("instance__isnull", True)),
    fields=("subject_type", "subject_key", "step_key"),
    name="work_one_open_errand",
)


class Migration(migrations.Migration):
    # The index is built beside the work of officers, which no transaction allows.
    atomic = False
    dependencies = [
        ("processes", "0003_publishing_and_failed_services"),
    ]

    operations = [
        migrations.AlterField(
            model_name="workitem",
            name="engine_task",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="workitem",
            name="instance",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="processes.processinstance",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AddConstraint(model_name="workitem", constraint=ONE_OPEN)],
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY work_one_open_errand ON processes_workitem"
                    " (subject_type, subject_key, step_key) WHERE completed_at IS NULL AND instance_id IS NULL",
                    "DROP INDEX CONCURRENTLY work_one_open_errand",
                )
            ],
        ),
    ]
