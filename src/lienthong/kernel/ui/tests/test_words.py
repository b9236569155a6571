"""Words: time is floored, figures are written as the language writes them, masks hide."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.ui import words
from lienthong.kernel.ui.contracts import ClockState

NOW = datetime(2026, 11, 23, 7, 15, tzinfo=UTC)  # 14:15 on a Monday in Việt Nam
TODAY = date(2026, 11, 23)


def plain(text: str) -> str:
    return text.replace(words.NBSP, " ")


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 phút"),
        (40, "40 phút"),
        (60, "1 giờ"),
        (135, "2 giờ 15 phút"),
        (480, "1 ngày"),
        (480 + 180 + 59, "1 ngày 3 giờ"),
        (-225, "3 giờ 45 phút"),
    ],
)
def test_working_time_is_floored_to_two_units(minutes: int, said: str) -> None:
    assert plain(words.working_phrase(minutes)) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(61, "1 hour 1 minute"), (960, "2 days"), (540, "1 day 1 hour"), (2, "2 minutes")]
)
def test_english_counts_one_and_many(minutes: int, said: str) -> None:
    with translation.override("en"):
        assert plain(words.working_phrase(minutes)) == said


@given(st.integers(0, 200_000), st.integers(240, 600))
def test_a_phrase_never_promises_more_time_than_there_is(minutes: int, day_minutes: int) -> None:
    said = words.working_phrase(minutes, day_minutes=day_minutes)
    sizes = {"ngày": day_minutes, "giờ": 60, "phút": 1}
    told = sum(int(amount) * sizes[unit] for amount, unit in re.findall(r"(\d+) (\w+)", plain(said)))
    assert told <= minutes
    assert minutes - told < (60 if minutes >= day_minutes else 1)
    assert " " not in said


@given(st.integers(-5_000, 5_000))
def test_late_risk_and_calm_follow_the_sign_and_eight_hours(remaining: int) -> None:
    phrase = words.clock_phrase(now=NOW, remaining=remaining)
    assert phrase is not None
    expected = ClockState.LATE if remaining < 0 else ClockState.RISK if remaining < 480 else ClockState.RUN
    assert phrase.state is expected
    assert plain(phrase.words).startswith("trễ " if remaining < 0 else "còn ")


def test_a_paused_clock_says_since_when() -> None:
    phrase = words.clock_phrase(now=NOW, remaining=5, paused_at=NOW - timedelta(days=6))
    assert phrase is not None
    assert (phrase.state, plain(phrase.words), plain(phrase.beside)) == (ClockState.PAUSED, "tạm dừng", "từ 17/11")


def test_a_clock_that_has_not_begun_says_when_it_begins() -> None:
    phrase = words.clock_phrase(now=NOW, remaining=480, starts_at=NOW + timedelta(hours=17, minutes=15))
    assert phrase is not None
    assert plain(phrase.beside) == "tính giờ từ 07:30 thứ Ba 24/11"


@pytest.mark.parametrize(("left", "said"), [(600, "sớm 1 ngày 2 giờ"), (0, "đúng hạn"), (-60, "trễ 1 giờ")])
def test_finished_work_says_how_early_or_late_it_was(left: int, said: str) -> None:
    phrase = words.clock_phrase(now=NOW, remaining=left, closed=True)
    assert phrase is not None
    assert plain(phrase.words) == said


def test_without_computed_time_only_the_date_is_said() -> None:
    ahead = words.clock_phrase(now=NOW, due_at=NOW + timedelta(days=2))
    behind = words.clock_phrase(now=NOW, due_at=NOW - timedelta(days=2))
    assert ahead is not None
    assert behind is not None
    assert plain(ahead.beside) == "hạn 14:15 thứ Tư 25/11"
    assert (behind.state, plain(behind.words)) == (ClockState.LATE, "quá hạn")
    assert words.clock_phrase(now=NOW) is None


def test_an_instant_is_said_in_local_time_with_its_weekday() -> None:
    assert plain(words.moment_phrase(NOW, today=TODAY)) == "14:15 thứ Hai 23/11"
    assert plain(words.moment_phrase(NOW, today=date(2027, 1, 2))) == "14:15 thứ Hai 23/11/2026"


def test_beside_a_clock_today_is_an_hour_and_this_week_a_weekday() -> None:
    said = [plain(words.short_moment(NOW + timedelta(days=days), today=TODAY)) for days in (0, 2, 9, -1)]
    assert said == ["14:15", "T4 14:15", "14:15 02/12", "14:15 22/11"]


@pytest.mark.parametrize(("value", "said"), [(1204, "1.204"), (4.6, "4,6"), (0, "0"), (-1234567, "-1.234.567")])
def test_figures_use_vietnamese_separators(value: float, said: str) -> None:
    assert words.figure_phrase(value) == said


@pytest.mark.parametrize(("value", "said"), [(98.74, "98,7 %"), (63, "63 %"), (99.97, "99,9 %"), (100, "100 %")])
def test_what_is_not_whole_is_never_a_hundred_percent(value: float, said: str) -> None:
    assert plain(words.percent_phrase(value)) == said


def test_money_names_its_unit() -> None:
    assert plain(words.money_phrase(50_000)) == "50.000 đồng"


@pytest.mark.parametrize(
    ("number", "shown"), [("099012345456", "0990 •••• •456"), ("0900555123", "0900 ••• 123"), ("12345", "•••••")]
)
def test_a_masked_number_keeps_its_ends(number: str, shown: str) -> None:
    assert plain(words.masked(number)) == shown


@given(st.text(alphabet="0123456789", min_size=8, max_size=14))
def test_a_mask_shows_at_most_seven_digits(number: str) -> None:
    assert sum(letter.isdigit() for letter in words.masked(number)) == 7


@pytest.mark.parametrize(("name", "letters"), [("Lê Quang Minh", "LM"), ("Khuê", "K"), ("", "")])
def test_a_face_has_the_letters_of_family_and_given_name(name: str, letters: str) -> None:
    assert words.initials(name) == letters


@pytest.mark.parametrize(
    ("limit", "vietnamese", "english"),
    [
        ("3wd", "3 ngày làm việc", "3 working days"),
        ("1wh", "1 giờ làm việc", "1 working hour"),
        ("90wmin", "90 phút làm việc", "90 working minutes"),
        ("90min", "90 phút làm việc", "90 working minutes"),
        ("10d", "10 ngày", "10 days"),
        ("24h", "24 giờ", "24 hours"),
        ("1m", "1 tháng", "1 month"),
        ("same_day", "trong ngày làm việc", "within the working day"),
        ("", "", ""),
        ("khi xong", "", ""),
    ],
)
def test_a_time_limit_is_said_as_law_states_it(limit: str, vietnamese: str, english: str) -> None:
    assert plain(words.limit_phrase(limit)) == vietnamese
    with translation.override("en"):
        assert plain(words.limit_phrase(limit)) == english
