"""The table of Django's database cache: what may be lost in a crash, so it is not logged."""

from django.db import migrations


class Migration(migrations.Migration):
    """Makes the table as `createcachetable` would, but unlogged."""

    dependencies = [("accounts", "0002_session")]

    operations = [
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE accounts_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
            """,
            "DROP TABLE accounts_cache",
        ),
    ]
