"""Entries written before carry the marks of who may find them, beside their words, a thousand at a time."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BATCH = 1000
_MARK = "UPDATE search_searchentry SET body = body || exact || array_to_tsvector(%s::text[]) WHERE id = %s"


def mark(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the marks; done again, nothing changes, because a vector holds a word once."""
    # What is written here is what the program reads, so both ask the same rule.
    from lienthong.kernel.search.policy import marks_of_row
    from lienthong.kernel.search.rules import filter_marks

    entries = apps.get_model("search", "SearchEntry").objects.defer("body", "exact").order_by("pk")
    after = 0
    while batch := list(entries.filter(pk__gt=after)[:BATCH]):
        rows = []
        for row in batch:
            filters = filter_marks(
                system=row.system, kind=row.kind, agency_path=row.agency_path, updated_at=row.updated_at
            )
            rows.append((sorted(marks_of_row(row) | filters), row.pk))
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(_MARK, rows)
        apps.get_model("search", "UnlearnedEntry").objects.bulk_create(
            apps.get_model("search", "UnlearnedEntry")(entry_id=row.pk) for row in batch
        )
        after = batch[-1].pk


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("search", "0003_vocabulary_and_word_lists")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
