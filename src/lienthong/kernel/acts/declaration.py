"""Declaring an official act, and the one way in which every act is run."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, is_dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Generic, TypedDict, TypeVar, Unpack

from django.conf import settings
from django.db import models, transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lienthong.kernel.audit.extensions import name_act

from .contracts import (
    ActDeclaration,
    Actor,
    Conflict,
    DomainError,
    FieldError,
    Invalid,
    NotFound,
    NotPermitted,
    Offered,
    Remember,
    StepUpNeeded,
)
from .policy import Policy
from .prepared import Prepared
from .traces import AT_ONCE, Traces

M = TypeVar("M", bound=Model)
R = TypeVar("R")


# What an act that ran on many subjects at once would refuse, read for all of them together.
Foresee = Callable[[Sequence[tuple[Any, Mapping[str, Any]]], Actor, datetime], Sequence[DomainError | None]]


@dataclass(frozen=True)
class Inverse:
    """The act that takes another one back.

    `inputs` makes its inputs from those of the act and from what the history recorded of it; None when there is
    nothing to take back.
    """

    act: str
    inputs: Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any] | None]


@dataclass(frozen=True)
class CarriedOut(Generic[R]):
    """What one run of an act left behind: its outcome, what the history recorded, the version of the subject."""

    outcome: R
    recorded: Mapping[str, Any]
    version: int


class More(TypedDict, total=False):
    """What else a declaration may say.

    `key`: field by which callers name the subject; `history_key`: field under which its history is kept, the key
    unless given; `state_field`: where its
    state stands; `danger`: the button asks back; `needs_reason`: the page asks why; `related`: what is read with
    the subject; `step_up`: who has a second factor confirms it first; `extra_right`: a right that depends on
    more than the policy, such as holding the work item;
    `inverse`: the act that takes it back; `foresee`: what the lines of the act would refuse, for a dry run.
    """

    key: str
    history_key: str
    state_field: str
    danger: bool
    needs_reason: bool
    step_up: bool
    related: tuple[str, ...]
    kept: tuple[str, ...]
    extra_right: Callable[[Any, Actor], bool] | None
    inverse: Inverse | None
    foresee: Foresee | None


_ACTS: dict[str, "Act[Any, Any]"] = {}


@dataclass(frozen=True)
class Act(Generic[M, R]):
    """An official act: its declaration and its run.

    The wrapped function receives the locked subject and changes it; what it returns is published, when it
    is an event, or handed back.
    """

    name: str
    label: str | Promise
    subject: type[M]
    policy: Policy[M]
    permission: str
    states: frozenset[str]
    run: Callable[..., R]
    key: str = "number"
    history_key: str = ""
    state_field: str = "state"
    danger: bool = False
    needs_reason: bool = False
    step_up: bool = False
    related: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    extra_right: Callable[[M, Actor], bool] | None = None
    inverse: Inverse | None = None
    foresee: Foresee | None = None

    def __call__(self, *, actor: Actor, now: datetime, expected_version: int | None = None, **inputs: Any) -> R:
        """Run the act on the subject named by its key, in one transaction.

        :param expected_version: the version the caller saw; another one in the table is a conflict
        :raises NotFound: no such subject within the actor's sight
        :raises NotPermitted: the actor sees it but may not do this
        :raises Conflict: the state or version does not allow it any more
        :raises Invalid: the act asks for a reason and none is given
        :raises StepUpNeeded: the person must confirm first, see `check_step_up`
        """
        return self.carry_out(actor=actor, now=now, expected_version=expected_version, inputs=inputs).outcome

    def carry_out(
        self,
        *,
        actor: Actor,
        now: datetime,
        inputs: Mapping[str, Any],
        expected_version: int | None = None,
        bulk_run: str = "",
        traces: Traces = AT_ONCE,
    ) -> CarriedOut[R]:
        """Run the act as a call does, and tell what it left behind.

        :param inputs: what a call names, the key of the subject too
        :param bulk_run: the run in which it is done, for the history
        :param traces: where its entry in the history and its events go; they belong to the same transaction
        """
        given = dict(inputs)
        wanted = given.pop(self.key)
        with transaction.atomic():
            subject = self._lock(wanted)
            self._check(subject, actor, expected_version, given)
            self.check_step_up(actor=actor, now=now)
            before = _values(subject)
            remembered = self._remembered(subject)
            outcome = self.run(subject, actor=actor, now=now, **given)
            subject.version += 1  # type: ignore[attr-defined]  # every subject of acts has a version
            after = _values(subject)
            subject.save(update_fields=[name for name in after if name not in before or after[name] != before[name]])
            recorded = self._recorded(subject, remembered, outcome, bulk_run)
            self._write_history(subject, recorded, traces, actor, now, given)
            self._publish(subject, outcome, traces, actor, now)
        return CarriedOut(outcome, recorded, subject.version)  # type: ignore[attr-defined]  # see above

    def declaration(self) -> ActDeclaration:
        """Describe the act for pages, the API and the documentation."""
        return ActDeclaration(
            name=self.name,
            label=str(self.label),
            permission=self.permission,
            states=self.states,
            danger=self.danger,
            needs_reason=self.needs_reason,
            step_up=self.step_up,
            doc=(self.run.__doc__ or "").strip(),
        )

    def check_step_up(self, *, actor: Actor, now: datetime) -> None:
        """Ask that somebody with a second factor confirmed lately; bulk work asks it once, before it begins.

        :raises StepUpNeeded: the act is declared `step_up` and the last confirmation is too old
        """
        within = timedelta(minutes=settings.STEP_UP_MINUTES)
        if self.step_up and not actor.has_confirmed(within=within, now=now):
            message = _("“%(act)s” is done in your name: confirm first that it is you.") % {"act": self.label}
            raise StepUpNeeded(message, act=self.name)

    def is_open_to(self, subject: M, actor: Actor) -> bool:
        """Tell whether the actor may do the act to the subject as it stands now."""
        if not self._is_in_time(subject):
            return False
        if self.extra_right is not None and not self.extra_right(subject, actor):
            return False
        return self.policy.allows(actor, self.permission, subject)

    def _lock(self, wanted: Any) -> M:
        # PostgreSQL refuses a text with NUL as an error of the program; here it only names nothing.
        if "\0" not in str(wanted):
            key: Any = self.subject._meta.get_field(self.key)  # noqa: SLF001  Django's own description of a model
            for subject in self._locking(wanted=key.get_prep_value(wanted)):
                return subject
        raise out_of_sight(str(wanted))

    @cached_property
    def _locking(self) -> Prepared[M]:
        rows = self.subject._default_manager.select_related(*self.related)  # noqa: SLF001  Django's own way in
        return Prepared(lambda wanted: rows.select_for_update(of=("self",)).filter(**{self.key: wanted}))

    def _check(self, subject: M, actor: Actor, expected_version: int | None, inputs: Mapping[str, Any]) -> None:
        allowed = self.policy.allows(actor, self.permission, subject)
        if not allowed and not self.policy.allows(actor, self.policy.see, subject):
            raise out_of_sight()
        refused = self.refusal(subject, actor, permitted=allowed, expected_version=expected_version, inputs=inputs)
        if refused is not None:
            raise refused

    def refusal(
        self,
        subject: M,
        actor: Actor,
        *,
        permitted: bool,
        expected_version: int | None,
        inputs: Mapping[str, Any],
    ) -> DomainError | None:
        """Return what keeps the act from being done to a subject in sight, or None.

        :param permitted: the answer of the policy, as a predicate or from SQL
        """
        if not permitted:
            return self._not_permitted()
        if expected_version is not None and subject.version != expected_version:  # type: ignore[attr-defined]  # see above
            return Conflict(_("Somebody else has just worked on this. Open it again to see what changed."))
        if not self._is_in_time(subject):
            return Conflict(
                _("“%(act)s” cannot be done any more: the record has moved on. Open it again.") % {"act": self.label}
            )
        # After the state: who held the step before it moved on reads that it moved on, not that they lack a right.
        if self.extra_right is not None and not self.extra_right(subject, actor):
            return self._not_permitted()
        if self.needs_reason and not str(inputs.get("reason") or "").strip():
            message = _("Say why")
            return Invalid(message, errors=(FieldError("reason", message),))
        return None

    def _not_permitted(self) -> NotPermitted:
        return NotPermitted(_("You may see this but not do “%(act)s”.") % {"act": self.label})

    def _is_in_time(self, subject: M) -> bool:
        return not self.states or getattr(subject, self.state_field) in self.states

    def _remembered(self, subject: M) -> dict[str, str]:
        fields = (self.state_field, *self.kept) if self.state_field else self.kept
        return {field: str(getattr(subject, field)) for field in fields}

    def _recorded(self, subject: M, before: Mapping[str, str], outcome: R, bulk_run: str) -> dict[str, Any]:
        after = self._remembered(subject)
        changed = {name: [value, after[name]] for name, value in before.items() if value != after[name]}
        data: dict[str, Any] = {}
        if self.state_field in changed:
            data["from"], data["to"] = changed.pop(self.state_field)
        if changed:
            data["changed"] = changed
        for each in outcome if isinstance(outcome, tuple) else (outcome,):
            if isinstance(each, Remember):
                data |= each.data
        if bulk_run:
            data["bulk"] = bulk_run
        return data

    def _write_history(
        self,
        subject: M,
        data: Mapping[str, Any],
        traces: Traces,
        actor: Actor,
        now: datetime,
        inputs: Mapping[str, Any],
    ) -> None:
        traces.record(
            subject_type=self.subject._meta.label_lower,  # noqa: SLF001  Django's own description of a model
            subject_key=str(getattr(subject, self.history_key or self.key)),
            act=self.name,
            actor=actor,
            now=now,
            note=str(inputs.get("reason") or inputs.get("note") or ""),
            data=data,
        )

    def _publish(self, subject: M, outcome: R, traces: Traces, actor: Actor, now: datetime) -> None:
        for event in outcome if isinstance(outcome, tuple) else (outcome,):
            if is_dataclass(event) and not isinstance(event, type) and hasattr(event, "type"):
                traces.publish(
                    event=event,
                    subject=str(getattr(subject, self.history_key or self.key)),
                    now=now,
                    actor_name=actor.name,
                )


def out_of_sight(key: str = "") -> NotFound:
    """Return the refusal for what does not exist and for what the actor may not know of: the same for both."""
    return NotFound(_("There is no such record, or you may not see it."), key=key)


def _values(subject: Model) -> dict[str, Any]:
    """Return what a row holds, apart from what the run may change in place."""
    held = {field.attname: vars(subject).get(field.attname) for field in subject._meta.concrete_fields}  # noqa: SLF001
    return {name: deepcopy(value) if isinstance(value, dict | list) else value for name, value in held.items()}


def act(
    name: str,
    *,
    subject: type[M],
    policy: Policy[M],
    label: str | Promise,
    permission: str = "",
    states: frozenset[str] | set[str] = frozenset(),
    **more: Unpack[More],
) -> Callable[[Callable[..., R]], Act[M, R]]:
    """Declare an official act on a subject.

    The function receives `subject` (locked), `actor`, `now` and the inputs by keyword.

    :param name: stable code, `<system>.<subject>.<verb>`, also the permission unless one is given
    :param states: states of the subject in which the act may be done; empty for all
    """

    def declare(run: Callable[..., R]) -> Act[M, R]:
        if name in _ACTS:
            raise ValueError(f"two acts are called {name}")
        declared = Act(
            name=name,
            label=label,
            subject=subject,
            policy=policy,
            permission=permission or name,
            states=frozenset(states),
            run=run,
            **more,
        )
        _ACTS[name] = declared
        name_act(name, label)
        return declared

    return declare


def find_act(name: str) -> Act[Any, Any]:
    """Return a declared act by its code.

    :raises NotFound: nothing is declared under the name
    """
    if name not in _ACTS:
        raise NotFound(_("There is no act called %(name)s.") % {"name": name})
    return _ACTS[name]


def list_acts(subject: type[models.Model]) -> tuple[Act[Any, Any], ...]:
    """Return the acts declared for a kind of subject, in order of declaration."""
    return tuple(declared for declared in _ACTS.values() if declared.subject is subject)


def offered(subject: models.Model, actor: Actor) -> tuple[Offered, ...]:
    """Return the acts open to the actor on the subject as it stands now."""
    return tuple(
        Offered(name=each.name, label=str(each.label), danger=each.danger, needs_reason=each.needs_reason)
        for each in list_acts(type(subject))
        if each.is_open_to(subject, actor)
    )
