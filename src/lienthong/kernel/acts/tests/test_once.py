"""A creating request is done once, however often it is sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from lienthong.kernel.acts.contracts import Actor, ActorKind, Conflict
from lienthong.kernel.acts.models import IdempotencyRecord
from lienthong.kernel.acts.services import run_once

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
ACTOR = Actor(kind=ActorKind.OFFICER, name="Thử", user_id=7)


class Counter:
    """Makes something each time it is asked, and counts."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> str:
        self.made += 1
        return f"made {self.made}"


def once(create: Counter, *, key: str = "k-1", text: str = "a", actor: Actor = ACTOR) -> tuple[str, bool]:
    return run_once(key=key, purpose="test", inputs={"text": text}, actor=actor, now=NOW, create=create)


@pytest.mark.django_db
def test_the_same_key_gets_the_same_answer() -> None:
    create = Counter()
    assert once(create) == ("made 1", True)
    assert once(create) == ("made 1", False)


@pytest.mark.django_db
def test_the_same_key_with_other_inputs_is_a_conflict() -> None:
    create = Counter()
    once(create)
    with pytest.raises(Conflict):
        once(create, text="b")


@pytest.mark.django_db
def test_without_a_key_nothing_is_remembered() -> None:
    create = Counter()
    assert [once(create, key="")[0], once(create, key="")[0]] == ["made 1", "made 2"]


@pytest.mark.django_db
def test_another_person_has_other_keys() -> None:
    create = Counter()
    once(create)
    assert once(create, actor=Actor(kind=ActorKind.OFFICER, name="Khác", user_id=8)) == ("made 2", True)


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "second"), [("x" * 100 + "1", "x" * 100 + "2"), ("a\0", "b\0")])
def test_long_and_strange_keys_are_told_apart(first: str, second: str) -> None:
    create = Counter()
    assert once(create, key=first)[0] != once(create, key=second)[0]
    assert once(create, key=first) == ("made 1", False)


@pytest.mark.django_db
def test_a_crash_inside_leaves_nothing_and_may_be_tried_again() -> None:
    def crash() -> str:
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        run_once(key="k-1", purpose="test", inputs={"text": "a"}, actor=ACTOR, now=NOW, create=crash)
    assert IdempotencyRecord.objects.count() == 0
    assert once(Counter()) == ("made 1", True)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one() -> None:
    create, together = Counter(), Barrier(2)

    def send(_number: int) -> tuple[str, bool]:
        together.wait(timeout=20)
        try:
            return once(create)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(send, range(2)))
    assert answers == [("made 1", False), ("made 1", True)]
