"""What the catalogue says to people: time limits, fees, papers and the faults of the source, in words."""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel.ui.words import limit_phrase, money_phrase

from ..contracts import (
    Channel,
    Fee,
    FeeDoubt,
    Method,
    Outcome,
    PaperCase,
    Problem,
    ProblemCode,
    ProcedureSummary,
    RunState,
    VersionState,
)
from ..rules import Step, split_steps
from .labels import CHANNELS, CITIZENS_MUST_KNOW, FIELDS, LEVELS, OUTCOMES, PROBLEMS, RUN_STATES, STATES

register = template.Library()

NBSP = "\u00a0"


@register.filter
def level_label(value: str) -> str:
    """Name a level of government."""
    return str(LEVELS.get(value, value))


@register.filter
def channel_label(value: Channel) -> str:
    """Name a way to file."""
    return str(CHANNELS[value])


@register.filter
def state_label(value: VersionState) -> str:
    """Name the state of a version."""
    return str(STATES[value])


@register.filter
def outcome_label(value: Outcome) -> str:
    """Name what an import did."""
    return str(OUTCOMES[value])


@register.filter
def run_state_label(value: RunState) -> str:
    """Name where an import stands."""
    return str(RUN_STATES[value])


@register.filter
def part_label(value: str) -> str:
    """Name a part of a procedure, as reports of changes list them."""
    return str(FIELDS.get(value, value))


@register.filter
def problem_label(value: ProblemCode | str) -> str:
    """Name a fault of the source in a few words, for filters and reports."""
    return str(PROBLEMS[ProblemCode(value)][0])


@register.filter
def problem_sentence(problem: Problem) -> str:
    """Say what a fault of the source means for the reader."""
    return str(PROBLEMS[problem.code][1])


@register.filter
def for_citizens(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Keep the faults that change what a citizen should do."""
    return tuple(problem for problem in problems if problem.code in CITIZENS_MUST_KNOW)


@register.filter
def limit_words(method: Method) -> str:
    """Say the time limit of one way to file, honestly where the source is not."""
    if method.limit:
        return limit_phrase(method.limit)
    if method.unit_missing:
        return _("“%(value)s”, unit of time not stated") % {"value": method.limit_value}
    if method.limit_text and len(method.limit_text) <= 60:
        return method.limit_text
    return _("see how to file") if method.description or method.limit_text else _("not stated")


@register.filter
def limits_answer(methods: Sequence[Method]) -> str:
    """Answer "how long?" for all ways to file together."""
    said = list(dict.fromkeys(limit_words(method) for method in methods))
    if not said:
        return _("not stated")
    if len(said) == 1:
        return said[0]
    known = sorted(
        {method.limit for method in methods if method.limit and method.limit != "same_day"}, key=_limit_parts
    )
    units = {_limit_parts(code)[1] for code in known}
    if len(known) == len(said) and len(units) == 1:
        return _("%(shortest)s to %(longest)s") % {
            "shortest": _limit_parts(known[0])[0],
            "longest": limit_phrase(known[-1]),
        }
    return _("depends on the case")


@register.filter
def fee_words(fee: Fee) -> str:
    """Say one fee; an amount that must not be believed is never said as if it were certain."""
    if fee.doubt is FeeDoubt.SEE_NOTE:
        return _("The source prints “free”, but its note states a fee")
    shown = _amount(fee)
    if fee.doubt is FeeDoubt.TOO_SMALL:
        return _("The source prints %(amount)s, probably a slip; ask before paying") % {"amount": shown}
    if fee.doubt is FeeDoubt.UNREADABLE:
        return _("The source cannot be read with certainty here; ask before paying")
    if fee.amount == 0:
        return _("Free of charge")
    return shown or _("As prescribed")


@register.filter
def fees_answer(methods: Sequence[Method]) -> str:
    """Answer "how much?" for all ways to file together."""
    fees = [fee for method in methods for fee in method.fees]
    if not fees:
        return _("not stated")
    if all(fee.is_free for fee in fees):
        return _("Free of charge")
    if any(fee.doubt or fee.amount is None or fee.currency != "VND" for fee in fees):
        return _("see the note on fees")
    amounts = sorted({fee.amount for fee in fees if fee.amount is not None})
    if len(amounts) == 1:
        return money_phrase(amounts[0])
    if amounts[0] == 0:
        return _("up to %(most)s") % {"most": money_phrase(amounts[-1])}
    least = money_phrase(amounts[0]).split(NBSP, maxsplit=1)[0]
    return _("%(least)s to %(most)s") % {"least": least, "most": money_phrase(amounts[-1])}


@register.filter
def channels_answer(methods: Sequence[Method]) -> str:
    """Answer "where?": the ways to file, once each."""
    order = (Channel.ONLINE, Channel.IN_PERSON, Channel.POST)
    offered = {method.channel for method in methods}
    return ", ".join(str(CHANNELS[channel]) for channel in order if channel in offered).capitalize() or _("not stated")


@register.filter
def papers_answer(cases: Sequence[PaperCase]) -> str:
    """Answer "what to prepare?" over all cases."""
    always = sum(len(case.papers) for case in cases if case.always)
    counts = sorted({always + len(case.papers) for case in cases if not case.always} or {always})
    if not counts[-1]:
        return _("not stated")
    most = ngettext("%(count)s paper", "%(count)s papers", counts[-1]) % {"count": counts[-1]}
    if len(counts) == 1 or counts[0] == 0:
        return most if len(counts) == 1 else _("up to %(most)s") % {"most": most}
    return _("%(least)s to %(most)s") % {"least": counts[0], "most": most}


@register.filter
def summary_words(summary: ProcedureSummary) -> str:
    """Say the time limit and the fee of a procedure in a list, as far as both are certain."""
    fee = fees_answer(summary.methods)
    said = [limits_answer(summary.methods)]
    if any(each.fees for each in summary.methods):
        said.append(fee[:1].lower() + fee[1:])
    return " · ".join(said)


@register.filter
def steps_of(texts: Sequence[str]) -> tuple[Step, ...]:
    """Give the steps of a procedure with headings."""
    return split_steps(texts)[0]


@register.filter
def remarks_of(texts: Sequence[str]) -> tuple[str, ...]:
    """Give the remarks that the source lists among the steps."""
    return split_steps(texts)[1]


@register.filter
def is_address(text: str) -> bool:
    """Tell whether a form is given by its address and may be linked."""
    return text.startswith("https://")


def _limit_parts(code: str) -> tuple[int, str]:
    """Split "3wd" into its number and unit."""
    unit = code.lstrip("0123456789")
    return int(code.removesuffix(unit)), unit


def _amount(fee: Fee) -> str:
    if fee.amount is None:
        return ""
    return money_phrase(fee.amount) if fee.currency == "VND" else f"{fee.amount}{NBSP}{fee.currency}"
