"""Templates that mean harm, or run wild: told in words, in time, with nothing read and nobody asked."""

import os
import signal
import socket
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.papers import services, testing
from lienthong.kernel.papers.contracts import PaperNotRendered, Trial
from lienthong.kernel.papers.extensions import find_template
from lienthong.kernel.papers.queries.templates import with_text
from lienthong.kernel.papers.typesetting import bounded, press, typeset
from lienthong.kernel.papers.words import read_troubles

NOW = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
KEY = "test-paper"
pytestmark = pytest.mark.django_db
HEAVY_LOOP = "#for i in range(100000) { for j in range(100000) { let x = i + j } }"


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "SECONDS", 1)
    bounded.end_process()


def tried(editor: Actor, source: str, sample: str = "") -> Trial:
    return services.try_out(slug=KEY, sample=sample, source=source, actor=editor, now=NOW)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (HEAVY_LOOP, "time"),
        ('#let x = ("a",) * 1000\n#let y = range(60).fold("ab", (sofar, _) => sofar + sofar)\n#y', "memory"),
        ("#for i in range(2000) [a #pagebreak()]", "size"),
    ],
    ids=["time", "memory", "size"],
)
def test_what_oversteps_a_bound_is_ended_and_told_in_words(editor: Actor, source: str, code: str) -> None:
    trial = tried(editor, source)
    assert not trial.pictures
    assert trial.troubles[0].code in {code, "time"}
    assert trial.troubles[0].words
    # The next paper is printed as if nothing had been.
    assert tried(editor, find_template(KEY).source).pictures


def test_a_published_template_is_bound_when_papers_are_printed_too(workshop: Path) -> None:
    with pytest.raises(PaperNotRendered) as refusal:
        typeset(template=with_text(find_template(KEY), HEAVY_LOOP), context=testing.CONTEXT, standards=[], now=NOW)
    assert refusal.value.params["bound"] == "time"


@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")',
        '#read("../../../../../../../etc/passwd")',
        '#image("/etc/hostname")',
        '#plugin("/lib/x86_64-linux-gnu/libc.so.6")',
        "#while true {}",
        "#let f(x) = f(x)\n#f(1)",
        '#import "@preview/cetz:0.3.0"',
        '#import ("@pre" + "view/cetz:0.3.0")',
        '#import "@local/x:1.0.0"',
        "#sys.inputs.secret",
    ],
)
def test_what_is_not_allowed_is_refused_with_its_line(editor: Actor, source: str) -> None:
    trial = tried(editor, f"= Đề mục\n{source}")
    assert trial.troubles
    assert trial.troubles[0].line in {2, 3}
    assert trial.troubles[0].words


def test_no_other_machine_is_asked_for_a_package(editor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages are led to the closed port: put a listener there, and it is the one that is asked, and the only way."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = f"http://127.0.0.1:{listener.getsockname()[1]}"
        monkeypatch.setattr(bounded, "_NOWHERE", dict.fromkeys(bounded._NOWHERE, proxy))

        def answer() -> None:
            connection, _address = listener.accept()
            with connection:
                asked.append(connection.recv(200))

        waiting = threading.Thread(target=answer)
        waiting.start()
        trial = tried(editor, '#import "@preview/cetz:0.3.0"')
        waiting.join(5)
    assert trial.troubles
    assert asked[0].startswith(b"CONNECT packages.typst.org:443")


def test_the_process_knows_nothing_of_the_environment(editor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "never shown")
    assert tried(editor, "= a").pages == 1
    (process,) = bounded._running
    assert b"never shown" not in Path(f"/proc/{process._child.pid}/environ").read_bytes()


def test_a_process_that_is_killed_is_replaced(editor: Actor) -> None:
    assert tried(editor, "= a").pages == 1
    os.kill(bounded._running[0]._child.pid, signal.SIGKILL)
    bounded._running[0]._child.wait()
    assert tried(editor, "= b").pages == 1


def test_one_that_nobody_waits_for_ends_by_itself(editor: Actor) -> None:
    """The child sets an alarm for itself, so that it does not outlive a killed parent."""
    assert tried(editor, "= a").pages == 1
    child = bounded._running[0]._child
    job = {"wish": "pdf", "data": "{}", "standards": [], "timestamp": 0, "pictures": 0}
    assert child.stdin is not None
    press.send(child.stdin, job, HEAVY_LOOP.encode())
    assert child.wait(10) == -signal.SIGALRM


def test_many_threads_at_once_each_get_their_own_paper(editor: Actor) -> None:
    found: dict[int, int] = {}

    def print_one(number: int) -> None:
        template = with_text(find_template(KEY), "a" + "#pagebreak() a" * number)
        pdf = typeset(template=template, context=testing.CONTEXT, standards=[], now=None)
        found[number] = len(bounded._PAGE.findall(pdf))

    threads = [threading.Thread(target=print_one, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: number + 1 for number in range(6)}


def test_an_unknown_sample_is_not_found(editor: Actor) -> None:
    with pytest.raises(NotFound):
        tried(editor, "= a", "no such")


def test_the_preview_shows_the_first_pages_and_what_readers_of_screens_miss(editor: Actor) -> None:
    trial = tried(editor, find_template(KEY).source, "Nhiều dòng")
    assert trial.pages > 1
    assert all(picture.startswith(b"\x89PNG") for picture in trial.pictures)
    assert trial.facts["unread"] == ()
    drawn = '#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"9\\" height=\\"9\\"/>"), format: "svg")'
    unread = tried(editor, f"#set document(title: [a])\n{drawn}")
    assert unread.pictures
    assert unread.facts["unread"]


def test_each_error_is_told_with_its_own_line() -> None:
    drawing = (
        "error: unclosed delimiter\n  ┌─ __typst_py_bytes__.typ:3:8\n  │\n"
        "error: expected expression\n  ┌─ __typst_py_bytes__.typ:7:1\n"
    )
    found = read_troubles("unclosed delimiter", drawing)
    assert [(trouble.line, trouble.column) for trouble in found] == [(3, 9), (7, 2)]
    assert read_troubles("something new", "")[0].line == 0
