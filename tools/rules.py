"""Writes docs/rules.md: each rule of the one-stop shop with the tests that bear its number and the page it is met on.

python tools/rules.py          writes the page
python tools/rules.py check    says whether it is as the tests are
"""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
RULES, PAGE = PROJECT / "docs" / "rules.toml", PROJECT / "docs" / "rules.md"
_TEST = re.compile(r"test_r(\d+)_\w+")
HEAD = """# Rules and their tests

Each rule of the one-stop shop, the tests named after it and the page where a person meets it. This is generated from
the names of the tests (`python tools/rules.py`); a rule without a test is not kept yet, or not proven.

"""


def main() -> None:
    """Write the page, or compare it."""
    text = page()
    if sys.argv[1:] == ["check"]:
        if PAGE.read_text(encoding="utf-8") != text:
            sys.exit("docs/rules.md is not as the tests are: run python tools/rules.py")
        return
    PAGE.write_text(text, encoding="utf-8")


def page() -> str:
    """Return the page.

    :raises KeyError: a test names a rule that there is not
    """
    rules = {each["number"]: each for each in tomllib.loads(RULES.read_text(encoding="utf-8"))["rule"]}
    tests = defaultdict(list)
    for number, name, path in _tests():
        tests[rules[number]["number"]].append(f"`{name}` ({path})")
    proven = len(tests.keys() & rules.keys())
    lines = []
    for number, rule in sorted(rules.items()):
        named = "<br>".join(sorted(tests[number])) or "none yet"
        lines.append(f"| R-{number} | {rule['says']} | {named} | {_screen(rule['screen'])} |")
    table = "| rule | what it says | tests | page |\n| --- | --- | --- | --- |\n"
    return f"{HEAD}{proven} of {len(rules)} rules have a test.\n\n{table}" + "\n".join(lines) + "\n"


def _tests() -> Iterator[tuple[int, str, str]]:
    for path in sorted((*PROJECT.glob("src/**/tests/**/test_*.py"), *PROJECT.glob("tests/**/test_*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (found := _TEST.fullmatch(node.name)):
                yield int(found[1]), node.name, path.relative_to(PROJECT).as_posix()


def _screen(address: str) -> str:
    return f"`{address}`" if address else ""


if __name__ == "__main__":
    main()
