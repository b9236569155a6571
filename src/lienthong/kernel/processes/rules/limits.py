"""Time limits of steps and paths, compared in working minutes of a standard day."""

import re

from lienthong.kernel.calendars.contracts import LimitUnit, TimeLimit

from .model import Model, Step, back_flows, forward_order

DAY_MINUTES = 8 * 60
# Calendar units are compared by the working time they surely contain: five days of seven.
MINUTES = {
    LimitUnit.MINUTE: 1,
    LimitUnit.WORKING_HOUR: 60,
    LimitUnit.WORKING_DAY: DAY_MINUTES,
    LimitUnit.SAME_DAY: DAY_MINUTES,
    LimitUnit.HOUR: 20,
    LimitUnit.DAY: DAY_MINUTES * 5 // 7,
    LimitUnit.MONTH: DAY_MINUTES * 20,
}


SHORT_MINUTES = re.compile(r"^([0-9]+)min$")


def parse_limit(text: str) -> TimeLimit | None:
    """Read a limit ("3wd", "4wh", "30min" for 30 working minutes); None when it is none."""
    try:
        return TimeLimit.parse(SHORT_MINUTES.sub(r"\1wmin", text))
    except ValueError:
        return None


def limit_minutes(text: str) -> int:
    """Return a limit in working minutes; 0 when it cannot be read."""
    limit = parse_limit(text)
    return MINUTES[limit.unit] * limit.amount if limit is not None else 0


def longest_path_minutes(model: Model) -> int:
    """Return the sum of limits along the longest way from start to end.

    Ways back count nothing: what is done again is measured against the same total, so each step counts once.
    """
    back = back_flows(model)
    total: dict[str, int] = {}
    for key in forward_order(model):
        before = [total.get(f.source, 0) for f in model.behind[key] if f.key not in back]
        own = _step_minutes(model.steps[key]) if key in model.steps else 0
        total[key] = own + max(before, default=0)
    return max(total.values(), default=0)


def _step_minutes(step: Step) -> int:
    """Return the minutes of a step; agencies asked one after the other take theirs one after the other."""
    times = int(step.each) if step.sequential and step.each.isdigit() else 1
    return limit_minutes(step.limit) * times
