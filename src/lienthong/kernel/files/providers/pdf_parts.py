"""Finds and takes out what is active in a PDF: scripts, started programs, files inside, forms of XFA.

As a script (run by `active_parts` and `without_active_parts`, never by hand): `pdf_parts.py FILE [GOAL]`.
"""

import json
import sys
from pathlib import Path
from typing import Any

ACTIVE_ACTIONS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute")
ACTIVE_KEYS = {
    "/JavaScript": "JavaScript",
    "/EmbeddedFiles": "EmbeddedFile",
    "/EF": "EmbeddedFile",
    "/XFA": "XFA",
    "/RichMediaContent": "RichMedia",
}
# What an attached file may be: data that say of themselves that they are, as results carry them (PDF/A-3).
DATA_TYPE, LARGEST_DATA = "/application/json", 64 * 1024
LOCKED, DAMAGED = "locked", "damaged"
MOST_DEPTH = 60


def _main(path: str, goal: str = "") -> None:
    import pikepdf

    try:
        pdf = pikepdf.open(path, suppress_warnings=True)
    except pikepdf.PasswordError:
        sys.stdout.write(json.dumps([LOCKED]))
        return
    except pikepdf.PdfError:
        sys.stdout.write(json.dumps([DAMAGED]))
        return
    with pdf:
        found = sorted({what for each in pdf.objects for what in _judge(each, take_out=bool(goal))})
        if goal:
            pdf.remove_unreferenced_resources()
            pdf.save(goal)
    sys.stdout.write(json.dumps(found))


def _judge(thing: object, *, take_out: bool, depth: int = 0) -> list[str]:
    """Name what is active in an object and in what stands directly inside it."""
    import pikepdf

    if depth > MOST_DEPTH:
        return [DAMAGED]
    if isinstance(thing, pikepdf.Array):
        return [each for inner in thing for each in _judge_inside(inner, take_out=take_out, depth=depth)]
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return []
    found = _judge_action(thing, take_out=take_out)
    for key in ACTIVE_KEYS.keys() & set(thing.keys()):
        if _holds_data_only(key, thing[key]):
            continue
        found.append(ACTIVE_KEYS[key])
        if take_out:
            del thing[key]
    for key in list(thing.keys()):
        found += _judge_inside(thing[key], take_out=take_out, depth=depth)
    return found


def _holds_data_only(key: str, value: Any) -> bool:
    """Tell whether attached files are data and nothing else, so that opening them starts nothing."""
    if key == "/EF":
        return _is_map(value) and all(_is_data(value[name]) for name in list(value.keys()))
    return key == "/EmbeddedFiles" and _names_data_only(value)


def _names_data_only(tree: Any) -> bool:
    """Tell whether a flat list of named files names data only; a branching one is not written by printers of papers."""
    import pikepdf

    names = tree.get("/Names") if _is_map(tree) else None
    if not isinstance(names, pikepdf.Array) or "/Kids" in tree:
        return False
    files = list(names)[1::2]
    return all(_is_map(each) and "/EF" in each and _holds_data_only("/EF", each["/EF"]) for each in files)


def _is_data(stream: Any) -> bool:
    import pikepdf

    if not isinstance(stream, pikepdf.Stream) or str(stream.get("/Subtype", "")) != DATA_TYPE:
        return False
    if len(stream.read_raw_bytes()) > LARGEST_DATA:
        return False
    try:
        return isinstance(json.loads(stream.read_bytes()), dict | list)
    except (ValueError, pikepdf.PdfError, RecursionError):
        return False


def _is_map(thing: Any) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Dictionary)


def _judge_action(thing: Any, *, take_out: bool) -> list[str]:
    """Name what an action does; taken out, it does nothing."""
    import pikepdf

    kind = thing.get("/S")
    action = str(kind) if isinstance(kind, pikepdf.Name) else ""
    if action not in ACTIVE_ACTIONS and "/JS" not in thing:
        return []
    if take_out:
        for key in {"/JS", "/F", "/Win", "/Unix", "/Mac", "/Next"} & set(thing.keys()):
            del thing[key]
        thing["/S"] = pikepdf.Name("/Named")
        thing["/N"] = pikepdf.Name("/Nothing")  # a named action that nobody knows does nothing
    return [action.lstrip("/") if action in ACTIVE_ACTIONS else "JavaScript"]


def _judge_inside(thing: object, *, take_out: bool, depth: int) -> list[str]:
    """Go on into what stands directly inside; what has a number of its own has its own turn."""
    import pikepdf

    if not isinstance(thing, pikepdf.Object) or thing.is_indirect:
        return []
    return _judge(thing, take_out=take_out, depth=depth + 1)


def active_parts(path: Path) -> list[str]:
    """Name the active parts of a PDF, each kind once; `LOCKED` or `DAMAGED` where it cannot be read.

    :raises ProgramFailed: it could not be read within the limits
    """
    from .bounded import run_script

    return [str(each) for each in json.loads(run_script(Path(__file__), path, seconds=20))]


def without_active_parts(path: Path, *, goal: Path) -> None:
    """Write the PDF without its active parts.

    :raises ProgramFailed: it could not be read or written within the limits
    """
    from .bounded import run_script

    run_script(Path(__file__), path, goal, seconds=20, file_bytes=2 * path.stat().st_size + 1024 * 1024)


if __name__ == "__main__":
    _main(*sys.argv[1:])
