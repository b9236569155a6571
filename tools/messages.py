"""Keeps the translation catalogues complete.

python tools/messages.py check    every text of code and templates has its Vietnamese, with the same places to fill
python tools/messages.py update   brings new texts into the catalogues and drops those no longer used
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import django
import polib
from django.conf import settings
from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = PROJECT / "src" / "lienthong"
CATALOGUES = {"vi": SOURCES / "locale" / "vi" / "LC_MESSAGES" / "django.po"}
PLACES = re.compile(r"%\((\w+)\)[sd]|{(\w*)}")
KEYWORDS = (
    "gettext_noop", "gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "npgettext:1c,2,3",
    "pgettext_lazy:1c,2", "npgettext_lazy:1c,2,3",
)  # fmt: skip


def extract() -> polib.POFile:
    """Return every text marked for translation in our code and templates, with where it stands."""
    if shutil.which("xgettext") is None:
        sys.exit("xgettext is missing: install the package gettext")
    settings.configure()
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        names = [copy_source(path, Path(folder)) for path in source_files()]
        listing = Path(folder) / "files.txt"
        listing.write_text("\n".join(names), encoding="utf-8")
        command = ["xgettext", "--language=Python", "--from-code=UTF-8", "--add-location=file", "--output=out.pot"]
        command += [f"--keyword={keyword}" for keyword in KEYWORDS]
        command += ["--files-from=files.txt", "--force-po", "--sort-by-file", "--no-wrap"]
        subprocess.run(command, cwd=folder, check=True)  # noqa: S603  the command is ours
        # xgettext leaves the charset open when all texts are ASCII
        text = (Path(folder) / "out.pot").read_text(encoding="utf-8").replace("charset=CHARSET", "charset=UTF-8")
        return polib.pofile(text)


def source_files() -> list[Path]:
    """Return the files that may hold texts; tests and migrations show none to people."""
    found = [*SOURCES.rglob("*.py"), *SOURCES.rglob("*.html"), *SOURCES.rglob("*.txt")]
    return sorted(path for path in found if not {"tests", "migrations", "static"} & set(path.parts))


def copy_source(path: Path, folder: Path) -> str:
    """Lay a file where xgettext reads it, a template as the code it amounts to, and return its name there."""
    name = path.relative_to(SOURCES).as_posix()
    text = path.read_text(encoding="utf-8")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text if path.suffix == ".py" else templatize(text, origin=name), encoding="utf-8")
    return name


def places(text: str) -> set[str]:
    """Return the named places that a text leaves to be filled."""
    return {first or second for first, second in PLACES.findall(text)}


def complaints(texts: polib.POFile, language: str, catalogue: polib.POFile) -> list[str]:
    """Return what a catalogue lacks."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    found = []
    for text in texts:
        where = text.occurrences[0][0] if text.occurrences else ""
        entry = known.get((text.msgctxt, text.msgid))
        if entry is None or not entry.translated():
            found.append(f"{language}: {where}: no translation of “{text.msgid}”")
            continue
        offered = places(text.msgid + text.msgid_plural)
        found += [
            f"{language}: {where}: “{translation}” fills a place that “{text.msgid}” does not have"
            for translation in (entry.msgstr, *entry.msgstr_plural.values())
            if places(translation) - offered
        ]
    return found


def check() -> int:
    """Print what is missing; return the exit code."""
    texts = extract()
    found = []
    for language, path in CATALOGUES.items():
        catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
        found += complaints(texts, language, catalogue)
    sys.stdout.write("".join(f"{line}\n" for line in found) or f"{len(texts)} texts, all translated\n")
    return 1 if found else 0


def update() -> int:
    """Write the catalogues anew from the texts; return the exit code."""
    texts = extract()
    for language, path in CATALOGUES.items():
        catalogue = polib.pofile(str(path), wrapwidth=0) if path.exists() else polib.POFile(wrapwidth=0)
        catalogue.metadata = {
            "Language": language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": "nplurals=1; plural=0;",
        }
        catalogue.merge(texts)
        for entry in catalogue.obsolete_entries():
            catalogue.remove(entry)
        for entry in catalogue:
            if entry.msgid_plural:  # Vietnamese has one form; merging adds an empty second one, as English has
                entry.msgstr_plural = {0: entry.msgstr_plural.get(0, "")}
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        missing = len(catalogue.untranslated_entries())
        sys.stdout.write(f"{language}: {len(catalogue)} texts, {missing} without translation\n")
    return 0


if __name__ == "__main__":
    sys.exit(update() if sys.argv[1:] == ["update"] else check())
