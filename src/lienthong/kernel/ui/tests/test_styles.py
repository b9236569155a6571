"""The style page: every component is there, drawn from the code beside it, used by a page, and open to officers."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.template import engines
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from tests.support.roles import client_of

import lienthong
from lienthong.kernel.ui import extensions, queries
from lienthong.kernel.ui.queries import style
from lienthong.kernel.ui.rules import contrast, measure
from lienthong.kernel.ui.services import specimens

SOURCE = Path(lienthong.__file__).parent
ENGINE: Any = engines["django"]
COMPONENTS = queries.list_components()
SNIPPETS = [snippet for component in COMPONENTS for snippet in component.snippets]
NAMES = [f"{snippet.component}/{snippet.state}" for snippet in SNIPPETS]
MOST_STATEMENTS = 3
MISSING = "NO-SUCH-VARIABLE:%s"
ID = re.compile(r'\sid="([^"]*)"')
# Written out, so that a lost folder is noticed: what is no component of cotton and is shown all the same.
OTHERS = {
    *("colours", "type", "spacing", "icons", "focus", "shell-citizen", "shell-workspace", "shell-leader"),
    *("shell-counter", "crumbs", "menu", "dialog", "clock", "scale", "chart", "heat"),
}


@pytest.fixture
def request_of_a_page(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/ui/")
    setattr(request, "standing_notice", "")  # noqa: B010  what the middleware of accounts says on every page
    return request


@pytest.fixture
def officer(db: None) -> Client:
    return client_of(role="officer without a role", today=date(2026, 7, 1))


def used_by_pages() -> set[str]:
    """Return the components that pages use, those that used components are made of among them."""
    texts = {
        path: path.read_text(encoding="utf-8")
        for folder in SOURCE.rglob("templates")
        for path in folder.rglob("*.html")
        if style.FOLDER not in path.parents
    }
    parts = {path: name for name, path in queries.cotton_components().items()}
    waiting = [text for path, text in texts.items() if path not in parts]
    found: set[str] = set()
    while waiting:
        tags = {tag.replace("_", "-") for tag in re.findall(r"<c-([\w.-]+)", waiting.pop())}
        fresh = (tags & set(parts.values())) - found
        found |= fresh
        waiting += [texts[path] for path, name in parts.items() if name in fresh]
    return found


def test_every_component_has_a_snippet_and_nothing_else_is_named_like_one() -> None:
    assert {each.name for each in COMPONENTS} == set(queries.cotton_components()) | OTHERS
    assert [each.name for each in COMPONENTS if not each.snippets] == []


def test_every_component_is_used_by_a_page_outside_this_one() -> None:
    assert set(queries.cotton_components()) - used_by_pages() == set()


def test_a_component_only_shown_here_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {**queries.cotton_components(), "orphan": Path("orphan.html")}
    monkeypatch.setattr(queries, "cotton_components", lambda: known)
    assert set(known) - used_by_pages() == {"orphan"}


@pytest.mark.parametrize("snippet", SNIPPETS, ids=NAMES)
def test_each_snippet_has_a_caption_in_both_languages_and_its_own_component(snippet: queries.Snippet) -> None:
    assert set(snippet.captions) == {"vi", "en"}
    assert snippet.code
    if snippet.component in queries.cotton_components() and snippet.state != "empty":
        assert f"<c-{snippet.component}" in snippet.code


def test_each_component_says_what_it_is_for_in_both_languages() -> None:
    assert [each.name for each in COMPONENTS if set(each.about) != {"vi", "en"}] == []


def test_every_component_stands_in_a_group() -> None:
    grouped = [name for _group, _label, names in specimens.GROUPS for name in names]
    assert sorted(grouped) == sorted(each.name for each in COMPONENTS)


@pytest.mark.parametrize("snippet", SNIPPETS, ids=NAMES)
def test_each_snippet_is_drawn_without_a_missing_variable(
    snippet: queries.Snippet, request_of_a_page: HttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ENGINE.engine, "string_if_invalid", MISSING)
    drawn = specimens.draw_page(request_of_a_page, snippet)
    assert "NO-SUCH-VARIABLE" not in drawn
    assert drawn.strip()


def test_a_missing_variable_would_be_found(request_of_a_page: HttpRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ENGINE.engine, "string_if_invalid", MISSING)
    drawn = ENGINE.from_string("{{ sample.nothing }}").render({}, request_of_a_page)
    assert drawn == "NO-SUCH-VARIABLE:sample.nothing"


def test_the_page_shows_each_picture_with_the_code_of_its_file(officer: Client) -> None:
    page = officer.get(reverse("styles")).content.decode()
    shown = [unescape(code) for code in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)]
    assert sorted(shown) == sorted(snippet.code for snippet in SNIPPETS)
    files = [(style.FOLDER / name).with_suffix(".html").read_text(encoding="utf-8") for name in NAMES]
    assert [
        name for name, text, snippet in zip(NAMES, files, SNIPPETS, strict=True) if snippet.code[-40:] not in text
    ] == []


def test_every_id_of_the_page_stands_once(officer: Client) -> None:
    found = ID.findall(officer.get(reverse("styles")).content.decode())
    assert sorted({name for name in found if found.count(name) > 1}) == []


def test_the_anchors_of_the_index_lead_to_something(officer: Client) -> None:
    page = officer.get(reverse("styles")).content.decode()
    anchors = set(re.findall(r'href="#([^"]+)"', page))
    assert anchors - set(ID.findall(page)) == set()


def test_the_filter_finds_by_name_and_by_purpose_without_marks(officer: Client) -> None:
    by_name = officer.get(reverse("styles"), {"q": "pager"}).content.decode()
    assert 'id="c-pager"' in by_name
    assert 'id="c-button"' not in by_name
    assert 'id="c-tag"' in officer.get(reverse("styles"), {"q": "trang thai hinh"}).content.decode()


def test_a_filter_that_finds_nothing_says_so_and_shows_the_way_back(officer: Client) -> None:
    page = officer.get(reverse("styles"), {"q": "<script>zzz"}).content.decode()
    assert "<script>zzz" not in page
    assert "lt-blank" in page
    assert "lt-style-part" not in page


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda each: each.name)
def test_each_component_has_a_page_with_its_parameters(officer: Client, component: queries.Component) -> None:
    page = officer.get(reverse("style", args=[component.name])).content.decode()
    assert page.count('class="lt-style-state"') == len(component.snippets)
    assert ("&lt;c-" + component.name + "&gt;" in page) == bool(component.tag)


@pytest.mark.parametrize("address", ["/ui/none/", "/ui/..%2fbutton/", "/ui/button/default/", "/ui/shell-leader/none/"])
def test_what_is_no_component_is_not_found(officer: Client, address: str) -> None:
    assert officer.get(address).status_code == 404


def test_only_the_diagram_may_set_styles_on_elements(officer: Client) -> None:
    policies = {
        address: officer.get(address)["Content-Security-Policy"]
        for address in ("/ui/", "/ui/diagram/", "/ui/shell-workspace/default/", "/ui/diagram/default/")
    }
    assert [address for address, policy in policies.items() if "unsafe-inline" in policy] == ["/ui/diagram/default/"]


@pytest.mark.parametrize("address", ["/ui/", "/ui/button/", "/ui/shell-citizen/default/"])
def test_strangers_and_citizens_do_not_enter(db: None, address: str) -> None:
    assert Client().get(address).status_code == 302
    assert client_of(role="citizen", today=date(2026, 7, 1)).get(address).status_code == 403


@pytest.mark.parametrize("address", ["/ui/", "/ui/form.form/", "/ui/shell-workspace/default/"])
def test_the_pages_ask_the_database_who_is_there_and_nothing_else(officer: Client, address: str) -> None:
    officer.get(address)
    with CaptureQueriesContext(connection) as asked:
        officer.get(address)
    assert len(asked) <= MOST_STATEMENTS, [query["sql"] for query in asked]


def test_the_theme_is_kept_in_the_cookie_of_the_account_menu(officer: Client) -> None:
    address = reverse("style", args=["button"])
    answer = officer.post(f"{address}?next=https://evil.example&q=n%C3%BAt", {"theme": "dark"})
    assert (answer.status_code, answer["Location"]) == (302, f"{address}?q=n%C3%BAt")
    assert 'data-theme="dark"' in officer.get(address).content.decode()
    officer.post(address, {"theme": "pink"})
    assert 'data-theme="dark"' in officer.get(address).content.decode()
    officer.post(address, {"theme": ""})
    assert "data-theme=" not in officer.get(address).content.decode()


def test_a_form_of_a_snippet_that_is_sent_changes_nothing(officer: Client) -> None:
    answer = officer.post(reverse("styles"), {"form-form-default-applicant": "Nguyễn"}, follow=True)
    assert answer.redirect_chain == [("/ui/", 302)]
    assert "lt-theme" not in answer.cookies


def test_the_page_speaks_english_too_and_marks_what_is_vietnamese(officer: Client) -> None:
    officer.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = officer.get(reverse("style", args=["button"])).content.decode()
    assert "Ordinary, primary, quiet, dangerous." in page
    assert 'data-lt-specimen lang="vi"' in page


def test_the_page_is_offered_to_who_looks_after_the_program() -> None:
    entry = next(each for each in extensions.entries(extensions.Shell.WORKSPACE) if each.url_name == "styles")
    assert entry.permission == "events.see"


def test_the_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_every_colour_that_needs_contrast_has_it() -> None:
    shades = [(swatch.name, shade) for swatch in measure(style.TOKENS.read_text()) for shade in swatch.shades]
    judged = [(name, shade) for name, shade in shades if shade.lowest is not None and shade.needed is not None]
    assert judged
    assert [(name, shade) for name, shade in judged if (shade.lowest or 0) < (shade.needed or 0)] == []


def test_a_colour_too_faint_would_be_found() -> None:
    css = style.TOKENS.read_text().replace("--lt-ink-3: #676259", "--lt-ink-3: #b0b0b0")
    faint = next(swatch for swatch in measure(css) if swatch.name == "ink-3").shades[0]
    assert faint.lowest is not None
    assert faint.needed is not None
    assert faint.lowest < faint.needed


def test_the_samples_are_drawn_in_both_languages(request_of_a_page: HttpRequest) -> None:
    for language in ("vi", "en"):
        with translation.override(language):
            groups = specimens.draw_groups(request_of_a_page)
            assert all(specimen.caption for group in groups for shown in group.shown for specimen in shown.specimens)
