"""Building search anew: resumable, complete, and able to say where it differs from what systems keep."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lienthong.kernel.acts.contracts import Actor, NotFound

from .. import extensions, queries, services
from ..contracts import Audience, EntryKey, SourceEntry
from ..extensions import Source, provide_source
from ..models import Rebuild, SearchEntry

NOW = datetime(2026, 10, 8, 2, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Things(Source):
    """A system that keeps some things; it fails once when told to."""

    system = "things"

    def __init__(self, number: int) -> None:
        """Keep so many."""
        self.kept = {f"t{each:04}": f"Việc thứ {each}" for each in range(number)}
        self.fail_after: str | None = None

    def entries(self, *, after: str, limit: int) -> Iterator[SourceEntry]:
        """Yield what comes after a key."""
        if self.fail_after is not None and after >= self.fail_after:
            self.fail_after = None
            raise ConnectionError
        for key in sorted(self.kept):
            if key > after and limit:
                limit -= 1
                yield SourceEntry(
                    EntryKey("things", "thing", key), self.kept[key], "", f"/viec/{key}/", Audience.PUBLIC, NOW
                )


@pytest.fixture
def things(monkeypatch: pytest.MonkeyPatch) -> Things:
    monkeypatch.setattr(extensions, "_SOURCES", {})
    monkeypatch.setitem(services.rebuild.__globals__, "BATCH", 10)
    made = Things(25)
    provide_source(made)
    return made


def build(**more: bool) -> tuple[int, list[int]]:
    told: list[int] = []
    return services.rebuild(system="things", now=NOW, progress=told.append, **more), told


def test_everything_that_is_kept_is_written_and_what_is_gone_is_removed(things: Things) -> None:
    services.index_entry(
        entry=EntryKey("things", "thing", "gone"), title="Đã xoá", body="", url="/x/", audience=Audience.PUBLIC, now=NOW
    )
    assert build() == (25, [10, 20, 25, 25])
    assert SearchEntry.objects.count() == 25
    assert services.check_consistency(system="things").is_good
    assert build()[0] == 25


def test_a_run_that_was_stopped_goes_on_behind_its_last_batch(things: Things) -> None:
    things.fail_after = "t0009"
    with pytest.raises(ConnectionError):
        build()
    state = Rebuild.objects.get()
    assert (state.after, state.done, state.ended_at) == ("t0009", 10, None)
    assert build() == (15, [20, 25, 25])
    things.fail_after = "t0009"
    with pytest.raises(ConnectionError):
        build()
    assert build(restart=True)[0] == 25


def test_missing_stale_and_left_over_entries_are_named(things: Things) -> None:
    build()
    SearchEntry.objects.filter(key="t0003").delete()
    SearchEntry.objects.filter(key="t0004").update(title="Tên cũ")
    del things.kept["t0005"]
    found = services.check_consistency(system="things")
    assert (found.kept, found.missing, found.stale, found.left_over) == (24, ("t0003",), ("t0004",), ("t0005",))
    assert not found.is_good


def test_the_command_builds_checks_and_counts(things: Things) -> None:
    out = StringIO()
    call_command("search", "rebuild", stdout=out)
    assert "things: 25 entries written" in out.getvalue()
    call_command("search", "check", stdout=out)
    assert "things: 25 kept" in out.getvalue()
    call_command("search", "words", stdout=out)
    assert queries.count_by_system(text="việc", viewer=Actor.anonymous()) == {"things": 25}
    SearchEntry.objects.filter(key="t0003").delete()
    with pytest.raises(CommandError):
        call_command("search", "check", stdout=out)
    assert "missing: t0003" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("search", "rebuild", "nobody", stdout=out)
    with pytest.raises(NotFound):
        services.check_consistency(system="nobody")
