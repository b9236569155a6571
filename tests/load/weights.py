"""What a page weighs at the first visit: the HTML and all it loads, as compressed over the wire."""

import os

from playwright.sync_api import Browser, Response, sync_playwright

from tests.support.program import RunningProgram

from .people import PASSWORD

PAGES = {
    "the home page": ("", "/"),
    "the catalogue": ("", "/thu-tuc/"),
    "public tracking": ("", "/tra-cuu/"),
    "the inbox": ("hotich", "/viec/"),
    "the counter": ("motcua", "/quay/"),
    "the dashboard": ("chutich.tinh", "/lanh-dao/"),
}


def page_weights(program: RunningProgram) -> list[tuple[str, int]]:
    """Return the bytes received for each page by a browser that has nothing kept."""
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            return [(name, _weigh(browser, program.url, who, address)) for name, (who, address) in PAGES.items()]
        finally:
            browser.close()


def _weigh(browser: Browser, base: str, who: str, address: str) -> int:
    received: list[int] = []

    def note(response: Response) -> None:
        sizes = response.request.sizes()
        received.append(sizes["responseBodySize"] + sizes["responseHeadersSize"])

    context = browser.new_context()
    page = context.new_page()
    if who:
        page.goto(f"{base}/dang-nhap/")
        page.fill("#id_login", who)
        page.fill("#id_password", PASSWORD)
        page.click("main button[type=submit]")
        cookies = context.cookies()
        context.close()
        context = browser.new_context()
        context.add_cookies(cookies)  # type: ignore[arg-type]  # playwright gives and takes two spellings
        page = context.new_page()
    finished = []
    page.on("requestfinished", lambda request: finished.append(request.response()))
    page.goto(base + address, wait_until="networkidle")
    for response in finished:
        if response is not None:
            note(response)
    context.close()
    return sum(received)
