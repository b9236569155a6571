# Indexes on a table that is read and written all day: built without a lock.

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("notifications", "0002_channels_costs_and_choices"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "sending"])), fields=["due_at"], name="message_open"
            ),
        ),
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                condition=models.Q(("channel", "in_app")), fields=["to_user", "-id"], name="message_own"
            ),
        ),
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(fields=["agency", "-id"], name="message_agency"),
        ),
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                condition=models.Q(("mailing__isnull", False)), fields=["mailing", "state"], name="message_mailing"
            ),
        ),
    ]
