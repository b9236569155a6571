"""Chromium for the journeys: each page fails its test on console errors and on breaches of the content policy."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, sync_playwright

from lienthong.config.launch.program import VAR

AXE = VAR / "assets" / "dev" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
PASSWORD = "lienthong-demo"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def find_chromium() -> str | None:
    """Return the Chromium of the system, best the one without a window, or None to use Playwright's own."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Keep one browser open while the block lasts."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=[*arguments, "--disable-dev-shm-usage"]
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Complaints:
    """What went wrong in the pages of one test; `allowed` lists statuses that the test asks for."""

    allowed: set[int] = field(default_factory=set)
    found: list[str] = field(default_factory=list)

    def on_console(self, message: ConsoleMessage) -> None:
        """Keep an error of the console, unless it only repeats a status that the test expects."""
        text = message.text
        expected = any(f"status of {status}" in text for status in self.allowed)
        if (message.type == "error" or "Content Security Policy" in text) and not expected:
            self.found.append(f"console: {text}")

    def on_error(self, error: Error) -> None:
        """Keep an exception of a script."""
        self.found.append(f"script: {error.message}")

    def on_request(self, request: Request) -> None:
        """Keep a request to another machine."""
        if not request.url.startswith(("http://127.0.0.1", "http://localhost", "data:", "blob:")):
            self.found.append(f"outside request: {request.url}")

    def watch(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.on("console", self.on_console)
        page.on("pageerror", self.on_error)
        page.on("request", self.on_request)


def new_context(browser: Browser, *, base_url: str, **options: object) -> BrowserContext:
    """Open a fresh visitor: Vietnamese, time of Viet Nam, desk size unless said otherwise."""
    settings = {"viewport": DESK, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "reduced_motion": "reduce"}
    context = browser.new_context(base_url=base_url, **{**settings, **options})  # type: ignore[arg-type]  # options are Playwright's
    context.set_default_timeout(15_000)
    return context


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Sign in through the page, as a person does, and wait for the page behind it."""
    page.goto("/dang-nhap/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/dang-nhap/" not in url)


def sign_out(page: Page) -> None:
    """Forget who is signed in, as a new visitor would begin."""
    page.context.clear_cookies()


def check_axe(page: Page) -> None:
    """Fail on any violation of WCAG 2.2 AA that axe-core finds on the page, seen whole.

    A screen as tall as the page: what a fixed bar covers for a moment at one place of scrolling is no small target.
    """
    size = page.viewport_size
    tall = int(page.evaluate("() => document.documentElement.scrollHeight"))
    if size is not None and tall > size["height"]:
        page.set_viewport_size({"width": size["width"], "height": tall})
    if not page.evaluate("() => 'axe' in window"):
        # evaluated in an isolated way, because the content policy rightly refuses an added script element
        page.evaluate(f"() => {{ {AXE.read_text()}; window.axe = axe ?? module.exports; }}")
    # What a page keeps is not listed, only what it breaks: on long pages that takes half as long.
    result = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", WCAG)
    violations = [
        {"rule": item["id"], "impact": item["impact"], "nodes": [node["html"][:160] for node in item["nodes"]]}
        for item in result["violations"]
    ]
    if size is not None:
        page.set_viewport_size(size)
    assert not violations, f"{page.url}\n" + json.dumps(violations, ensure_ascii=False, indent=1)
