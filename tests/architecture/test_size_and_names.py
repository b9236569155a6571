"""Files and functions stay small, and each says what it is for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = {"utils.py", "helpers.py", "common.py", "misc.py", "util.py", "helper.py"}
ROOMS_WITH_WORDS = (
    "services",
    "queries",
    "rules",
    "views",
    "api",
    "jobs",
    "handlers",
    "policy",
    "extensions",
    "testing",
)
LONGEST_FILE = 400
LONGEST_FUNCTION = 50


def sources(*, folders: tuple[str, ...] = ("src", "tests", "tools")) -> list[Path]:
    """Return our Python files, migrations aside: Django writes those."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function of a module, methods and inner ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def read(path: Path) -> ast.Module:
    """Parse one file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """Return a file's name from the root of the project."""
    return str(path.relative_to(ROOT))


def test_no_file_is_longer_than_400_lines() -> None:
    counted = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert {name: lines for name, lines in counted.items() if lines > LONGEST_FILE} == {}


def test_no_template_is_longer_than_400_lines() -> None:
    counted = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "src").rglob("*.html")
    }
    assert {name: lines for name, lines in counted.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in sources()
        for function in functions(read(path))
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_file_is_named_for_nothing() -> None:
    assert [name_of(path) for path in sources() if path.name in FORBIDDEN] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [name_of(path) for path in sources() if ast.get_docstring(read(path)) is None]
    assert [name for name in silent if not name.endswith(("tests/__init__.py", "commands/__init__.py"))] == []


def room_of(path: Path) -> str:
    """Return the room of its app in which a file stands, or an empty text."""
    parts = path.relative_to(ROOT / "src" / "lienthong").parts
    return parts[2].removesuffix(".py") if len(parts) > 2 and parts[0] in {"kernel", "systems"} else ""


def test_every_act_query_rule_and_door_has_a_docstring() -> None:
    silent = []
    for path in sources(folders=("src",)):
        if not room_of(path).startswith(ROOMS_WITH_WORDS):
            continue
        for node in read(path).body:
            public = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_"
            if public and ast.get_docstring(node) is None:
                silent.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert silent == []


def test_services_do_not_ask_the_clock() -> None:
    asking = [
        name_of(path)
        for path in sources(folders=("src",))
        if room_of(path) == "services" and {"timezone.now()", "datetime.now("} & set(clock_calls(path))
    ]
    assert asking == []


def clock_calls(path: Path) -> Iterator[str]:
    """Return the ways in which a file asks for the present moment."""
    text = path.read_text(encoding="utf-8")
    return (call for call in ("timezone.now()", "datetime.now(") if call in text)


@pytest.mark.parametrize("group", ["kernel", "systems"])
def test_every_app_says_what_it_is_for(group: str) -> None:
    apps = (path for path in (ROOT / "src" / "lienthong" / group).iterdir() if (path / "apps.py").exists())
    assert [app.name for app in apps if not (ast.get_docstring(read(app / "__init__.py")) or "")] == []
