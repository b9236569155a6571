"""Papers that data replace keep their evidence; supplements keep what was sent and what it changed.

Columns that may be empty: no lock longer than a moment, nothing to fill in.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("onestop", "0002_counter_slips_and_extension")]

    operations = [
        migrations.AddField("dossierpaper", "evidence", models.JSONField(null=True)),
        migrations.AddField("supplement", "sent", models.JSONField(null=True)),
        migrations.AddField("supplement", "sent_at", models.DateTimeField(null=True)),
        migrations.AddField("supplement", "changes", models.JSONField(null=True)),
    ]
