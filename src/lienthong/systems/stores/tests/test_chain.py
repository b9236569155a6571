"""Of a chain at most one item counts, whatever order its source's words come in (R-59)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.systems.onestop.testing import SmallProvince
from lienthong.systems.stores import rules, services
from lienthong.systems.stores.contracts import ItemState, KeptItem
from lienthong.systems.stores.models import StoreItem
from lienthong.systems.stores.testing import item_of

# How an item of a chain ends, in the order in which its source told of it.
WORDS = {"": ("",), "replaced": ("", "replaced"), "revoked": ("", "revoked")}


@st.composite
def tellings(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, str]]]:
    """Draw how the items of a chain ended, and all that was told of them, shuffled and with repetitions."""
    length = draw(st.integers(1, 4))
    ends = [draw(st.sampled_from(("replaced", "revoked"))) for _each in range(length - 1)]
    ends.append(draw(st.sampled_from(("", "revoked"))))
    told = [(no, end) for no, last in enumerate(ends, start=1) for end in WORDS[last]]
    again = draw(st.lists(st.sampled_from(told), max_size=4))
    return ends, draw(st.permutations(told + again))


def said(owner: int, file: int, no: int, end: str) -> KeptItem:
    item = item_of(owner, source=f"test.result:{no}", no=no, number=f"{no}/CC", file_id=file, sha256="a")
    return replace(item, end=end, ended_at=timezone.now() if end else None)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=tellings())
def test_r59_at_most_one_item_of_a_chain_counts_whatever_is_told_when(
    province: SmallProvince, file: int, drawn: tuple[list[str], list[tuple[int, str]]]
) -> None:
    ends, told = drawn
    mark = f"test.dossier:{timezone.now().timestamp()}:{len(told)}"
    known: set[int] = set()
    for no, end in told:
        item = said(province.party.id, file, no, end)
        services.keep_item(item=replace(item, chain=mark, source=f"{mark}:{no}"[-80:]), now=timezone.now())
        known.add(no)
        counting = list(StoreItem.objects.filter(chain=mark, state=ItemState.VALID).values_list("no", flat=True))
        assert counting in ([], [max(known)])
    assert dict(StoreItem.objects.filter(chain=mark).values_list("no", "state")) == {
        no: end or "valid" for no, end in enumerate(ends, start=1)
    }


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-400, 400))
def test_r59_an_item_expires_when_its_last_day_is_over(last: date, days: int) -> None:
    day = last + timedelta(days=days)
    expected = ItemState.EXPIRED if day > last else ItemState.VALID
    assert rules.state_on("valid", last, day) is expected
    assert rules.state_on("valid", None, day) is ItemState.VALID
    assert all(rules.state_on(state, last, day) == state for state in ("waiting", "replaced", "revoked"))


def test_r59_what_ended_never_counts_again() -> None:
    def state(**more: Any) -> ItemState:
        given: dict[str, Any] = {"no": 1, "told_end": "", "known": "", "has_file": True, "chain": (1,)}
        return rules.settled_state(**(given | more))

    assert state() is ItemState.VALID
    assert state(has_file=False) is ItemState.WAITING
    assert state(known="revoked") is ItemState.REVOKED
    assert state(chain=(1, 2)) is ItemState.REPLACED
    assert state(chain=(1, 2), told_end="revoked") is ItemState.REVOKED
