"""Contrast: every pair of colours that meet is computed from the tokens, in three themes (WCAG 2.2, 1.4.3, 1.4.11)."""

import re
from itertools import product
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parent.parent / "static/ui/tokens.css").read_text()
TEXT, GRAPHIC, TEXT_IN_HIGH_CONTRAST = 4.5, 3.0, 7.0
GROUNDS = ("bg", "surface", "sunken")
MEANINGS = ("primary", "late", "risk", "done", "wait")
TEXT_PAIRS = [
    *product(("ink", "ink-2", "ink-3", *MEANINGS), GROUNDS),
    *((meaning, f"{meaning}-tint") for meaning in MEANINGS),
    *((ink, f"{meaning}-tint") for ink, meaning in product(("ink", "ink-2"), MEANINGS)),
    ("ink-3", "primary-tint"),
    *(("on-primary", ground) for ground in ("primary", "primary-hover", "primary-press")),
    ("surface", "ink"),
]
GRAPHIC_PAIRS = [
    *product(("line-strong", "thread", "thread-ahead", "risk-mark", "focus"), GROUNDS),
    ("focus-halo", "primary"),
    ("focus-halo", "focus"),
    *((line, "surface") for line in ("official", "chart-1", "chart-2", "chart-3", "chart-mute")),
]
HEAT_PAIRS = [
    *(("heat-ink-light", f"heat-{step}") for step in (1, 2, 3)),
    *(("heat-ink-dark", f"heat-{step}") for step in (4, 5)),
]


def colours(selector: str) -> dict[str, str]:
    start = TOKENS.index("{", TOKENS.index(selector))
    return dict(re.findall(r"--lt-([\w-]+):\s*(#[0-9a-f]{6})", TOKENS[start : TOKENS.index("}", start)]))


LIGHT = colours(":root {")
THEMES = {
    "light": LIGHT,
    "dark": LIGHT | colours(':root[data-theme="dark"]'),
    "contrast": LIGHT | colours(':root[data-theme="contrast"]'),
}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_every_ground_it_stands_on(theme: str) -> None:
    needed = TEXT_IN_HIGH_CONTRAST if theme == "contrast" else TEXT
    found = {pair: contrast(*(THEMES[theme][name] for name in pair)) for pair in TEXT_PAIRS}
    assert {pair: value for pair, value in found.items() if value < needed} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_figures_in_heat_cells_can_be_read(theme: str) -> None:
    assert [pair for pair in HEAT_PAIRS if contrast(*(THEMES[theme][name] for name in pair)) < TEXT] == []


@pytest.mark.parametrize("theme", THEMES)
def test_borders_of_fields_threads_and_focus_can_be_seen(theme: str) -> None:
    assert [pair for pair in GRAPHIC_PAIRS if contrast(*(THEMES[theme][name] for name in pair)) < GRAPHIC] == []


def test_the_theme_of_the_machine_and_the_chosen_one_are_the_same_colours() -> None:
    for query, theme in (("(prefers-color-scheme: dark)", "dark"), ("(prefers-contrast: more)", "contrast")):
        assert colours(query + " {\n  :root:not([data-theme])") == colours(f':root[data-theme="{theme}"]')
