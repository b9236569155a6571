"""A real worker with one subscriber that can be held up in the middle of its work."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import connection

from lienthong.kernel.events.contracts import Delivery

HEARD_TABLE = "test_heard"
HOLD_LOCK = 7_402


@dataclass(frozen=True)
class Struck:
    """A clock has struck."""

    type: ClassVar[str] = "vn.lienthong.test.struck.v1"
    number: int


def listen(event: Struck, context: Delivery) -> None:
    """Write the number down, then wait while somebody holds the lock: a worker may be killed right here.

    One lock holds every event up, and there is one for each number.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {HEARD_TABLE} (number) VALUES (%s)", [event.number])  # noqa: S608  a constant
        for lock in (HOLD_LOCK, HOLD_LOCK + 1 + event.number):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def main() -> None:
    """Run the worker of the program with this subscriber in place of the others."""
    import django

    django.setup()
    from django.core.management import call_command

    from lienthong.kernel.events import extensions
    from tests.faults import slow_worker  # noqa: PLW0406  run as a script this module has another name

    extensions._BY_TYPE.clear()
    extensions.on(slow_worker.Struck, name="test.strike")(slow_worker.listen)
    call_command("procrastinate", "worker", "--queues", "events")


if __name__ == "__main__":
    main()
