"""The library loaded in every template: icons, dates, figures, clocks, addresses, fields."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.conf import STATICFILES_STORAGE_ALIAS
from django.core.files.storage import Storage, storages
from django.forms import BoundField
from django.template.base import FilterExpression, Node, Parser, Token, Variable
from django.template.defaulttags import url as do_url
from django.templatetags.i18n import do_translate
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from lienthong.kernel.ui import drawing, fields, words
from lienthong.kernel.ui.addresses import page_address
from lienthong.kernel.ui.contracts import ClockPhrase, ClockState

register = template.Library()


class _PlainText(Node):
    """Words of the interface that stand in the template as they are: looked up, and nothing else done to them."""

    def __init__(self, msgid: str) -> None:
        self._msgid = msgid

    def render(self, _context: template.Context) -> str:
        """Return the words in the language of the page."""
        return gettext(self._msgid).replace("%%", "%")


@register.tag("trans")
@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    """Do what the tag of Django does; a hundred plain words on a page cost a fifth of what they do there."""
    node = do_translate(parser, token)
    words_of = node.filter_expression
    literal = words_of.var.literal
    if node.noop or node.asvar or node.message_context or words_of.filters or not isinstance(literal, str):
        return node
    return _PlainText(str(literal).replace("%", "%%"))


class _PlainAddress(Node):
    """The address of a page named in the template, with the parts that stand in it."""

    def __init__(self, url_name: str, parts: list[FilterExpression]) -> None:
        self._url_name = url_name
        self._parts = parts

    def render(self, context: template.Context) -> str:
        """Return the address."""
        return page_address(self._url_name, *[part.resolve(context) for part in self._parts])


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Do what the tag of Django does; an address met before is not put together again."""
    node = do_url(parser, token)
    literal = node.view_name.var.literal if isinstance(node.view_name.var, Variable) else node.view_name.var
    if node.asvar or node.kwargs or node.view_name.filters or not isinstance(literal, str):
        return node
    return _PlainAddress(str(literal), node.args)


@register.simple_tag
def static(path: str) -> str:
    """Do what the tag of Django does; the address of a file is looked up once a process."""
    return _static(path, storages[STATICFILES_STORAGE_ALIAS])


@cache
def _static(path: str, storage: Storage) -> SafeString:
    return SafeString(conditional_escape(storage.url(path)))


CLOCK_ICONS = {
    ClockState.RUN: "clock",
    ClockState.RISK: "hourglass-low",
    ClockState.LATE: "alert-triangle",
    ClockState.PAUSED: "player-pause",
    ClockState.IDLE: "clock-pause",
    ClockState.DONE: "check",
}


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon of the sprite; it speaks only together with words, so readers of screens skip it."""
    return _drawn(name, css, storages[STATICFILES_STORAGE_ALIAS])


@cache
def _drawn(name: str, css: str, storage: Storage) -> SafeString:
    """Draw an icon from the sprite of a storage; pages have a hundred of few kinds."""
    return format_html(
        '<svg class="lt-i{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        storage.url("ui/icons.svg"),
        name,
    )


@register.filter
def moment(value: datetime | None) -> str:
    """Say an instant: "14:15 thứ Hai 23/11"."""
    return words.moment_phrase(value, today=timezone.localdate()) if value else ""


@register.filter
def day(value: date | None) -> str:
    """Say a date, with its year only when it is not this one."""
    return words.day_phrase(value, today=timezone.localdate()) if value else ""


@register.filter
def full_day(value: date | None) -> str:
    """Say a date with its year, as on papers: "23/11/2026"."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value:%d/%m/%Y}" if value else ""


@register.filter
def hour(value: datetime | None) -> str:
    """Say the hour of an instant: "14:15"."""
    return f"{timezone.localtime(value):%H:%M}" if value else ""


