"""What holds for every test of the program, beside the code and in tests/."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation
from tests.support.network import only_this_machine
from tests.support.schedule import ByFileOrTest
from tests.support.templates import templates

_UNTIL_THE_END = ExitStack()
_TABLES_READY = pytest.StashKey[Callable[[], object]]()


def pytest_configure(config: pytest.Config) -> None:
    """Let the controller of a parallel suite make the tables that its processes copy, while they collect."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        folder = _UNTIL_THE_END.enter_context(tempfile.TemporaryDirectory(prefix="lienthong-suite-"))
        config.stash[_TABLES_READY] = _UNTIL_THE_END.enter_context(templates(folder=Path(folder)))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFileOrTest:
    """Share the tests out by files or single tests, in the order in which they stand."""
    config.option.loadscopereorder = False
    return ByFileOrTest(config, log, ready=config.stash[_TABLES_READY])


def pytest_unconfigure() -> None:
    """Drop what the processes copied from."""
    _UNTIL_THE_END.close()


@pytest.fixture(autouse=True)
def _no_outside_network() -> Iterator[None]:
    """Fail a test that tries to reach another machine."""
    with only_this_machine():
        yield


@pytest.fixture(autouse=True)
def _fresh_process() -> Iterator[None]:
    """Start each test with an empty cache and in the language of the program."""
    cache.clear()
    translation.activate("vi")
    yield
    translation.deactivate_all()
    cache.clear()
