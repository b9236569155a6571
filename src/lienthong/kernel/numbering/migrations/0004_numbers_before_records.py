"""Books that were counting before each number was written down say from where on all are."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def begin_records(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001  Django's shape
    """Let records begin after the last number; blocks of earlier times are nothing that a counter still holds."""
    apps.get_model("numbering", "Book").objects.filter(recorded_after=0).update(recorded_after=F("last"))
    apps.get_model("numbering", "ReservedBlock").objects.update(state="used")


class Migration(migrations.Migration):
    dependencies = [("numbering", "0003_formats_numbers_and_blocks")]
    operations = [migrations.RunPython(begin_records, migrations.RunPython.noop)]
