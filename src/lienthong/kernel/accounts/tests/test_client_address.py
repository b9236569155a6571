"""Behind our proxies each visitor keeps an address of their own, and nobody borrows another's."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from lienthong.kernel.accounts.middleware import ClientAddressMiddleware


def address_of(forwarded: str | None, *, proxies: int) -> str:
    """Return the address the program sees for a request that our proxy 10.0.0.1 passed on."""
    seen: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    with override_settings(TRUSTED_PROXIES=proxies):
        ClientAddressMiddleware(answer)(RequestFactory(REMOTE_ADDR="10.0.0.1").get("/", headers=headers))
    return seen[0]


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("203.0.113.7", 1, "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", 1, "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"),
        ("2001:db8::1", 1, "2001:db8::1"),
        ("203.0.113.7", 0, "10.0.0.1"),
        ("203.0.113.7", 2, "10.0.0.1"),
        ("not an address", 1, "10.0.0.1"),
        ("", 1, "10.0.0.1"),
        (None, 1, "10.0.0.1"),
    ],
)
def test_the_address_is_what_our_own_proxy_heard(forwarded: str | None, proxies: int, address: str) -> None:
    assert address_of(forwarded, proxies=proxies) == address
