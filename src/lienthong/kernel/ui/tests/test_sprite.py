"""Assets: every icon in use is in the sprite, figures are equally wide, pages stay light."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from fontTools.ttLib import TTFont
from pytest_django import Settings

import lienthong
from lienthong.kernel.ui.assets import AssetsMissing, build_assets
from lienthong.kernel.ui.icons import ICONS

ROOT = Path(getattr(settings, "PROJECT_DIR"))  # noqa: B009  the stubs do not know our own settings
SOURCE = Path(lienthong.__file__).parent
STATIC = Path(__file__).parent.parent / "static/ui"
USES = (
    r'{%\s*icon\s+"([\w-]+)"',
    r"{%\s*icon\s+'([\w-]+)'",
    r'<c-[\w.-]+\s[^>]*?\bicon="([\w-]+)"',
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("assets")
    report = build_assets(packages=ROOT / "node_modules", lock_file=ROOT / "package-lock.json", target=target)
    assert report.built
    return target


def test_every_icon_in_a_template_is_in_the_sprite() -> None:
    used = {
        (name, str(path.relative_to(SOURCE)))
        for path in SOURCE.rglob("*.html")
        for use in USES
        for name in re.findall(use, path.read_text())
    }
    assert used
    assert [(name, path) for name, path in sorted(used) if name not in ICONS] == []


def test_the_list_of_icons_names_each_once() -> None:
    assert len(ICONS) == len(set(ICONS))


def test_the_sprite_is_well_formed_and_holds_every_icon(built: Path) -> None:
    sprite = ET.parse(built / "ui/icons.svg").getroot()  # noqa: S314  we wrote the file a moment ago
    assert [symbol.get("id") for symbol in sprite] == list(ICONS)
    assert all(len(symbol) for symbol in sprite)


@pytest.mark.parametrize("weight", [400, 600])
def test_all_ten_figures_are_equally_wide(built: Path, weight: int) -> None:
    font = TTFont(built / f"fonts/figures-{weight}.woff2")
    names = font.getBestCmap()
    assert len({font["hmtx"][names[digit]][0] for digit in range(0x30, 0x3A)}) == 1
    assert (built / f"fonts/figures-{weight}.woff2").stat().st_size < 2_000


def test_a_second_build_does_nothing(built: Path) -> None:
    report = build_assets(packages=ROOT / "node_modules", lock_file=ROOT / "package-lock.json", target=built)
    assert (report.built, report.files) == (False, 0)


def test_papers_find_four_print_faces(built: Path) -> None:
    assert len(list((built / "print-fonts").glob("*.ttf"))) == 4


def test_without_packages_the_build_says_what_to_do(tmp_path: Path, settings: Settings) -> None:
    lock = tmp_path / "package-lock.json"
    lock.write_text("{}")
    with pytest.raises(AssetsMissing, match="npm ci"):
        build_assets(packages=tmp_path, lock_file=lock, target=tmp_path / "assets")
    settings.PROJECT_DIR, settings.ASSETS_DIR = tmp_path, tmp_path / "assets"
    with pytest.raises(CommandError, match="npm ci"):
        call_command("build_assets")


def _compressed(*names: str) -> int:
    return sum(len(brotli.compress((STATIC / name).read_bytes())) for name in names)


def test_citizen_pages_load_at_most_nine_kilobytes_of_css() -> None:
    assert _compressed("tokens.css", "citizen.css", "print.css") <= 9_000


def test_officers_load_at_most_four_kilobytes_more() -> None:
    assert _compressed("workspace.css") <= 4_096


def test_own_script_stays_small() -> None:
    assert _compressed("lienthong.js") <= 6_000


def test_no_template_needs_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\ssrc=)|\s(?:style|on\w+)=[\"']")
    pages = SOURCE.rglob("templates/**/*.html")
    assert [str(path.relative_to(SOURCE)) for path in pages if inline.search(path.read_text())] == []
