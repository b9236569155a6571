"""What tests of signatures stand on: keys of their own, and a paper to sign."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from lienthong.kernel.papers import extensions as paper_extensions
from lienthong.kernel.papers import services as papers
from lienthong.kernel.papers import testing
from lienthong.kernel.signatures import services

NOW = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
Sign = Callable[..., bytes]


@pytest.fixture(name="workshop")
def _workshop(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use an authority of this test alone, and register the template of its paper."""
    settings.KEYS_DIR = tmp_path / "keys"
    monkeypatch.setattr(paper_extensions, "_templates", dict(paper_extensions._templates))
    testing.register_test_template(tmp_path)
    return tmp_path


@pytest.fixture(name="unsigned")
def _unsigned(workshop: Path) -> bytes:
    """Return a printed paper."""
    return papers.render(template="test-paper", context=testing.CONTEXT, now=NOW)


@pytest.fixture(name="sign")
def _sign(workshop: Path) -> Sign:
    """Return signing with everything filled in that a test does not care about."""

    def sign(pdf: bytes, **options: object) -> bytes:
        given = {"signer_name": "Lê Thị Quỳnh Như", "reason": "Phê duyệt", "location": "Đông Hải", "now": NOW}
        return services.sign_pdf(pdf=pdf, **{**given, **options})  # type: ignore[arg-type]  # test

    return sign
