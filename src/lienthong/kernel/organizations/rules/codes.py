"""Identity codes of agencies in both shapes: QCVN 102:2016/BTTTT and Quyết định 20/2020/QĐ-TTg.

Old: `V1V2V3.Z1Z2.Y1Y2.MX`, read from right to left, such as `000.00.12.H47`. New: `MX.Y.Z.V`, read from left to right,
such as `H47.12`; at most 35 characters, groups of capital letters and digits. Other organisations: `Zxy` followed
without a dot by at most 32 characters. A code is kept as given; conversion only finds the same agency again.
"""

import re

from lienthong.kernel.organizations.contracts import CodeForm

LONGEST_NEW = 35
_OLD = re.compile(r"(?P<four>[0-9]{3})\.(?P<three>[0-9]{2})\.(?P<two>[0-9]{2})\.(?P<one>[A-Y][0-9]{2})")
_NEW = re.compile(r"[A-Y][0-9]{2}(\.[A-Z0-9]+)*|Z[0-9]{2}[A-Z0-9]{1,32}")
# The widths of the old groups two, three and four.
_WIDTHS = (2, 2, 3)


def form_of(code: str) -> CodeForm:
    """Return the shape of a code."""
    if _OLD.fullmatch(code):
        return CodeForm.OLD
    if len(code) <= LONGEST_NEW and _NEW.fullmatch(code):
        return CodeForm.NEW
    return CodeForm.OTHER


def check_code(code: str) -> str:
    """Return what is wrong with a code, as a stable word, or nothing.

    `empty`, `long` (more than 35 characters), `letters` (others than capitals, digits and dots), `shape` (no letter
    and two digits at the end where the form wants them).
    """
    if not code:
        return "empty"
    if len(code) > LONGEST_NEW:
        return "long"
    if not re.fullmatch(r"[A-Z0-9.]+", code):
        return "letters"
    return "" if form_of(code) is not CodeForm.OTHER else "shape"


def to_new_form(code: str) -> str | None:
    """Return the code in the form of Quyết định 20/2020; None when it is no code of the old form."""
    found = _OLD.fullmatch(code)
    if found is None:
        return code if form_of(code) is CodeForm.NEW else None
    groups = [found["two"], found["three"], found["four"]]
    while groups and not int(groups[-1]):
        groups.pop()
    return ".".join([found["one"], *groups])


def to_old_form(code: str) -> str | None:
    """Return the code in the form of QCVN 102:2016; None when its groups do not fit there."""
    if form_of(code) is CodeForm.OLD:
        return code
    one, *groups = code.split(".")
    if form_of(code) is not CodeForm.NEW or one.startswith("Z") or len(groups) > len(_WIDTHS):
        return None
    if any(not group.isdecimal() or len(group) > width for group, width in zip(groups, _WIDTHS, strict=False)):
        return None
    padded = [*groups, *["0"] * (len(_WIDTHS) - len(groups))]
    two, three, four = (group.zfill(width) for group, width in zip(padded, _WIDTHS, strict=True))
    return f"{four}.{three}.{two}.{one}"


def spellings(code: str) -> tuple[str, ...]:
    """Return the ways in which lists write the same code, the given one first; `H26.3` is also `H26.03`."""
    given = code.strip().upper()
    old = to_old_form(given)
    full = to_new_form(old) if old else None
    bare = ".".join(group.lstrip("0") or "0" for group in full.split(".")) if full else None
    return tuple(dict.fromkeys(each for each in (given, full, old, bare) if each))
