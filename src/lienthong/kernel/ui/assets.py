"""Builds what pages load from npm packages into `var/assets`: fonts, icons, htmx, the diagram viewer.

Nothing built is committed. The stamp beside the result names the lock file and the list of icons it was
made from; while both stay the same, a build does nothing.
"""

import hashlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from .figures import make_figures
from .icons import ICONS

STAMP = "stamp.txt"
WEIGHTS = {400: 632, 600: 648}  # weight of the face, advance width of its tabular figures
PRINT_FACES = {
    "400Regular": "Tinos-Regular.ttf",
    "400Regular_Italic": "Tinos-Italic.ttf",
    "700Bold": "Tinos-Bold.ttf",
    "700Bold_Italic": "Tinos-BoldItalic.ttf",
}
COPIES = {
    "htmx.org/dist/htmx.min.js": "vendor/htmx.min.js",
    "bpmn-js/dist/bpmn-navigated-viewer.production.min.js": "vendor/bpmn-viewer.min.js",
    "bpmn-js/dist/bpmn-modeler.production.min.js": "vendor/bpmn-modeler.min.js",
    "bpmn-js/dist/assets/bpmn-font/css/bpmn.css": "vendor/bpmn-font/css/bpmn.css",
    **{
        f"bpmn-js/dist/assets/bpmn-font/font/bpmn.{form}": f"vendor/bpmn-font/font/bpmn.{form}"
        for form in ("eot", "svg", "ttf", "woff", "woff2")
    },
    "bpmn-js/dist/assets/diagram-js.css": "vendor/diagram-js.css",
    "bpmn-js/dist/assets/bpmn-js.css": "vendor/bpmn-js.css",
    "axe-core/axe.min.js": "dev/axe.min.js",
}
# axe checks pages in tests; a production install leaves development packages out.
OPTIONAL = frozenset({"axe-core/axe.min.js"})
_DRAWING = re.compile(r"<(?:path|circle|rect|line|polyline|ellipse)\b[^>]*/>")
_EMPTY_GROUND = 'd="M0 0h24v24H0z"'


class AssetsMissing(Exception):
    """A package is not installed; `make assets` (npm ci) installs them."""


@dataclass(frozen=True)
class BuildReport:
    """What a build did."""

    built: bool
    files: int


def stamp_of(*, lock_file: Path) -> str:
    """Name what a build is made from: the lock file, the icons and this recipe."""
    digest = hashlib.sha256()
    for part in (lock_file.read_bytes(), "\n".join(ICONS).encode(), Path(__file__).read_bytes()):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def build_assets(*, packages: Path, lock_file: Path, target: Path) -> BuildReport:
    """Copy and make everything under `target`; do nothing when the stamp still fits.

    :param packages: the folder `node_modules`
    :param lock_file: `package-lock.json`
    :param target: usually `settings.ASSETS_DIR`
    :raises AssetsMissing: a package or one of its files is not there
    """
    stamp = stamp_of(lock_file=lock_file)
    stamp_file = target / STAMP
    if stamp_file.exists() and stamp_file.read_text() == stamp:
        return BuildReport(built=False, files=0)
    shutil.rmtree(target, ignore_errors=True)
    made = [*_copy(packages, target), *_fonts(packages, target), _sprite(packages, target)]
    stamp_file.write_text(stamp)
    return BuildReport(built=True, files=len(made))


def _take(source: Path, goal: Path) -> Path:
    if not source.exists():
        raise AssetsMissing(f"{source} is missing; run npm ci first")
    goal.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(source, goal))


def _copy(packages: Path, target: Path) -> list[Path]:
    return [
        _take(packages / source, target / goal)
        for source, goal in COPIES.items()
        if source not in OPTIONAL or (packages / source).exists()
    ]


def _fonts(packages: Path, target: Path) -> list[Path]:
    faces = packages / "@fontsource/be-vietnam-pro/files"
    made = [
        _take(
            faces / f"be-vietnam-pro-{script}-{weight}-normal.woff2",
            target / "fonts" / f"be-vietnam-pro-{script}-{weight}-normal.woff2",
        )
        for script in ("latin", "vietnamese")
        for weight in WEIGHTS
    ]
    for weight, width in WEIGHTS.items():
        source = faces / f"be-vietnam-pro-latin-{weight}-normal.woff2"
        made.append(make_figures(source=source, target=target / "fonts" / f"figures-{weight}.woff2", width=width))
    for folder, name in PRINT_FACES.items():
        found = sorted((packages / "@expo-google-fonts/tinos" / folder).glob("*.ttf"))
        if not found:
            raise AssetsMissing(f"Tinos {folder} is missing; run npm ci first")
        made.append(_take(found[0], target / "print-fonts" / name))
    return made


def _sprite(packages: Path, target: Path) -> Path:
    symbols = []
    for name in ICONS:
        source = packages / "@tabler/icons/icons/outline" / f"{name}.svg"
        if not source.exists():
            raise AssetsMissing(f"Tabler has no outline icon named {name}")
        shapes = [shape for shape in _DRAWING.findall(source.read_text()) if _EMPTY_GROUND not in shape]
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(shapes)}</symbol>')
    goal = target / "ui" / "icons.svg"
    goal.parent.mkdir(parents=True, exist_ok=True)
    goal.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n')
    return goal
