"""Word templates: what they ask for, and what they give; each is read by a process with bounds (`word_press.py`)."""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from . import word_press
from .word_press import LENGTH, SECONDS

_NOTHING: dict[str, Any] = {}


class WordRefused(Exception):
    """A Word file that cannot be used; `code` says why, `about` names the matter."""

    def __init__(self, code: str, about: str = "") -> None:
        """Keep code and matter."""
        super().__init__(code)
        self.code, self.about = code, about


def list_values(data: bytes) -> tuple[str, ...]:
    """Return the paths of the values a Word template asks for.

    :raises WordRefused: it holds what a template may not, or takes too much
    """
    head, _body = _ask("check", data, _NOTHING)
    return tuple(head["values"])


def fill(data: bytes, values: Mapping[str, Any]) -> bytes:
    """Return a Word file with the values in their places.

    :param values: JSON values
    :raises WordRefused: it holds what a template may not, or takes too much
    """
    return _ask("fill", data, values)[1]


def _ask(wish: str, data: bytes, values: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    text = json.dumps(values, ensure_ascii=False).encode()
    command = [sys.executable, "-I", word_press.__file__, wish]
    try:
        done = subprocess.run(  # noqa: S603  our own words
            command, input=LENGTH.pack(len(text)) + text + data, capture_output=True, timeout=2 * SECONDS, check=True,
            env={},
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failure:
        raise WordRefused("too_heavy") from failure
    (length,) = LENGTH.unpack(done.stdout[: LENGTH.size])
    head: dict[str, Any] = json.loads(done.stdout[LENGTH.size : LENGTH.size + length])
    if "refused" in head:
        raise WordRefused(head["refused"], head["about"])
    return head, done.stdout[LENGTH.size + length :]
