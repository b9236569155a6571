"""Whether the lines of a reorganisation fit together, and in which order they are executed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lienthong.kernel.organizations.contracts import AgencyKind, PlanLine, PlanProblem, ReorganizationKind

from .listing import PARENTS

ENDING = frozenset({ReorganizationKind.MERGE, ReorganizationKind.SPLIT, ReorganizationKind.DISSOLVE})
KEEPING = frozenset({ReorganizationKind.RENAME, ReorganizationKind.MOVE})
DEEPEST = 60


@dataclass(frozen=True)
class AgencyFact:
    """An agency as it stands before a plan; `depth` is 0 at the top."""

    code: str
    kind: AgencyKind
    parent: str
    depth: int
    is_open: bool
    may_manage: bool


@dataclass(frozen=True)
class CheckedPlan:
    """What is wrong with a plan, and the stage of each line; lower stages are executed first."""

    problems: tuple[PlanProblem, ...]
    stages: Mapping[int, int]


def check_plan(lines: Sequence[PlanLine], agencies: Mapping[str, AgencyFact]) -> CheckedPlan:
    """Return what is wrong with a plan, line by line, and the stage of each line.

    :param agencies: those that exist, by code
    """
    checking = _Checking(lines, agencies)
    problems = tuple(checking.problems())
    return CheckedPlan(problems, {line.number: checking.stage(line) for line in lines})


class _Checking:
    """A plan with what its lines do, by code."""

    def __init__(self, lines: Sequence[PlanLine], agencies: Mapping[str, AgencyFact]) -> None:
        self.lines, self.agencies = lines, agencies
        self.founded = {line.target: line for line in lines if line.kind is ReorganizationKind.FOUND}
        self.by_source: dict[str, list[PlanLine]] = defaultdict(list)
        for line in lines:
            if line.kind is not ReorganizationKind.FOUND:
                self.by_source[line.source].append(line)
        self.ended = {line.source: line for line in lines if self._ends(line)}
        self.parents = {code: fact.parent for code, fact in agencies.items()}
        self.kinds = {code: fact.kind for code, fact in agencies.items()}
        for line in lines:
            code = line.target if line.kind is ReorganizationKind.FOUND else line.source
            if line.kind is ReorganizationKind.FOUND or (line.kind in KEEPING and line.parent):
                self.parents[code] = line.parent
            if line.target_kind is not None and line.kind in {ReorganizationKind.FOUND, ReorganizationKind.RENAME}:
                self.kinds[code] = line.target_kind
        self.children: dict[str, list[str]] = defaultdict(list)
        for code, parent in self.parents.items():
            if code not in agencies or agencies[code].is_open:
                self.children[parent].append(code)

    @staticmethod
    def _ends(line: PlanLine) -> bool:
        return line.kind in ENDING and (line.kind is not ReorganizationKind.SPLIT or line.is_main)

    def problems(self) -> Iterator[PlanProblem]:
        for line in self.lines:
            reason, about = self._fault(line)
            if reason:
                yield PlanProblem(line.number, reason, about)
        for source, lines in self.by_source.items():
            if reason := self._fault_of_source(source, lines):
                yield PlanProblem(lines[-1].number, reason, source)
        found = Counter(line.target for line in self.lines if line.kind is ReorganizationKind.FOUND)
        for code, times in found.items():
            if times > 1:
                yield PlanProblem(self.founded[code].number, "found_twice", code)

    def _fault(self, line: PlanLine) -> tuple[str, str]:
        if line.kind is ReorganizationKind.FOUND:
            return self._fault_of_founding(line)
        fact = self.agencies.get(line.source)
        if fact is None or not fact.is_open or not fact.may_manage:
            wrong = "source_unknown" if fact is None else "not_yours" if fact.is_open else "source_ended"
            return wrong, line.source
        return self._fault_of_change(line) if line.kind in KEEPING else self._fault_of_target(line)

    def _fault_of_change(self, line: PlanLine) -> tuple[str, str]:
        if not (line.parent or (line.kind is ReorganizationKind.RENAME and (line.target_name or line.target))):
            return "nothing_changes", line.source
        if line.target and line.target != line.source and self._is_taken(line.target):
            return "code_taken", line.target
        return self._fault_of_place(line.source, line.parent) if line.parent else ("", "")

    def _fault_of_founding(self, line: PlanLine) -> tuple[str, str]:
        if not line.target or not line.target_name or line.target_kind is None:
            return "founding_incomplete", line.target
        if line.target in self.agencies:
            return "code_taken", line.target
        if not line.parent:
            return ("", "") if line.target_kind is AgencyKind.PROVINCE else ("parent_unknown", line.target)
        return self._fault_of_place(line.target, line.parent)

    def _fault_of_place(self, code: str, parent: str) -> tuple[str, str]:
        if parent not in self.kinds:
            return "parent_unknown", parent
        if parent in self.agencies and not self.agencies[parent].is_open:
            return "parent_ended", parent
        if parent in self.ended:
            return "parent_ends", parent
        seen, step = {code}, parent
        while step:
            if step in seen:
                return "cycle", code
            seen.add(step)
            step = self.parents.get(step, "")
        return ("", "") if self.kinds[parent] in PARENTS[self.kinds[code]] else ("tier", code)

    def _fault_of_target(self, line: PlanLine) -> tuple[str, str]:
        if not line.target:
            if line.kind is not ReorganizationKind.DISSOLVE:
                return "target_missing", line.source
            staying = [code for code in self.children[line.source] if code not in self.ended]
            return ("children_left", staying[0]) if staying else ("", "")
        if line.target == line.source:
            return "onto_itself", line.source
        known = self.agencies.get(line.target)
        if known is None and line.target not in self.founded:
            return "target_unknown", line.target
        if known is not None and not known.is_open:
            return "target_ended", line.target
        return ("target_ends", line.target) if line.target in self.ended else ("", "")

    def _fault_of_source(self, source: str, lines: Sequence[PlanLine]) -> str:
        ending = [line for line in lines if line.kind in ENDING]
        mains = [line for line in ending if self._ends(line)]
        if len({(line.kind, line.target) for line in lines}) < len(lines):
            return "twice"
        if len(mains) > 1:
            return "main_twice" if all(line.kind is ReorganizationKind.SPLIT for line in ending) else "ended_twice"
        if mains and any(line.kind in KEEPING for line in lines):
            return "changed_and_ended"
        goes_on = any(line.kind in KEEPING for line in lines) or any(line.target == source for line in self.lines)
        return "main_missing" if ending and not mains and not goes_on else ""

    def _is_taken(self, code: str) -> bool:
        return code in self.agencies or code in self.founded

    def stage(self, line: PlanLine) -> int:
        """Found from the top down, then rename and move, then end from the bottom up."""
        if line.kind is ReorganizationKind.FOUND:
            depth, step = 0, line.parent
            while step in self.founded and depth < DEEPEST:
                depth, step = depth + 1, self.founded[step].parent
            return depth
        if line.kind in KEEPING:
            return DEEPEST + (1 if line.kind is ReorganizationKind.MOVE else 0)
        fact = self.agencies.get(line.source)
        depth = min(fact.depth, DEEPEST) if fact else 0
        # What is shared out is written down before the agency ends with its main part.
        first = 2 * DEEPEST if self._ends(line) else DEEPEST + 2
        return first + DEEPEST - depth
