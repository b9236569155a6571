"""Filling templates, masking, counting parts of SMS, telephone numbers, quiet hours, pauses between attempts."""

from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.notifications.rules import (
    QuietHours,
    after_quiet,
    fill,
    in_form,
    masked,
    masked_in,
    measure,
    next_try,
    normal_phone,
    placeholders,
    split,
    without_marks,
)

HERE = timezone(timedelta(hours=7))
NIGHT = QuietHours(time(21), time(7))
NOON = QuietHours(time(12), time(13, 30))


def test_every_placeholder_is_filled() -> None:
    assert fill("Hồ sơ {code} hẹn {due}.", {"code": "H32-1", "due": "17:30"}) == "Hồ sơ H32-1 hẹn 17:30."


def test_a_placeholder_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("{code}", {})


@given(st.text())
def test_a_value_is_never_read_for_placeholders(value: str) -> None:
    assert fill("<{a}>", {"a": value, "b": "!"}) == f"<{value}>"


def test_the_names_a_text_asks_for_are_known() -> None:
    assert placeholders("{a} {b_2} {a.__class__} {}") == {"a", "b_2"}


@pytest.mark.parametrize(
    ("address", "shown"), [("0900000123", "…123"), ("lan@example.com", "l…@example.com"), ("12", "12"), ("", "")]
)
def test_addresses_are_masked_in_lists(address: str, shown: str) -> None:
    assert masked(address) == shown


@pytest.mark.parametrize("form", ["+84900000123", "84900000123", "0900000123"])
def test_what_a_provider_repeats_is_masked_in_every_form(form: str) -> None:
    assert "900000123" not in masked_in(f"blocked {form}!", "+84900000123")


@pytest.mark.parametrize(
    ("text", "alphabet", "places", "parts"),
    [
        ("", "gsm", 0, 1),
        ("a" * 160, "gsm", 160, 1),
        ("a" * 161, "gsm", 161, 2),
        ("a" * 306, "gsm", 306, 2),
        ("a" * 307, "gsm", 307, 3),
        ("€" * 80, "gsm", 160, 1),
        ("€" * 81, "gsm", 162, 2),
        ("đ" * 70, "ucs2", 70, 1),
        ("đ" * 71, "ucs2", 71, 2),
        ("đ" * 134, "ucs2", 134, 2),
        ("đ" * 135, "ucs2", 135, 3),
        ("😀" * 35, "ucs2", 70, 1),
        ("😀" * 36, "ucs2", 72, 2),
        ("à", "gsm", 1, 1),
        ("a\u0300", "gsm", 1, 1),
    ],
)
def test_parts_are_counted_as_networks_do(text: str, alphabet: str, places: int, parts: int) -> None:
    counted = measure(text)
    assert (counted.alphabet, counted.places, counted.parts) == (alphabet, places, parts)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=700))
def test_parts_put_together_are_the_text_and_none_is_too_long(text: str) -> None:
    from unicodedata import normalize

    parts = split(text)
    assert "".join(parts) == normalize("NFC", text)
    whole = measure(text)
    assert whole.parts == len(parts)
    if len(parts) > 1:
        room = 153 if whole.alphabet == "gsm" else 134
        sizes = [len(part.encode("utf-16-be")) if whole.alphabet == "ucs2" else measure(part).places for part in parts]
        assert max(sizes) <= room


@given(st.text(max_size=300))
def test_without_diacritics_every_text_fits_the_gsm_alphabet(text: str) -> None:
    assert measure(without_marks(text)).alphabet == "gsm"


def test_vietnamese_stays_readable_without_diacritics() -> None:
    assert without_marks("Đã trả kết quả – đúng hẹn…") == "Da tra ket qua - dung hen..."


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("0987 654 321", "+84987654321"),
        ("+84 987.654.321", "+84987654321"),
        ("84987654321", "+84987654321"),
        ("(098) 765-4321", "+84987654321"),
        ("0258 3821 234", ""),
        ("01234567890", ""),
        ("abc", ""),
        ("", ""),
        ("0987654321; DROP", ""),
    ],
)
def test_numbers_become_one_form(text: str, phone: str) -> None:
    assert normal_phone(text) == phone


def test_a_provider_gets_its_form() -> None:
    assert [in_form("+84987654321", form) for form in ("+84", "84", "0")] == [
        "+84987654321",
        "84987654321",
        "0987654321",
    ]
    with pytest.raises(ValueError, match="begins with"):
        in_form("+84987654321", "00")


@pytest.mark.parametrize(
    ("hours", "hour", "then"),
    [
        (NIGHT, "22:00", "24 07:00"),
        (NIGHT, "21:00", "24 07:00"),
        (NIGHT, "20:59", "23 20:59"),
        (NIGHT, "00:30", "23 07:00"),
        (NIGHT, "06:59", "23 07:00"),
        (NIGHT, "07:00", "23 07:00"),
        (NOON, "12:30", "23 13:30"),
        (NOON, "13:30", "23 13:30"),
        (QuietHours(time(8), time(8)), "08:00", "23 08:00"),
    ],
)
def test_what_would_ring_at_night_waits_for_the_morning(hours: QuietHours, hour: str, then: str) -> None:
    moment = datetime.combine(datetime(2026, 11, 23, tzinfo=HERE), time.fromisoformat(hour), tzinfo=HERE)
    assert f"{after_quiet(moment, hours):%d %H:%M}" == then


@given(st.datetimes(timezones=st.just(HERE)), st.times(), st.times())
def test_after_the_wait_it_is_not_quiet_and_the_wait_is_less_than_a_day(
    moment: datetime, begin: time, end: time
) -> None:
    hours = QuietHours(begin.replace(fold=0), end.replace(fold=0))
    if moment.year > 9998:
        return
    later = after_quiet(moment, hours)
    assert after_quiet(later, hours) == later
    assert timedelta() <= later - moment < timedelta(days=1)


@given(st.integers(min_value=1, max_value=500), st.floats(min_value=0, max_value=1))
def test_pauses_grow_to_an_hour_and_differ(attempts: int, chance: float) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    pause = (next_try(attempts=attempts, chance=chance, now=now) - now).total_seconds()
    longest = min(4 * 2 ** (attempts - 1), 3600) if attempts < 20 else 3600
    assert longest / 2 <= pause <= longest
