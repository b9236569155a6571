"""Tells every table in memory that a calendar has changed."""

from django.db import connection, transaction

from ..queries import working_time as queries

# One statement for the calendar and all that inherit from it. The numbers come from a sequence, which never
# gives one twice, not even after a rollback.
_BUMP = """
WITH RECURSIVE touched AS (
    SELECT id FROM calendars_calendar WHERE id = %s
    UNION
    SELECT child.id FROM calendars_calendar child JOIN touched ON child.parent_id = touched.id
)
UPDATE calendars_calendar
SET version = nextval(pg_get_serial_sequence('calendars_calendar', 'id'))
WHERE id IN (SELECT id FROM touched)
"""


def new_version(*, calendar_id: int) -> None:
    """Give the calendar and its descendants new versions, within the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_BUMP, [calendar_id])
    queries.forget()
    transaction.on_commit(queries.forget)
