"""Making the order of steps readable: headings, lines, and remarks that are no steps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = re.compile(r"^\s*[-+*•]?\s*(?:bước\s*\d+|b\d+)\s*[:.\-–]?\s*", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:(?:[-+*•–]|\(?[ivx]{1,4}\)|[a-zđ]\))\s*)+")
_REMARK = re.compile(r"^\s*[*•-]?\s*(?:lưu ý|ghi chú|chú ý)\b\s*[:.]?\s*", re.IGNORECASE)
_LONGEST_HEADING = 150


@dataclass(frozen=True)
class Step:
    """One step: a heading that can be read alone, and the lines below it."""

    heading: str
    lines: tuple[str, ...]


def split_steps(texts: Sequence[str]) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Return the steps and the remarks; everything after a line "Lưu ý" is a remark.

    No word of the source is lost: it is only moved to a heading, a line or a remark.
    """
    steps: list[Step] = []
    remarks: list[str] = []
    remarking = False
    for text in texts:
        if match := _REMARK.match(text):
            remarking, text = True, text[match.end() :]  # noqa: PLW2901  the mark itself is the section's heading
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if remarking:
            remarks += [_BULLET.sub("", line) for line in lines]
        elif lines:
            steps.append(_step(lines))
    return tuple(steps), tuple(remarks)


def _step(lines: list[str]) -> Step:
    first = _BULLET.sub("", _NUMBER.sub("", lines[0])).strip()
    rest = lines[1:]
    if not first and rest:
        first, rest = _BULLET.sub("", rest[0]), rest[1:]
    heading, more = _heading(first)
    return Step(heading=heading, lines=tuple(line for line in (more, *rest) if line))


def _heading(text: str) -> tuple[str, str]:
    """Cut a long text after its first sentence or clause; a heading never ends inside a word."""
    if len(text) <= _LONGEST_HEADING:
        return text[:1].upper() + text[1:].rstrip(":;"), ""
    for mark in (". ", ": ", "; "):
        place = text.find(mark)
        if 0 < place <= _LONGEST_HEADING:
            return text[:1].upper() + text[1 : place + 1].rstrip(";:"), text[place + 2 :].strip()
    return "", text
