"""What guards every door alike: tokens against forgery, headers, sessions, and addresses that lead only to us."""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from lienthong.config.launch.program import PROJECT
from lienthong.kernel.accounts.models import User
from lienthong.systems.onestop.testing import SmallProvince, small_province
from tests.support.routes import list_routes

PASSWORD = "chỉ để thử 123"
ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "/\\evil.example/", "https:evil.example", "javascript:alert(1)",
    "\\\\evil.example", "http:///evil.example", "/%09/evil.example",
)  # fmt: skip
SECRETS = {
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "dvc.example.vn",
    "DATABASE_URL": "postgresql:///khong-mo",
}
# Machines ask here with a secret or a token; a cookie opens nothing at these.
WITHOUT_COOKIE = {"/oauth2/token", "/oauth2/revoke", "/oauth2/userinfo"}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
DEPLOY = (sys.executable, "manage.py", "check", "--deploy")
# Whether all other sites below the domain of a province are encrypted too is not for this program to say.
OTHER_SITES = {"security.W005", "security.W021"}


@pytest.fixture
def province(db: None) -> SmallProvince:
    """Return a small province, its officers with a password."""
    return small_province()


def fixed_paths() -> list[str]:
    """Return every address that needs no parameter."""
    return sorted({route.path for route in list_routes() if not route.has_parameters})


def posting_paths() -> Iterator[tuple[str, str]]:
    """Yield each address, with something plausible for its parameters, and its pattern."""
    fills = {"number": "H32.1-000000-0000", "uuid": "00000000-0000-4000-8000-000000000000", "act": "y-kien"}
    for route in list_routes():
        if "(" in route.path or route.path.startswith(("/static/", "/api/")):
            continue
        yield PARAMETER.sub(lambda found: fills.get(found[1], "1"), route.path), route.path


def sign_in(client: Client, **more: str) -> Any:
    """Sign in as a person does."""
    return client.post("/dang-nhap/", {"login": "commune.reception", "password": PASSWORD, **more})


def production(**environment: str) -> subprocess.CompletedProcess[str]:
    """Let Django check the program with the settings of a province, in an environment of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    run = {**kept, **environment, "DJANGO_SETTINGS_MODULE": "lienthong.config.settings.production"}
    return subprocess.run(DEPLOY, cwd=PROJECT, env=run, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_province_does_not_start_without_its_own_secrets(missing: str) -> None:
    given = {name: value for name, value in SECRETS.items() if name != missing}
    said = production(**given)
    assert said.returncode != 0
    assert missing in said.stderr


def test_a_province_passes_the_checks_of_the_framework_for_safety() -> None:
    said = production(**SECRETS)
    assert said.returncode == 0, said.stderr
    assert set(re.findall(r"security\.\w+", said.stderr)) <= OTHER_SITES


def test_the_settings_of_a_province_are_closed() -> None:
    code = (
        "from lienthong.config.settings import production as p;"
        "assert p.SECURE_HSTS_SECONDS >= 31536000 and p.SECURE_SSL_REDIRECT and not p.DEBUG and not p.DEMO;"
        "assert p.SESSION_COOKIE_SECURE and p.CSRF_COOKIE_SECURE and p.SESSION_COOKIE_HTTPONLY;"
        "assert p.SIGNATURES_PROVIDER != 'server_test_key' and p.ACCOUNT_RATE_LIMITS;"
        "assert p.PUBLIC_BASE_URL == 'https://dvc.example.vn', p.PUBLIC_BASE_URL"
    )
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, env={**kept, **SECRETS}, check=True)


def test_every_page_carries_the_headers_that_protect_it(province: SmallProvince) -> None:
    bare = []
    for username in ("", "commune.reception", "province.leader"):
        client = Client(raise_request_exception=False)
        if username:
            client.force_login(User.objects.get(username=username))
        for path in (*fixed_paths(), "/khong-co/", "/ho-so/H32.1-000000-0000/"):
            answer = client.get(path)
            policy = answer.headers.get("Content-Security-Policy", "")
            script = next((part for part in policy.split("; ") if part.startswith("script-src")), "")
            kept = (
                "default-src 'none'" in policy and script in {"", "script-src 'self'"},
                answer.headers.get("X-Content-Type-Options") == "nosniff",
                answer.headers.get("X-Frame-Options") in {"DENY", "SAMEORIGIN"},
                answer.headers.get("Referrer-Policy") == "same-origin",
            )
            if not all(kept):
                bare.append((username, path, kept))
    assert bare == []


def test_no_form_is_taken_from_another_site(province: SmallProvince) -> None:
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="commune.reception"))
    paths = [each for each in posting_paths() if each[1] not in WITHOUT_COOKIE]
    taken = {pattern: strict.post(path, {}).status_code for path, pattern in paths}
    assert {pattern: status for pattern, status in taken.items() if status not in {403, 404, 405}} == {}
    assert sum(status == 403 for status in taken.values()) > 20


def test_signing_in_begins_another_session_and_signing_out_ends_it(province: SmallProvince) -> None:
    client = Client()
    client.get("/dang-nhap/")
    planted = "a" * 32
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    sign_in(client)
    held = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert held != planted
    assert client.get("/viec/").status_code == 200
    client.post("/dang-xuat/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = held
    assert thief.get("/viec/").status_code == 302


def test_a_new_password_ends_the_sessions_of_others(province: SmallProvince) -> None:
    client = Client()
    sign_in(client)
    user = User.objects.get(username="commune.reception")
    user.set_password("một mật khẩu khác 456")
    user.save()
    assert client.get("/viec/").status_code == 302


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_address_leads_away_from_here(province: SmallProvince, elsewhere: str) -> None:
    client = Client(raise_request_exception=False)
    answers = [
        sign_in(Client(), next=elsewhere),
        client.post("/ngon-ngu/", {"language": "en", "next": elsewhere}),
        client.post("/ngon-ngu/", {"language": "en"}, headers={"referer": elsewhere}),
        client.get("/viec/", headers={"hx-request": "true", "hx-current-url": elsewhere}),
        client.post("/viec/", headers={"referer": elsewhere}),
    ]
    client.force_login(User.objects.get(username="commune.reception"))
    for path, _pattern in posting_paths():
        answers += [client.post(f"{path}?next={elsewhere}&ve={elsewhere}", {"next": elsewhere, "ve": elsewhere})]
    led = [answer.headers.get("Location") or answer.headers.get("HX-Redirect") or "" for answer in answers]
    away = [place for place in led if place and (not place.startswith("/") or place.startswith(("//", "/\\")))]
    assert [place for place in away if not place.startswith("?")] == []
    assert [place for place in led if any(each in place for each in ("next=http", "next=%2F%2F", "next=%2F%5C"))] == []


@override_settings(
    SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=60, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")
)
def test_a_page_is_only_given_over_an_encrypted_connection() -> None:
    plain = Client().get("/dang-nhap/")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/dang-nhap/")


@pytest.mark.django_db
@override_settings(SECURE_HSTS_SECONDS=60)
def test_a_browser_is_told_to_come_encrypted_again() -> None:
    assert "max-age=60" in Client().get("/dang-nhap/", secure=True)["Strict-Transport-Security"]
