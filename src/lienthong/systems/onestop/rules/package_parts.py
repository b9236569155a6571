"""What the members of a package say, and whether they agree with each other."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from lienthong.kernel.calendars.contracts import LimitUnit, TimeLimit

from ..contracts import Channel, LegalText, Origin, PackageParts, PackageSpec, ScenarioSpec
from .package_file import PackageBroken, digest_of, read_json

SPEC = TypeAdapter(PackageSpec)
_LEGAL = TypeAdapter(LegalText)
_SCENARIOS = TypeAdapter(tuple[ScenarioSpec, ...])
_WORDS = TypeAdapter(dict[str, dict[str, str]])
_CODE = re.compile(r"[0-9]\.[0-9]{6}(\.[0-9A-Z]{1,12})?")
_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{1,70}")
LEVELS = ("province", "commune")
MOST_SCENARIOS, MOST_MOVES = 20, 40
LENGTHS = {"title": 700, "short_title": 200, "field": 200}
# Hours of a working day, by which limits in days and hours are compared.
_MINUTES = {
    LimitUnit.MINUTE: 1, LimitUnit.WORKING_HOUR: 60, LimitUnit.SAME_DAY: 480, LimitUnit.WORKING_DAY: 480,
    LimitUnit.HOUR: 60, LimitUnit.DAY: 480, LimitUnit.MONTH: 30 * 480,
}  # fmt: skip


def read_parts(members: Mapping[str, bytes], *, code: str, origin: str) -> PackageParts:
    """Return what a package says.

    :raises PackageBroken: a part is malformed, or parts contradict each other
    """
    parts = PackageParts(
        spec=_checked(SPEC, "package.json", members),
        legal=_checked(_LEGAL, "legal.json", members),
        origin=Origin(origin),
        form=_form(members),
        process=_text("process.bpmn", members),
        scenarios=_checked(_SCENARIOS, "scenarios.json", members),
        words=_checked(_WORDS, "translations.json", members) if "translations.json" in members else {},
        template=_text("result.typ", members) if "result.typ" in members else "",
        digest=digest_of(members, code=code, origin=origin),
    )
    for reason, about in _faults(parts, code):
        raise PackageBroken(reason, **about)
    return parts


def _checked(adapter: TypeAdapter[Any], name: str, members: Mapping[str, bytes]) -> Any:
    whole = read_json(name, members[name])
    try:
        return adapter.validate_python(whole)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(str(each) for each in first["loc"])[:200]
        raise PackageBroken("malformed", member=name, place=place, reason=_kind(first["type"])) from wrong


def _kind(name: str) -> str:
    """Return the kind of an error, one word for all that are neither missing nor too much."""
    return name if name in {"missing", "extra_forbidden"} else "wrong_value"


def _form(members: Mapping[str, bytes]) -> dict[str, Any]:
    whole = read_json("form.json", members["form.json"])
    if not isinstance(whole, dict) or set(whole) != {"schema", "ui"}:
        raise PackageBroken("malformed", member="form.json", place="", reason="shape")
    if not isinstance(whole["schema"], dict) or not isinstance(whole["ui"], dict):
        raise PackageBroken("malformed", member="form.json", place="", reason="shape")
    return whole


def _text(name: str, members: Mapping[str, bytes]) -> str:
    try:
        text = members[name].decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise PackageBroken("no_text", member=name) from wrong
    if "\0" in text:
        raise PackageBroken("no_text", member=name)
    return text


def _faults(parts: PackageParts, code: str) -> Iterator[tuple[str, dict[str, Any]]]:
    spec = parts.spec
    if spec.code != code or not _CODE.fullmatch(code):
        yield "other_code", {"found": spec.code[:40], "wanted": code[:40]}
    for name, most in LENGTHS.items():
        if not 0 < len(getattr(spec, name)) <= most:
            yield "text_length", {"name": name, "most": most}
    for key in (spec.process, spec.form, spec.result.template):
        if not _KEY.fullmatch(key):
            yield "wrong_key", {"key": key[:80]}
    if not spec.levels or set(spec.levels) - set(LEVELS):
        yield "wrong_level", {"levels": ", ".join(spec.levels)[:80]}
    yield from _faults_of_cases(spec)
    yield from _faults_of_law(parts)
    yield from _faults_of_scenarios(parts)


def _faults_of_cases(spec: PackageSpec) -> Iterator[tuple[str, dict[str, Any]]]:
    codes = [case.code for case in spec.cases]
    if not codes or len(set(codes)) != len(codes):
        yield "cases_once", {}
    for case in spec.cases:
        papers = [paper.code for paper in case.papers]
        if len(set(papers)) != len(papers):
            yield "papers_once", {"case": case.code}
        if Channel.COUNTER not in case.limits:
            yield "no_limit", {"case": case.code}
        for limit in case.limits.values():
            if minutes_of(limit) is None:
                yield "wrong_limit", {"limit": limit[:40]}
        if any(fee.amount < 0 for fee in case.fees):
            yield "wrong_fee", {"case": case.code}


def _faults_of_law(parts: PackageParts) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name what the province changes in what the law says: it may be quicker, never slower (R-9)."""
    spec, legal = parts.spec, parts.legal
    if parts.origin is not Origin.NATIONAL:
        return
    if spec.title != legal.name:
        yield "other_name", {"name": legal.name[:120]}
    if spec.field != legal.field:
        yield "other_field", {"field": legal.field}
    for case in spec.cases:
        for channel, limit in case.limits.items():
            allowed = [minutes_of(each) or 0 for each in legal.limits.get(channel.value, ())]
            if allowed and (minutes_of(limit) or 0) > max(allowed):
                yield "slower_than_law", {"case": case.name, "limit": limit, "law": legal.limits[channel.value][-1]}


def _faults_of_scenarios(parts: PackageParts) -> Iterator[tuple[str, dict[str, Any]]]:
    names = [each.name for each in parts.scenarios]
    if not names or len(set(names)) != len(names) or len(names) > MOST_SCENARIOS:
        yield "no_scenarios", {"most": MOST_SCENARIOS}
    cases = {case.code: {paper.code for paper in case.papers} for case in parts.spec.cases}
    for story in parts.scenarios:
        if story.case not in cases:
            yield "scenario_case", {"scenario": story.name[:80], "case": story.case[:40]}
            continue
        if unknown := set(story.papers) - cases[story.case]:
            yield "scenario_paper", {"scenario": story.name[:80], "paper": min(unknown)[:40]}
        if len(story.moves) > MOST_MOVES or (story.receives and story.receives not in parts.spec.levels):
            yield "scenario_shape", {"scenario": story.name[:80]}


def minutes_of(limit: str) -> int | None:
    """Return about how long a time limit is, in working minutes, to compare two; None where it is none."""
    try:
        read = TimeLimit.parse(limit)
    except ValueError:
        return None
    return read.amount * _MINUTES[read.unit]
