"""How long a form of sixty questions takes: `python -m tests.load.forms` prints rows for the table of figures."""

import json
import os
import statistics
import time
from collections.abc import Callable

import django

ROUNDS = 200
KINDS = ("text", "personal_number", "date", "phone", "money", "choice")
VALUES = ("Nguyễn Văn An", "056190000002", "2026-01-02", "0912345678", 1_500_000, "a")


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median of the CPU time of one run, so that what else the machine does counts little."""
    for _ in range(10):
        work()
    taken = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return 1000 * statistics.median(taken)


def rows() -> list[tuple[str, str]]:
    """Measure showing and judging sixty questions of six kinds, nine of them conditional."""
    from django.template.loader import render_to_string

    from lienthong.kernel.forms.compiled import CompiledForm
    from lienthong.kernel.forms.contracts import FieldDescription, FieldKind, FormDescription, SectionDescription
    from lienthong.kernel.forms.rules import write

    fields = [
        FieldDescription(
            f"f{at}", f"Câu {at}", FieldKind(KINDS[at % 6]), required=at % 2 == 0,
            widget="money" if KINDS[at % 6] == "money" else "", help="Theo giấy tờ" if at % 3 == 0 else "",
            choices=(("a", "A"), ("b", "B")) if KINDS[at % 6] == "choice" else (),
            condition="f5 == 'a'" if at > 50 else "",
        )
        for at in range(60)
    ]  # fmt: skip
    sections = tuple(SectionDescription(f"Phần {at}", tuple(fields[at * 10 : at * 10 + 10])) for at in range(6))
    schema, ui = write(FormDescription(sections))
    form = CompiledForm(key="bench", version=1, title="Sáu mươi câu", schema=schema, ui=ui)
    answers = {f"f{at}": VALUES[at % 6] for at in range(60)}
    page = "forms/answers.html"
    shown = milliseconds(lambda: render_to_string(page, {"form": form.django_form(initial=answers)}))
    return [
        ("a form of 60 questions: show (aim ≤ 20 ms)", f"{shown:.1f} ms"),
        ("a form of 60 questions: judge (aim ≤ 1 ms)", f"{milliseconds(lambda: form.validate(answers)):.2f} ms"),
        ("a form of 60 questions: compile once a version", f"{milliseconds(lambda: _compile(form), 20):.1f} ms"),
    ]


def _compile(form: object) -> None:
    from lienthong.kernel.forms.compiled import CompiledForm

    assert isinstance(form, CompiledForm)
    again = CompiledForm(key=form.key, version=1, title=form.title, schema=form.schema, ui=form.ui)
    again.validate({})
    again.django_form()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings.test")
    django.setup()
    print(json.dumps(rows()))
