"""The scale: the thread laid flat and drawn to working time, from numbers, as SVG.

Positions are percents of the limit. The drawing keeps 2 % at both ends free for the nodes.
"""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_LINES = {"done": "t-done", "ahead": "t-ahead", "pause": "t-pause", "late": "t-late"}
_NODES = {"done": ("n-done", 6), "pause": ("n-pause", 5), "late": ("n-late", 7), "due": ("n-due", 5)}
SMALL_FIRST, SMALL_LAST = 4.0, 97.0


def _place(percent: float) -> str:
    """Give the place of a percent on a line that begins at 2 and ends at 98."""
    return f"{2 + max(0.0, min(100.0, percent)) * 0.96:.4g}%"


def _parts(text: str) -> list[tuple[str, float]]:
    pairs = (part.split(":") for part in text.split())
    return [(kind, float(value)) for kind, value in pairs]


def scale(pieces: str, *, marks: str = "", now: float | None = None, label: str = "", today: str = "") -> SafeString:
    """Draw the large scale.

    :param pieces: consecutive lengths in percent, "done:20 pause:26 done:40 ahead:14"
    :param marks: nodes at percents, "done:0 pause:20 pause:46 due:100"
    :param now: the present place in percent, drawn last with its halo
    :param label: the sentence the drawing says; without it the drawing is hidden from readers of screens
    :param today: words above the present place
    """
    middle = 36 if today else 14
    lines, at = [], 0.0
    for kind, length in _parts(pieces):
        lines.append((_LINES[kind], _place(at), _place(at + length), middle, middle))
        at += length
    nodes = [(*_NODES[kind], _place(value), middle) for kind, value in _parts(marks)]
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="lt-scale" {}>{}{}{}</svg>',
        said,
        format_html_join("", '<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>', lines),
        format_html_join("", '<circle class="{}" r="{}" cx="{}" cy="{}"/>', nodes),
        _present(now, middle=middle, today=today),
    )


def _present(now: float | None, *, middle: int, today: str) -> SafeString:
    if now is None:
        return SafeString("")
    place = _place(now)
    words = format_html('<text x="{}" y="12">{}</text>', place, today) if today else ""
    return format_html(
        '{}<circle class="n-halo" cx="{}" cy="{}" r="12"/><circle class="n-now" cx="{}" cy="{}" r="7"/>',
        words,
        place,
        middle,
        place,
        middle,
    )


def small_scale(used: float | None, *, state: str = "run") -> SafeString:
    """Draw the small scale of a list (88 × 12 px); the words beside it say the same.

    :param used: percent of the limit that is used; None draws nothing
    :param state: run, late (the part after the limit is red), wait (paused) or done (nothing to draw)
    """
    if used is None or state == "done":
        return SafeString("")
    here = SMALL_FIRST + max(0.0, min(100.0, used)) * (SMALL_LAST - SMALL_FIRST) / 100
    at = f"{here:.3g}%"
    if state == "late":
        limit = f"{max(10.0, min(90.0, 9300 / max(used, 100.0))):.3g}%"
        body = format_html(
            '<line class="t-done" x1="4" x2="{}" y1="6" y2="6"/><line class="t-late" x1="{}" x2="95%" y1="6" y2="6"/>'
            '<circle class="n-late" cx="95%" cy="6" r="3.5"/>',
            limit,
            limit,
        )
    elif state == "wait":
        body = format_html(
            '<line class="t-done" x1="4" x2="{}" y1="6" y2="6"/><line class="t-pause" x1="{}" x2="97%" y1="6" y2="6"/>'
            '<circle class="n-pause" cx="{}" cy="6" r="3.5"/>',
            at,
            at,
            at,
        )
    else:
        body = format_html(
            '<line class="t-done" x1="4" x2="{}" y1="6" y2="6"/><line class="t-ahead" x1="{}" x2="97%" y1="6" y2="6"/>'
            '<circle class="n-due" cx="97%" cy="6" r="2"/><circle class="n-now" cx="{}" cy="6" r="3.5"/>',
            at,
            f"{min(SMALL_LAST, here + 3):.3g}%",
            at,
        )
    return format_html('<svg class="lt-scale lt-scale-s" aria-hidden="true">{}</svg>', body)
