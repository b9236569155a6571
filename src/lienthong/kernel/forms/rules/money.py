"""Amounts in words, as receipts and contracts want them.

Written here because the known library drops the empty hundreds: it says "một nghìn lẻ năm" for 1005, which a
treasury refuses.
"""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu")
LARGEST = 10**18 - 1


def _below_thousand(number: int, *, whole: bool) -> list[str]:
    """Say a number below 1000; `whole` says empty hundreds too, as needed inside a larger number."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = [DIGITS[hundreds], "trăm"] if hundreds or whole else []
    if tens == 0:
        if ones:
            words += ["lẻ", DIGITS[ones]] if words else [DIGITS[ones]]
        return words
    words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 5:
        words.append("lăm")
    elif ones:
        words.append(DIGITS[ones])
    return words


def _below_milliard(number: int, *, whole: bool) -> list[str]:
    words: list[str] = []
    for place in (2, 1, 0):
        part = number // 1000**place % 1000
        if part:
            words += _below_thousand(part, whole=whole or bool(words))
            words += [GROUPS[place]] if place else []
    return words


def number_words(number: int) -> str:
    """Say a whole number in Vietnamese: 1005 is "một nghìn không trăm lẻ năm".

    :raises ValueError: the number has more than 18 digits
    """
    if abs(number) > LARGEST:
        raise ValueError("too large to be said")
    if number == 0:
        return DIGITS[0]
    words = ["âm"] if number < 0 else []
    milliards, rest = divmod(abs(number), 10**9)
    if milliards:
        words += [*_below_milliard(milliards, whole=False), "tỷ"]
    return " ".join([*words, *_below_milliard(rest, whole=bool(milliards))])


def money_words(amount: int) -> str:
    """Say an amount of đồng as papers do: "Một triệu hai trăm nghìn đồng"; nothing when it is too large to be said."""
    if abs(amount) > LARGEST:
        return ""
    text = f"{number_words(amount)} đồng"
    return text[0].upper() + text[1:]
