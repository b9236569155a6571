"""Indexes of a table that people search all the time: made and dropped without a lock."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("search", "0004_marks_in_the_index")]
    operations = [
        AddIndexConcurrently(
            model_name="searchentry",
            index=models.Index(fields=["permission"], name="search_permission"),
        ),
        RemoveIndexConcurrently(model_name="searchentry", name="search_folded_prefix"),
    ]
