"""Numbers of people, businesses and telephones: which can exist, and what is wrong with those that cannot."""

import re

# Provinces of the three-tier time; those of two tiers keep the code of one of them, so older and newer numbers pass.
PROVINCE_CODES = frozenset(
    [
        "001",
        "002",
        "004",
        "006",
        "008",
        "010",
        "011",
        "012",
        "014",
        "015",
        "017",
        "019",
        "020",
        "022",
        "024",
        "025",
        "026",
        "027",
        "030",
        "031",
        "033",
        "034",
        "035",
        "036",
        "037",
        "038",
        "040",
        "042",
        "044",
        "045",
        "046",
        "048",
        "049",
        "051",
        "052",
        "054",
        "056",
        "058",
        "060",
        "062",
        "064",
        "066",
        "067",
        "068",
        "070",
        "072",
        "074",
        "075",
        "077",
        "079",
        "080",
        "082",
        "083",
        "084",
        "086",
        "087",
        "089",
        "091",
        "092",
        "093",
        "094",
        "095",
        "096",
    ]
)
FIRST_COUNTRY_CODE = 101
# Digits 4 to 9 stand for the 22nd to the 24th century.
LIVING_CENTURIES = "0123"
BUSINESS_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
PHONE = re.compile(r"0(?:[35789][0-9]{8}|2[0-9]{9})")
_SEPARATORS = re.compile(r"[\s.\-()\u00a0]")


def personal_number_problem(number: str) -> str:
    """Return what is wrong with a personal number: `digits`, `length`, `place`, `century`, or nothing.

    Nghị định 137/2015/NĐ-CP Art. 13 and Thông tư 59/2021/TT-BCA: three digits for the place of birth registration
    (a province, or a country from 101 on), one for century and sex, two for the year of birth, six at random.
    """
    if not (number.isascii() and number.isdigit()):
        return "digits"
    if len(number) != 12:
        return "length"
    if number[:3] not in PROVINCE_CODES and int(number[:3]) < FIRST_COUNTRY_CODE:
        return "place"
    return "" if number[3] in LIVING_CENTURIES else "century"


def is_personal_number(number: str) -> bool:
    """Tell whether the text can be a personal number of somebody living."""
    return not personal_number_problem(number)


def business_code_problem(code: str) -> str:
    """Return what is wrong with a business or tax code: `shape`, `check`, or nothing.

    Thông tư 86/2024/TT-BTC Art. 5: ten digits, the tenth checks the first nine; thirteen for a dependent unit,
    written with a dash before its number, which is never 000.
    """
    found = re.fullmatch(r"([0-9]{10})(?:-([0-9]{3}))?", code)
    if found is None or found[2] == "000":
        return "shape"
    total = sum(weight * int(digit) for weight, digit in zip(BUSINESS_WEIGHTS, code, strict=False))
    return "" if str(10 - total % 11) == code[9] else "check"


def is_business_code(code: str) -> bool:
    """Tell whether the text is a business code with a right check digit."""
    return not business_code_problem(code)


def is_phone(number: str) -> bool:
    """Tell whether the text is a Vietnamese telephone number: 10 digits, or 11 for a line on land."""
    return PHONE.fullmatch(number) is not None


def tidy_digits(text: str) -> str:
    """Take away what people put between digits."""
    return _SEPARATORS.sub("", text)


def tidy_business_code(text: str) -> str:
    """Bring "0100109106 001" or "0100109106001" to "0100109106-001"."""
    bare = tidy_digits(text)
    return f"{bare[:10]}-{bare[10:]}" if len(bare) == 13 and bare.isdigit() else bare


def tidy_phone(text: str) -> str:
    """Bring "+84 912 345 678" to "0912345678"."""
    return re.sub(r"^(?:\+84|0084|84(?=[0-9]{9,10}$))0?", "0", tidy_digits(text))
