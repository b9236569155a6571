"""What the address of a page asks for; whatever somebody writes there, the page answers."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from lienthong.kernel.ui.contracts import read_day

LONGEST_SEARCH = 100
MOST_PAGES = 10_000
FIRST_YEAR, LAST_YEAR = 1900, 2200


def words_asked(request: HttpRequest) -> str:
    """Return what is searched for (`q`), without outer spaces."""
    return request.GET.get("q", "")[:LONGEST_SEARCH].replace("\0", "").strip()


def number_asked(request: HttpRequest, name: str, *, least: int, most: int, otherwise: int) -> int:
    """Return the whole number asked for, brought between the least and the most; `otherwise` when it is none."""
    text = request.GET.get(name, "")
    return min(max(int(text), least), most) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def page_asked(request: HttpRequest) -> int:
    """Return the page of a list asked for (`trang`), the first when it is none that a list can have."""
    asked = number_asked(request, "trang", least=1, most=MOST_PAGES + 1, otherwise=1)
    return asked if asked <= MOST_PAGES else 1


def pages_beside(page: int, *, more: bool) -> dict[str, int]:
    """Return what a template links to before and after a page of a list, as `before` and `after`; 0 for none."""
    return {"before": page - 1, "after": page + 1 if more else 0}


def day_asked(request: HttpRequest, name: str = "ngay") -> tuple[date, bool]:
    """Return the day asked for, today when none was or it is no day, and whether what was typed is no day."""
    text = request.GET.get(name, "").strip()
    day = read_day(text)
    if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR:
        return day, False
    return timezone.localdate(), bool(text)
