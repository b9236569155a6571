"""A program with one subscriber and no other."""

import pytest

from lienthong.kernel.events import extensions
from lienthong.kernel.events.extensions import on

from .bells import Listener, Rang


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Listener:
    """Return the one subscriber."""
    for registry in ("_BY_TYPE", "_RECEIVED", "_OFFERED"):
        monkeypatch.setattr(extensions, registry, {})
    monkeypatch.setattr(extensions, "_FEED_LISTENERS", [])
    listening = Listener()
    on(Rang, name="test.listen")(listening)
    return listening
