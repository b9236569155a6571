"""What addresses ask for, and how refusals reach the fields of a form."""

from datetime import date, datetime

from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone

from lienthong.kernel.acts.contracts import Conflict, Invalid
from lienthong.kernel.organizations.forms.days import DATE_FORMATS

LONGEST_SEARCH = 100
MOST_PAGES = 10_000


def words_asked(request: HttpRequest) -> str:
    """Return what is searched for."""
    return request.GET.get("q", "")[:LONGEST_SEARCH].replace("\0", "")


def page_asked(request: HttpRequest) -> int:
    """Return the page asked for, the first when it is none."""
    text = request.GET.get("trang", "")
    return min(int(text), MOST_PAGES) if text.isdecimal() and len(text) < 6 and int(text) > 0 else 1


def day_asked(request: HttpRequest) -> tuple[date, bool]:
    """Return the day asked for, today when none was or it is no day, and whether what was typed is no day."""
    text = request.GET.get("ngay", "").strip()
    for shape in DATE_FORMATS if text else ():
        try:
            day = datetime.strptime(text, shape).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
        if 1900 <= day.year <= 2200:
            return day, False
    return timezone.localdate(), bool(text)


def show_refusal(form: Form, refusal: Invalid | Conflict) -> None:
    """Put a refusal where it belongs: beside its fields, else above the form."""
    errors = getattr(refusal, "errors", ())
    for error in errors:
        form.add_error(error.path if error.path in form.fields else None, error.message)
    if not errors:
        form.add_error(None, refusal.message)