@register.filter
def iso(value: date | None) -> str:
    """Write a date or an instant for the attribute `datetime`."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return value.isoformat() if value else ""


@register.filter
def money(value: int | None) -> str:
    """Say an amount: "50.000 đồng"; nothing when not known."""
    return "" if value is None else words.money_phrase(value)


@register.filter
def figure(value: Decimal | float | None) -> str:
    """Write a figure: "1.204"; nothing when not known."""
    return "" if value is None else words.figure_phrase(value)


@register.filter
def percent(value: Decimal | float | None) -> str:
    """Say a share given in percent: "98,7 %"; nothing when not known."""
    return "" if value is None else words.percent_phrase(value)


@register.filter
def mask_number(value: str | None) -> str:
    """Hide the middle of a personal number, a business code or a telephone number."""
    return words.masked(value) if value else ""


@register.filter
def initials(value: str) -> str:
    """Two letters for a person."""
    return words.initials(value)


@register.filter
def working_time(value: int | None, day_minutes: int = words.DAY_MINUTES) -> str:
    """Say working minutes: "1 ngày 3 giờ"."""
    return "" if value is None else words.working_phrase(value, day_minutes=day_minutes)


@register.filter
def time_limit(value: str) -> str:
    """Say a time limit as law states it: "3 ngày làm việc"; nothing when there is none."""
    return words.limit_phrase(value) if value else ""


@register.filter
def lookup(value: dict[str, Any], key: str) -> Any:
    """Read a key that is itself a variable."""
    return value.get(key)


@register.simple_tag
def clock(
    due_at: datetime | None = None,
    now: datetime | None = None,
    *,
    paused_at: datetime | None = None,
    remaining: int | None = None,
    starts_at: datetime | None = None,
    closed: bool = False,
    day_minutes: int = words.DAY_MINUTES,
    short: bool = False,
) -> SafeString:
    """Say a clock with its icon and colour; `short` adds the due hour beside it, as in lists."""
    now = now or timezone.now()
    phrase = words.clock_phrase(
        due_at=due_at,
        now=now,
        paused_at=paused_at,
        remaining=remaining,
        starts_at=starts_at,
        closed=closed,
        day_minutes=day_minutes,
    )
    if phrase is None:
        return SafeString("")
    beside = phrase.beside
    if short and due_at and not beside and not closed and phrase.state is not ClockState.LATE:
        beside = words.short_moment(due_at, today=timezone.localtime(now).date())
    return clock_markup(phrase, beside=beside)


def clock_markup(phrase: ClockPhrase, *, beside: str) -> SafeString:
    """Draw a clock that was already put into words."""
    return format_html(
        '<span class="lt-clock{}">{}{}{}</span>',
        "" if phrase.state is ClockState.RUN else f" lt-{phrase.state}",
        icon(CLOCK_ICONS[phrase.state]),
        format_html("<b>{}</b>", phrase.words) if phrase.words else "",
        format_html("<span>{}</span>", beside) if beside else "",
    )


@register.filter
def clock_words(phrase: ClockPhrase | None) -> SafeString:
    """Draw a `ClockPhrase` that a query or a view prepared."""
    return clock_markup(phrase, beside=phrase.beside) if phrase else SafeString("")


@register.simple_tag
def scale_svg(
    pieces: str = "", *, marks: str = "", now: float | None = None, label: str = "", today: str = ""
) -> SafeString:
    """Draw the large scale; see `lienthong.kernel.ui.drawing.scale`."""
    return drawing.scale(pieces, marks=marks, now=now, label=label, today=today)


@register.simple_tag
def small_scale(used: float | None, *, state: str = "run") -> SafeString:
    """Draw the small scale of lists; see `lienthong.kernel.ui.drawing.small_scale`."""
    return drawing.small_scale(used, state=state)


@register.simple_tag(takes_context=True)
def address(context: template.Context, **changes: object) -> str:
    """Give this page's address with some parameters changed; None or an empty text removes one.

    `{% address loc="buoc" sau=None %}` keeps every other filter, so that the address stays the state.
    """
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if isinstance(value, list | tuple):
            query.setlist(name, [str(item) for item in value])
        elif value is not None and value != "":
            query[name] = str(value)
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """Draw a field's control with its class, its messages tied to it, and `autocomplete`."""
    return fields.control(field)


@register.filter
def field_kind(field: BoundField) -> str:
    """Say how a field is laid out: text, options, tick, upload or hidden."""
    return fields.kind(field)


@register.filter
def error_target(field: BoundField) -> str:
    """Name the element an error summary points to."""
    return fields.target(field)
