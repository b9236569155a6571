"""The style page: every component in every state obeys WCAG 2.2 AA, in each theme, on a phone and at a desk.

The page holds all of them at once, so that one load and six looks judge everything. The theme is changed on the page
itself, as its menu does; that the cookie brings it back is seen at the end.
"""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.browser import AXE, DESK, PHONE, WCAG

THEMES = ("", "dark", "contrast")
WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
LAY_DOWN = """() => document.querySelectorAll(".lt-tabbar").forEach(
    bar => bar.attributeStyleMap.set("position", "static"))"""
TURN = """theme => { const page = document.documentElement;
    if (theme) page.dataset.theme = theme; else delete page.dataset.theme; }"""
# What passed is not wanted, and the style sheets are our own: both spare half of the time on five thousand elements.
JUDGE = """tags => axe.run({runOnly: tags, resultTypes: ["violations"], preload: false}).then(found =>
    found.violations.map(each => `${each.id}: ${each.nodes.map(node => node.html.slice(0, 160)).join(" | ")}`))"""
# Pages of their own: they cannot stand inside the page of all.
WHOLE = ("shell-citizen", "shell-workspace", "shell-leader", "shell-counter", "diagram")


def ready(page: Page, address: str) -> None:
    """Open a page and bring the judge, in an isolated way, as the content policy rightly refuses an added script."""
    page.goto(address)
    page.evaluate("() => document.fonts.ready")
    # The bar at the foot of a phone covers what is below it only for a moment; a person scrolls it into view.
    page.evaluate(LAY_DOWN)
    page.evaluate(f"() => {{ {AXE.read_text()}; window.axe = axe ?? module.exports; }}")


def looks(page: Page, name: str, *, themes: tuple[str, ...] = THEMES) -> list[str]:
    """Judge the page as it stands at each size and in each theme, and return what is wrong."""
    found = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a size as Playwright takes it
        if (wide := page.evaluate(WIDTH)) > 0:
            found.append(f"{name} at {size['width']}: {wide} px too wide")
        for theme in themes:
            page.evaluate(TURN, theme)
            found += [f"{name} at {size['width']}, {theme or 'light'}: {each}" for each in page.evaluate(JUDGE, WCAG)]
    page.evaluate(TURN, "")
    return found


def test_every_component_in_every_state_theme_and_size(new_page: Callable[..., Page]) -> None:
    page = new_page(as_user="quantri")
    ready(page, "/ui/")
    found = looks(page, "all")
    ready(page, "/ui/form.form/")
    found += looks(page, "form.form", themes=("",))
    for component in WHOLE:
        ready(page, f"/ui/{component}/default/")
        found += looks(page, component, themes=("",))
    assert found == [], "\n".join(found)


def test_a_component_that_cannot_be_read_would_be_found(new_page: Callable[..., Page]) -> None:
    page = new_page(as_user="quantri")
    ready(page, "/ui/?q=c-toast")
    page.evaluate("() => document.querySelector('.lt-toast span').attributeStyleMap.set('color', 'gray')")
    assert any("color-contrast" in each for each in looks(page, "toast", themes=("",)))


def test_the_theme_the_index_and_the_code(new_page: Callable[..., Page]) -> None:
    page = new_page(as_user="quantri", permissions=["clipboard-read", "clipboard-write"])
    page.goto("/ui/?q=c-button")
    page.locator("[name=theme][value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator("#c-button h3 a").click()
    expect(page.locator("h1")).to_have_text("button")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    state = page.locator("#button-default")
    state.locator("[data-lt-copy]").click()
    assert page.evaluate("() => navigator.clipboard.readText()") == state.locator("code").text_content()


def test_the_filter_and_the_theme_need_no_script(new_page: Callable[..., Page]) -> None:
    page = new_page(as_user="quantri", java_script_enabled=False)
    page.goto("/ui/")
    page.fill("#q", "hop thoai")
    page.press("#q", "Enter")
    expect(page.locator(".lt-style-part")).to_have_count(1)
    page.locator("[name=theme][value=contrast]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "contrast")
    expect(page.locator(".lt-style-part")).to_have_count(1)
