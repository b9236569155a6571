"""What the tests of the interface share."""

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from lienthong.kernel.ui import extensions

Draw = Callable[..., str]


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    """Read every page in Vietnamese unless a test says otherwise."""
    with translation.override("vi"):
        yield


@pytest.fixture
def draw(rf: RequestFactory) -> Draw:
    """Draw a piece of a template with components, as a page at an address would."""

    def drawn(source: str, *, request: HttpRequest | None = None, **context: object) -> str:
        template = engines["django"].from_string(CottonCompiler().process(source))
        return str(template.render(context, request or rf.get("/viec/", {"loc": "buoc", "sau": "9"})))

    return drawn


@pytest.fixture
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without what the systems registered."""
    monkeypatch.setattr(extensions, "_entries", {})
    monkeypatch.setattr(extensions, "_places", {})
