"""Providers as the operator set them up: JSON in NOTIFICATIONS_PROVIDERS, with secrets from the environment."""

import json
import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ..extensions import Provider, provider_class

_VARIABLE = re.compile(r"\$\{([A-Z_][A-Z0-9_]*)\}")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
CHANNELS = ("sms", "zalo")


def providers_of(channel: str) -> tuple[Provider, ...]:
    """Return the providers of a channel, the first to be asked first."""
    return tuple(each for each in all_providers() if each.channel == channel)


def find_provider(name: str) -> Provider | None:
    """Return a provider by its name."""
    return next((each for each in all_providers() if each.name == name), None)


def all_providers() -> tuple[Provider, ...]:
    """Return all that are set up; connections they keep last as long as the process, or until the setting changes.

    :raises ImproperlyConfigured: the setting is not what it should be; the sentence says where
    """
    return _made(str(settings.NOTIFICATIONS_PROVIDERS))


@lru_cache(maxsize=4)
def _made(text: str) -> tuple[Provider, ...]:
    if not text.strip():
        return ()
    rows = _read(text)
    made = tuple(_provider(row) for row in rows)
    names = [each.name for each in made]
    if len(set(names)) < len(names):
        raise ImproperlyConfigured("NOTIFICATIONS_PROVIDERS: two providers have one name")
    return made


def _read(text: str) -> list[Mapping[str, Any]]:
    source = text if text.lstrip().startswith("[") else Path(text).read_text(encoding="utf-8")
    try:
        rows = json.loads(source)
    except ValueError as error:
        raise ImproperlyConfigured(f"NOTIFICATIONS_PROVIDERS is not JSON: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ImproperlyConfigured("NOTIFICATIONS_PROVIDERS must be a list of providers")
    return [_with_secrets(row) for row in rows]


def _provider(row: Mapping[str, Any]) -> Provider:
    name, channel, kind = (str(row.get(key, "")) for key in ("name", "channel", "kind"))
    if not _NAME.fullmatch(name) or channel not in CHANNELS:
        raise ImproperlyConfigured(f"NOTIFICATIONS_PROVIDERS: {name or row!r} needs a plain name and a channel")
    try:
        return provider_class(kind)(name, channel, row)
    except KeyError as missing:
        raise ImproperlyConfigured(
            f"NOTIFICATIONS_PROVIDERS: {name} lacks {missing}, or its kind is unknown"
        ) from missing


def _with_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_secrets(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_secrets(each) for each in value]
    return _VARIABLE.sub(_variable, value) if isinstance(value, str) else value


def _variable(found: re.Match[str]) -> str:
    try:
        return os.environ[found[1]]
    except KeyError as missing:
        raise ImproperlyConfigured(
            f"NOTIFICATIONS_PROVIDERS names {found[1]}, which the environment lacks"
        ) from missing
