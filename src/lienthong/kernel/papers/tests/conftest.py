"""What tests of papers stand on: a template of their own, and nothing remembered from other tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.papers import extensions, queries, testing


@pytest.fixture(name="workshop")
def _workshop(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Register one template, keep files apart, and forget versions before and after."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(extensions, "_templates", {})
    testing.register_test_template(tmp_path)
    queries.forget()
    yield tmp_path
    queries.forget()


@pytest.fixture(name="editor")
def _editor(workshop: Path) -> Actor:
    """Return an officer who may do everything with papers of the province."""
    return testing.officer_with()
