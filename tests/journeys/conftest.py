"""The browser of the journeys."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import Complaints, check_axe, new_context, open_browser, sign_in
from tests.support.program import RunningProgram


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser; it closes with the module, so that its event loop does not meet tests of the ORM."""
    with open_browser() as opened:
        yield opened


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Return what the pages of this test complain of; the test fails when there is anything."""
    kept = Complaints()
    yield kept
    assert kept.found == []


@pytest.fixture
def new_page(
    browser: Browser, running_program: RunningProgram, complaints: Complaints
) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of a fresh visitor; options are those of a Playwright context."""
    contexts = []

    def open_page(*, as_user: str = "", **options: object) -> Page:
        context = new_context(browser, base_url=running_program.url, **options)
        contexts.append(context)
        page = context.new_page()
        complaints.watch(page)
        if as_user:
            sign_in(page, as_user)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Return one page of a visitor who is not signed in."""
    return new_page()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return the check that a page breaks no rule of WCAG 2.2 AA."""
    return check_axe
