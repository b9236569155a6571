"""Addresses of pages, each put together once: a page asks for dozens, nearly always the same."""

from collections.abc import Hashable
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


def page_address(url_name: str, *parts: Hashable) -> SafeString:
    """Return the address of a page under this site, safe in an attribute of HTML.

    :param parts: what stands in the address, in order
    :raises NoReverseMatch: no page has this name and these parts
    """
    return _address(url_name, parts, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=8192, typed=True)
def _address(url_name: str, parts: tuple[Hashable, ...], urlconf: str, _prefix: str) -> SafeString:
    return SafeString(conditional_escape(reverse(url_name, urlconf, args=parts)))
