"""What holds for every test of the program, beside the code and in tests/."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation
from tests.support.network import only_this_machine


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
