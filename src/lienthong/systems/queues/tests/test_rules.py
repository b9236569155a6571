"""The order of calls obeys the rule, nobody waits for ever, and what is foretold is what happens."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.systems.queues import rules
from lienthong.systems.queues.contracts import OrderRule
from lienthong.systems.queues.rules import Post, Terms, Turn, Waiting, choose, foresee

BEGIN = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
RANKS = st.sampled_from([None, None, 10, 20])
TERMS = st.one_of(
    st.builds(Terms, st.just(OrderRule.FIRST), st.integers(1, 5)),
    st.builds(Terms, st.just(OrderRule.SHARE), st.integers(2, 5)),
    st.builds(Terms, st.just(OrderRule.ARRIVAL), st.just(1)),
)


def somebody(key: int, rank: int | None = None, group: int = 0, target: int | None = None) -> Waiting:
    return Waiting(key, BEGIN + timedelta(minutes=key), rank, group, target)


def called(line: list[Waiting], terms: Terms, turn: Turn | None = None) -> list[int]:
    order, turn = [], turn or Turn()
    while (answer := choose(line, terms, turn)) is not None:
        chosen, turn = answer
        line.remove(chosen)
        order.append(chosen.key)
    return order


def test_every_second_call_is_for_priority() -> None:
    line = [somebody(1), somebody(2), somebody(3), somebody(4, 20), somebody(5, 10)]
    assert called(line, Terms(OrderRule.SHARE, 2)) == [1, 5, 2, 4, 3]


def test_priority_first_but_not_for_ever() -> None:
    line = [somebody(1), somebody(2), *(somebody(key, 10) for key in range(3, 7))]
    assert called(line, Terms(OrderRule.FIRST, 3)) == [3, 4, 5, 1, 6, 2]


def test_by_arrival_alone_nobody_overtakes() -> None:
    assert called([somebody(2, 10), somebody(1), somebody(3, 5)], Terms(OrderRule.ARRIVAL, 1)) == [1, 2, 3]


@given(st.lists(RANKS, max_size=12), TERMS)
def test_everybody_is_called_once_and_equals_in_the_order_they_came(ranks: list[int | None], terms: Terms) -> None:
    people = [somebody(key, rank) for key, rank in enumerate(ranks)]
    order = called(list(people), terms)
    assert sorted(order) == list(range(len(ranks)))
    for rank in set(ranks):
        equals = [key for key in order if ranks[key] == rank]
        assert equals == sorted(equals)


@given(TERMS, st.integers(0, 6), st.data())
def test_nobody_waits_for_ever(terms: Terms, before: int, data: st.DataObject) -> None:
    """However many with priority keep coming, who has m people before them is called within (m + 1) (every + 1)."""
    line = [somebody(key, data.draw(RANKS)) for key in range(before)]
    patient = somebody(before, data.draw(RANKS))
    line.append(patient)
    turn = Turn(data.draw(st.integers(0, 5)), data.draw(st.integers(0, 5)))
    for calls in range(1, (before + 1) * (terms.every + 1) + 1):
        line.append(somebody(before + calls, 1))
        answer = choose(line, terms, turn)
        assert answer is not None
        chosen, turn = answer
        line.remove(chosen)
        if chosen == patient:
            return
    pytest.fail("starved")


@given(st.lists(st.tuples(RANKS, st.integers(0, 1)), max_size=10), TERMS)
def test_what_one_counter_is_foretold_is_what_it_calls(people: list[tuple[int | None, int]], terms: Terms) -> None:
    line = [somebody(key, rank, group) for key, (rank, group) in enumerate(people)]
    post = Post(1, frozenset({0, 1}), Turn())
    found = foresee(line, [post], terms, {0: 10, 1: 10})
    order = called(list(line), terms)
    assert sorted(found, key=lambda key: found[key].ahead) == order
    assert [found[key].minutes for key in order] == [10 * place for place in range(len(order))]


@given(st.lists(st.tuples(RANKS, st.integers(0, 2), st.sampled_from([None, None, 1, 9])), max_size=10), TERMS)
def test_everybody_is_told_something(people: list[tuple[int | None, int, int | None]], terms: Terms) -> None:
    line = [somebody(key, *each) for key, each in enumerate(people)]
    posts = [Post(1, frozenset({0}), Turn(), 3.0), Post(2, frozenset({0, 1}), Turn())]
    found = foresee(line, posts, terms, {0: 5, 1: 15})
    assert set(found) == {each.key for each in line}
    for each in line:
        reachable = any(post.serves(each) for post in posts)
        assert (found[each.key].minutes is not None) is reachable


def test_two_counters_halve_the_wait() -> None:
    line = [somebody(key) for key in range(4)]
    posts = [Post(1, frozenset({0}), Turn()), Post(2, frozenset({0}), Turn())]
    found = foresee(line, posts, Terms(OrderRule.ARRIVAL, 1), {0: 10})
    assert [(found[key].ahead, found[key].minutes) for key in range(4)] == [(0, 0), (1, 0), (2, 10), (3, 10)]


@pytest.mark.parametrize(
    ("minute", "given_out"),
    [(6 * 60 + 59, False), (7 * 60, True), (12 * 60, True), (16 * 60 + 44, True), (16 * 60 + 45, False)],
)
def test_tickets_are_given_from_before_the_first_session_to_before_the_last_ends(minute: int, given_out: bool) -> None:
    sessions = [(7 * 60 + 30, 11 * 60 + 30), (13 * 60, 17 * 60)]
    assert rules.gives_tickets(minute, sessions, opens_before=30, stops_before=15) is given_out
    assert not rules.gives_tickets(minute, [], opens_before=30, stops_before=15)


def test_words() -> None:
    assert rules.ticket_code("A", 12) == "A012"
    assert rules.ticket_code("B", 1234) == "B1234"
    assert rules.spelled("A012") == "A 0 1 2"
    assert [rules.said_minutes(each) for each in (0, 5, 6, 23)] == [5, 5, 10, 25]
