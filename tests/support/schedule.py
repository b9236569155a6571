"""Which process of a parallel suite runs what: the tests of the running program by whole files, and before all others.

A file of journeys shares a browser and sometimes a program, so it is not torn apart; what takes longest begins first,
so that all processes end together.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TESTS = Path(__file__).parents[1]
WITH_PROGRAM = (TESTS / "journeys", TESTS / "faults")
_WHOLE = tuple(f"{folder.relative_to(TESTS.parent)}/" for folder in WITH_PROGRAM)


class ByFileOrTest(LoadScopeScheduling):
    """Hand out journeys and faults by files, everything else by single tests, when the tables are there.

    :param ready: returns when they are
    """

    def __init__(self, config: pytest.Config, log: Any, *, ready: Callable[[], object]) -> None:
        super().__init__(config, log)
        self._ready = ready

    def schedule(self) -> None:
        """Begin to hand out; all processes have collected by then."""
        self._ready()
        super().schedule()

    def _assign_work_unit(self, node: Any) -> None:
        """Give a process its next work; the last of three or more leaves journeys to the others as long as it can.

        Journeys wait as often as they work, so somebody who never waits keeps the machine busy beside them.
        """
        if len(self.nodes) > 2 and node is self.nodes[-1]:
            other = next((scope for scope in self.workqueue if not scope.startswith(_WHOLE)), None)
            if other is not None:
                self.workqueue.move_to_end(other, last=False)
        super()._assign_work_unit(node)

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if nodeid.startswith(_WHOLE) else nodeid


def needs_program(item: pytest.Item) -> bool:
    """Return whether a test is one of those that start or use the running program."""
    return any(folder in item.path.parents for folder in WITH_PROGRAM)


def require_own_names(items: Sequence[pytest.Item]) -> None:
    """Refuse tests that share a name: a parallel suite hands tests out by name, and of those of one name it runs one.

    :raises UsageError: several have the same name
    """
    shared = [name for name, times in Counter(item.nodeid for item in items).items() if times > 1]
    if shared:
        raise pytest.UsageError(f"several tests have one name, of which one would run: {shared[:5]}")


def longest_first(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return tests with those of the running program first, each kind in the order in which it came.

    Tests that commit empty the tables afterwards, also of what migrations wrote, so they stay behind all others, and
    so do those who are handed out together with one.
    """
    emptying = {item.path for item in items if needs_program(item) and _commits(item)}

    def turn(item: pytest.Item) -> int:
        if item.path in emptying or _commits(item):
            return 2
        return 0 if needs_program(item) else 1

    return sorted(items, key=turn)


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    marked = marker is not None and bool(marker.kwargs.get("transaction"))
    return marked or "transactional_db" in getattr(item, "fixturenames", ())
