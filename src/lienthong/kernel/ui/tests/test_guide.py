"""The examples of the developer guide run as they stand there."""

import re
from pathlib import Path
from typing import Any

from .conftest import Draw

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "ui.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_components_of_the_guide_are_drawn_with_its_values(draw: Draw) -> None:
    (template,), (values, contrast) = blocks("html"), blocks("python")
    names: dict[str, Any] = {}
    exec(compile(values, str(GUIDE), "exec"), names)  # noqa: S102  the guide is ours
    drawn = draw(template, **names["context"])
    assert "Two hours left" in drawn
    assert "2 hours 15 minutes left" in drawn
    assert drawn.count('aria-current="step"') == 1
    exec(compile(contrast, str(GUIDE), "exec"), {})  # noqa: S102  the guide is ours
