"""How long printing takes: forms 01 to 06 of the one-stop shop as systems bring them, and as people edited them.

Medians of warm prints with full data; edited templates are typeset by the bounded process.
Run in the environment of a program built by the demo: `python -m tests.load.papers`.
"""

import json
import statistics
import time
from collections.abc import Callable

import django

ROUNDS = 40
FORMS = {"01": "receipt", "02": "supplement", "03": "refusal", "04": "apology", "06": "control-slip"}
SAMPLE = "Đủ thông tin"


def main() -> None:
    """Print rows of the table as JSON."""
    django.setup()
    from django.utils import timezone

    from lienthong.kernel.papers import services
    from lienthong.kernel.papers.extensions import find_template
    from lienthong.kernel.papers.queries.templates import with_text
    from lienthong.kernel.papers.typesetting import typeset

    now = timezone.now()
    brought, edited = {}, {}
    for number, key in FORMS.items():
        template = find_template(key)
        data, draft = template.samples[SAMPLE], with_text(template, template.source)
        brought[number] = _median(lambda key=key, data=data: services.render(template=key, context=data, now=now))
        edited[number] = _median(
            lambda draft=draft, data=data: typeset(template=draft, context=data, standards=["a-2b"], now=now)
        )
    rows = [
        ("PDF form, as brought by the system, by form", _listed(brought)),
        ("PDF form, from an edited template in the bounded process, by form", _listed(edited)),
        ("PDF form, the slowest of them", f"{max(*brought.values(), *edited.values()):.1f} ms"),
    ]
    print(json.dumps(rows, ensure_ascii=False))


def _median(print_once: Callable[[], bytes]) -> float:
    """Return the milliseconds of a warm print."""
    for _each in range(3):
        print_once()
    lasted = []
    for _each in range(ROUNDS):
        begin = time.perf_counter()
        print_once()
        lasted.append(1000 * (time.perf_counter() - begin))
    return statistics.median(lasted)


def _listed(medians: dict[str, float]) -> str:
    return "; ".join(f"{number}: {median:.1f} ms" for number, median in medians.items())


if __name__ == "__main__":
    main()
