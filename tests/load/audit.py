"""How long a day of a million rows takes to close and to check, and how much memory that needs.

On a database of its own beside that of DATABASE_URL: `python -m tests.load.audit [rows]`.
"""

import json
import os
import resource
import sys
import time
from datetime import timedelta

from .own_database import own_database

ROWS = 1_000_000
NAME = "lienthong_bench_audit"
FILL = """
INSERT INTO audit_historyentry (subject_type, subject_key, act, at, actor_id, actor_name, position, agency_id,
    agency_name, on_behalf_of, note, data)
SELECT 'onestop.dossier', 'H32.70-261006-' || n, 'onestop.step.complete', %s, n %% 900, 'Nguyễn Thị Kiểm Thử',
    'Chuyên viên', n %% 90, 'Uỷ ban nhân dân phường Đông Hải', '', 'Đủ điều kiện, trình lãnh đạo',
    jsonb_build_object('from', 'open', 'to', 'done', 'step', 'Thẩm định', 'number', n)
FROM generate_series(1, %s) n
"""


def main() -> None:
    """Fill the history, close the day, check it, and print rows of the table as JSON."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with own_database(NAME) as url:
        os.environ["DATABASE_URL"] = url
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.utils import timezone

        from lienthong.kernel.audit.services import check_chain, close_days

        call_command("migrate", interactive=False, verbosity=0)
        now = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(FILL, [now - timedelta(days=1), rows])
        before = _memory()
        begin = time.perf_counter()
        assert len(close_days(now=now)) == 1
        closed = time.perf_counter()
        assert [each for each in check_chain(now=now) if each.is_tampering] == []
        checked = time.perf_counter()
        connection.close()
    figures = [
        (f"a day of {rows:,} acts closed", f"{closed - begin:.1f} s, {rows / (closed - begin):,.0f} a second"),
        (f"a day of {rows:,} acts checked", f"{checked - closed:.1f} s, {rows / (checked - closed):,.0f} a second"),
        ("memory that closing and checking added", f"{_memory() - before:.0f} MB"),
    ]
    print(json.dumps(figures))


def _memory() -> float:
    """Return the most memory this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
