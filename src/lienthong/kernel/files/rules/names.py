"""Names of files as they may be shown, stored and sent in a header."""

import re
import unicodedata

_LONGEST_NAME = 150
# Separators of paths and what Windows, shells or HTTP headers read as more than a letter.
_RISKY = re.compile(r'[<>:"|?*;%`$&]+')
# Windows opens the device, whatever the ending: "con.pdf" cannot be saved there.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=[ .]|$)", re.IGNORECASE)


def harmless_name(name: str) -> str:
    """Return the name as it may be shown, stored and sent in a header.

    Letters of every language stay, composed (NFC); folders, control and direction characters and signs with a
    meaning for machines go; a device of Windows gets a line before it. A name of which nothing is left becomes `tep`.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(" " if char.isspace() else char for char in last if not _invisible(char))
    shown = re.sub(r"\s+", " ", _RISKY.sub("_", shown)).strip(" .")
    if _DEVICES.match(shown):
        shown = f"_{shown}"
    stem, dot, extension = shown.rpartition(".")
    if dot and len(extension) <= 10:
        shown = f"{stem[: _LONGEST_NAME - 11]}.{extension}"
    return shown[:_LONGEST_NAME] or "tep"


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} and not char.isspace()
