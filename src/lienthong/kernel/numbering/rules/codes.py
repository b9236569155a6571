"""How official codes and numbers are written (onestop §8.2): pure."""

import re
from datetime import date

# Codes of both generations occur, and codes made elsewhere are accepted as they are.
_NEW_CODE = re.compile(r"[A-Y][0-9]{2}(\.[0-9]{2,3})*-[0-9]{6}-[0-9]{4,7}")
_OLD_CODE = re.compile(r"[0-9]{3}(\.[0-9]{2,3}){2}\.[A-Y][0-9]{2}-[0-9]{6}-[0-9]{4,7}")


def dossier_code(agency_code: str, day: date, order: int) -> str:
    """Return `<agency>-YYMMDD-XXXX`; beyond 9999 the order widens, it never wraps (R-34).

    :param agency_code: identity code of the receiving agency, as given (R-35)
    :param day: local day of acceptance (R-36)
    :raises ValueError: the order is not positive, or the agency has no code
    """
    if order < 1 or not agency_code:
        raise ValueError("a dossier code needs an agency's code and an order from 1")
    return f"{agency_code}-{day:%y%m%d}-{order:04d}"


def is_dossier_code(text: str) -> bool:
    """Say whether the text has the shape of a dossier code, of the present or the older generation."""
    return bool(_NEW_CODE.fullmatch(text) or _OLD_CODE.fullmatch(text))


def official_number(number: int, symbol: str) -> str:
    """Return a document's number with its symbol, "215/GPXD"; one digit is written with a zero, "07/GPXD".

    :raises ValueError: the number is not positive, or there is no symbol
    """
    if number < 1 or not symbol:
        raise ValueError("an official number counts from 1 and has a symbol")
    return f"{number:02d}/{symbol}"
