"""A webhook leads to addresses of others only, whatever name or form they are given in."""

import socket
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from lienthong.kernel.webhooks.contracts import Answer
from lienthong.kernel.webhooks.providers.receivers import Receivers
from lienthong.kernel.webhooks.rules import is_allowed, next_try, pause_after, wrong_with
from lienthong.kernel.webhooks.testing import Receiver

from .conftest import NOW

INSIDE = (
    "127.0.0.1", "127.1.2.3", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    "2001:db8::1", "::127.0.0.1",
)  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_allowed(address: str) -> None:
    assert not is_allowed(address, networks=())


@pytest.mark.parametrize("address", ["8.8.8.8", "113.160.1.1", "2405:4800::1", "::ffff:8.8.8.8"])
def test_public_addresses_are(address: str) -> None:
    assert is_allowed(address, networks=())


@given(st.ip_addresses())
def test_what_is_not_global_is_allowed_only_by_the_operator(address: Any) -> None:
    if not address.is_global:
        assert not is_allowed(str(address), networks=())
    assert is_allowed(str(address), networks=[ip_network(str(address))]) or getattr(address, "ipv4_mapped", None)
    if address.version == 4:
        mapped = str(ip_address(f"::ffff:{address}"))
        assert is_allowed(mapped, networks=()) == is_allowed(str(address), networks=())


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("https://example.vn/a?b=c", ""),
        ("https://example.vn:8443", ""),
        ("http://example.vn/", "scheme"),
        ("ftp://example.vn/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("https://", "form"),
        ("https:///a", "form"),
        ("https://ten:mat-khau@example.vn/", "form"),
        ("https://example.vn/#a", "form"),
        ("https://example.vn:0/", "form"),
        ("https://example.vn:99999/", "form"),
        ("https://exa mple.vn/", "form"),
        ("https://example.vn/\n", "form"),
        ("https://ví-dụ.vn/", "form"),
        ("https://[::1/", "form"),
        (f"https://example.vn/{'a' * 500}", "form"),
        ("", "scheme"),
    ],
)
def test_an_address_is_a_full_one(url: str, wrong: str) -> None:
    assert wrong_with(url, may_be_plain=False) == wrong


def test_plain_http_is_for_trial() -> None:
    assert wrong_with("http://example.vn/", may_be_plain=True) == ""


def test_pauses_grow_and_listen_to_the_receiver() -> None:
    pauses = (5, 300, 7200)
    found = [pause_after(failures=n, pauses=pauses, asked=None).total_seconds() for n in (1, 2, 3, 9)]
    assert found == [5, 300, 3600, 3600]
    assert pause_after(failures=1, pauses=pauses, asked=60).total_seconds() == 60
    assert pause_after(failures=1, pauses=pauses, asked=999_999).total_seconds() == 3600
    assert next_try(refusals=3, pauses=pauses, now=NOW) == NOW + timedelta(hours=2)
    assert next_try(refusals=4, pauses=pauses, now=NOW) is None


def post(url: str) -> Answer:
    with Receivers() as receivers:
        return receivers.post(url, b"{}", {"Content-Type": "application/json"})


def test_a_receiver_is_reached_by_its_name_at_the_address_looked_up(receiver: Receiver) -> None:
    answer = post(receiver.url)
    assert (answer.status, answer.text, answer.is_good) == (200, "ok", True)
    ((headers, _body),) = receiver.came
    assert headers["host"] == receiver.url.split("/")[2]


def test_a_name_that_leads_inside_is_not_followed(receiver: Receiver, settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = ()
    answer = post(receiver.url)
    assert answer.status is None
    assert "not an address that a webhook may lead to" in answer.text
    assert receiver.came == []


def test_one_address_inside_among_others_is_enough_to_refuse(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def both(host: Any, port: Any, *rest: Any, **named: Any) -> Any:
        found = real("127.0.0.1", port, *rest, **named)
        return [*found, (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.5", port))]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    assert "10.0.0.5" in post(receiver.url).text
    assert receiver.came == []


def test_redirects_are_not_followed_and_long_answers_not_read(receiver: Receiver) -> None:
    receiver.statuses, receiver.headers = [302], {"Location": "https://localhost/khac"}
    receiver.body = b"\x00\xff" + b"a" * 200_000
    answer = post(receiver.url)
    assert (answer.status, answer.is_good, answer.is_down) == (302, False, False)
    assert len(answer.text) <= 500
    assert "\0" not in answer.text
    assert len(receiver.came) == 1


def test_a_receiver_with_another_certificate_is_not_believed(receiver: Receiver, settings: Settings) -> None:
    settings.WEBHOOK_CA_FILE = ""
    answer = post(receiver.url)
    assert (answer.status, answer.is_down) == (None, True)
    assert "certificate" in answer.text.lower()


def test_a_slow_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lienthong.kernel.webhooks.providers.receivers.SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer = post(f"https://localhost:{silent.getsockname()[1]}/")
    assert (answer.status, answer.is_down) == (None, True)


def test_nobody_there_is_an_answer_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert post(f"https://localhost:{port}/").is_down
