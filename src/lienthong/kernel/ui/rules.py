"""The colours of the tokens, and how well one is read on another (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from dataclasses import dataclass

THEMES = {"light": ":root {", "dark": ':root[data-theme="dark"] {', "contrast": ':root[data-theme="contrast"] {'}
GROUNDS = ("bg", "surface", "sunken")
# What is read as text needs 4.5:1, in high contrast 7:1; lines, marks and focus need 3:1; the others are grounds or
# decoration and need none.
TEXT = ("ink", "ink-2", "ink-3", "primary", "late", "risk", "done", "wait")
GRAPHIC = ("line-strong", "thread", "thread-ahead", "risk-mark", "focus")
ENOUGH_FOR_TEXT, ENOUGH_FOR_TEXT_IN_CONTRAST, ENOUGH_FOR_GRAPHIC = 4.5, 7.0, 3.0
_TOKEN = re.compile(r"--lt-([\w-]+):\s*([^;]+);")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Shade:
    """A colour in one theme: its value, and its lowest contrast against the grounds; None where none is asked."""

    theme: str
    value: str
    lowest: float | None
    needed: float | None


@dataclass(frozen=True)
class Swatch:
    """A colour by its token, with its shade in each theme."""

    name: str
    shades: tuple[Shade, ...]


def read_tokens(css: str, theme: str = "light") -> dict[str, str]:
    """Return the tokens that a theme sets, by their names without "--lt-"."""
    start = css.index(THEMES[theme])
    return dict(_TOKEN.findall(css[start : css.index("}", start)]))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (`#rrggbb`), from 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def measure(css: str) -> list[Swatch]:
    """Return every colour of a style sheet of tokens, with its shade in each theme."""
    light = _colours(css, "light")
    themes = {theme: light | _colours(css, theme) for theme in THEMES}
    return [Swatch(name, tuple(_shade(name, theme, shades) for theme, shades in themes.items())) for name in light]


def _colours(css: str, theme: str) -> dict[str, str]:
    return {name: value for name, value in read_tokens(css, theme).items() if _COLOUR.fullmatch(value)}


def _shade(name: str, theme: str, colours: dict[str, str]) -> Shade:
    if name in TEXT:
        needed = ENOUGH_FOR_TEXT_IN_CONTRAST if theme == "contrast" else ENOUGH_FOR_TEXT
    elif name in GRAPHIC:
        needed = ENOUGH_FOR_GRAPHIC
    else:
        return Shade(theme, colours[name], None, None)
    return Shade(theme, colours[name], min(contrast(colours[name], colours[ground]) for ground in GROUNDS), needed)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
