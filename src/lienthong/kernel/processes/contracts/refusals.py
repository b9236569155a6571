"""Refusals of processes: each a sentence for people and a stable code for machines."""

from __future__ import annotations

from lienthong.kernel.acts.contracts import Conflict, DomainError, FieldError, NotPermitted


class _Coded(DomainError):
    """A refusal that states its code and its HTTP status where it is declared."""

    def __init_subclass__(cls, *, code: str, status: int) -> None:
        super().__init_subclass__()
        cls.code, cls.status = code, status


class StepTaken(_Coded, Conflict, code="step_taken", status=409):
    """Somebody else has taken or finished this step."""


class ProcessPaused(_Coded, Conflict, code="process_paused", status=409):
    """The clock stands; nothing moves before it runs again."""


class NoEarlierStep(_Coded, Conflict, code="no_earlier_step", status=409):
    """There is no step to which the case could return."""


class DraftChanged(_Coded, Conflict, code="draft_changed", status=409):
    """Somebody else has changed the draft meanwhile."""


class ScenariosFail(_Coded, Conflict, code="scenarios_fail", status=422):
    """The draft does not tell the stories kept with the process; `names` are those that fail."""


class NotYourStep(_Coded, NotPermitted, code="not_your_step", status=403):
    """The step waits for another person, role or agency."""


class UnknownOutcome(_Coded, code="unknown_outcome", status=422):
    """The step cannot be finished this way."""


class OfficerElsewhere(_Coded, code="officer_elsewhere", status=422):
    """The officer chosen does not hold the role of the step in its agency."""


class PlaceMissing(_Coded, code="place_missing", status=422):
    """The process names a place for which no agency was given."""


class DefinitionRefused(_Coded, code="definition_refused", status=422):
    """The model cannot be put to use; `problems` names each element and the reason."""

    def __init__(self, message: str, *, problems: tuple[tuple[str, str], ...] = ()) -> None:
        """Keep the reasons by element."""
        super().__init__(message, problems=problems)
        self.problems = problems

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """Return the reasons as a form shows them: above its fields, for they lie in the model."""
        return tuple(FieldError("", f"{element}: {reason}") for element, reason in self.problems)
