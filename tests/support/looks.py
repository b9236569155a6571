"""Looking at a page at each size: what breaks WCAG 2.2 AA, and what scrolls sideways on the narrowest screen."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.support.browser import DESK, PHONE

NARROW = {"width": 320, "height": 700}
HEIGHT = "() => document.documentElement.scrollHeight"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What listens to the size of the window has heard of the new one after two frames, and the font is there.
SETTLED = """() => document.fonts.ready.then(() => new Promise(
    done => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))"""
TOO_WIDE = """() => [...document.querySelectorAll('body *')]
    .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 6).map(each => each.outerHTML.slice(0, 120)).join(' | ')"""


def failing(check: Callable[[], None]) -> list[str]:
    """Run a check and return what it found wrong."""
    try:
        check()
    except AssertionError as wrong:
        return [str(wrong)]
    return []


def look(page: Page, axe: Callable[[Page], None], name: str) -> list[str]:
    """Check the page as it stands at each size and return what is wrong with it."""
    found: list[str] = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a size as Playwright takes it
        # The whole page at once: what the bar at the foot of a phone covers now is scrolled into view by a person.
        page.set_viewport_size({"width": size["width"], "height": page.evaluate(HEIGHT) + size["height"]})
        found += [f"{name} at {size['width']}: {wrong}" for wrong in failing(lambda: axe(page))]
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a size as Playwright takes it
    page.evaluate(SETTLED)
    if (wide := page.evaluate(OVERFLOW)) > 0:
        found.append(f"{name}: {wide} px too wide at 320 px: {page.evaluate(TOO_WIDE)}")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # a size as Playwright takes it
    return found
