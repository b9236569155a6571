"""Declaring an official act, and the one way in which every act is run."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, is_dataclass
from datetime import datetime
from typing import Any, Generic, TypedDict, TypeVar, Unpack

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events

from .contracts import ActDeclaration, Actor, Conflict, FieldError, Invalid, NotFound, NotPermitted, Offered
from .policy import Policy

M = TypeVar("M", bound=Model)
R = TypeVar("R")


class More(TypedDict, total=False):
    """What else a declaration may say.

    `key`: field by which callers name the subject; `history_key`: field under which its history is kept, the key
    unless given; `state_field`: where its
    state stands; `danger`: the button asks back; `needs_reason`: the page asks why; `related`: what is read with
    the subject; `extra_right`: a right that depends on more than the policy, such as holding the work item.
    """

    key: str
    history_key: str
    state_field: str
    danger: bool
    needs_reason: bool
    related: tuple[str, ...]
    kept: tuple[str, ...]
    extra_right: Callable[[Any, Actor], bool] | None


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
    related: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    extra_right: Callable[[M, Actor], bool] | None = None

    def __call__(self, *, actor: Actor, now: datetime, expected_version: int | None = None, **inputs: Any) -> R:
        """Run the act on the subject named by its key, in one transaction.

        :param expected_version: the version the caller saw; another one in the table is a conflict
        :raises NotFound: no such subject within the actor's sight
        :raises NotPermitted: the actor sees it but may not do this
        :raises Conflict: the state or version does not allow it any more
        :raises Invalid: the act asks for a reason and none is given
        """
        wanted = inputs.pop(self.key)
        with transaction.atomic():
            subject = self._lock(wanted)
            self._check(subject, actor, expected_version, inputs)
            before = _values(subject)
            remembered = self._remembered(subject)
            outcome = self.run(subject, actor=actor, now=now, **inputs)
            subject.version += 1  # type: ignore[attr-defined]  # every subject of acts has a version
            after = _values(subject)
            subject.save(update_fields=[name for name in after if name not in before or after[name] != before[name]])
            self._write_history(subject, remembered, actor, now, inputs)
            self._publish(subject, outcome, actor, now)
        return outcome

    def declaration(self) -> ActDeclaration:
        """Describe the act for pages, the API and the documentation."""
        return ActDeclaration(
            name=self.name,
            label=str(self.label),
            permission=self.permission,
            states=self.states,
            danger=self.danger,
            needs_reason=self.needs_reason,
            doc=(self.run.__doc__ or "").strip(),
        )

    def is_open_to(self, subject: M, actor: Actor) -> bool:
        """Tell whether the actor may do the act to the subject as it stands now."""
        if not self._is_in_time(subject):
            return False
        if self.extra_right is not None and not self.extra_right(subject, actor):
            return False
        return self.policy.allows(actor, self.permission, subject)

    def _lock(self, wanted: Any) -> M:
        queryset = self.subject._default_manager.select_related(*self.related)  # noqa: SLF001  Django's own way in
        # PostgreSQL refuses a text with NUL as an error of the program; here it only names nothing.
        if "\0" not in str(wanted):
            # Asked for by `get`: `first` would sort, and sorting a wide row costs more than reading it.
            with suppress(ObjectDoesNotExist):
                return queryset.select_for_update(of=("self",)).get(**{self.key: wanted})
        raise NotFound(_("There is no such record, or you may not see it."), key=str(wanted))

    def _check(self, subject: M, actor: Actor, expected_version: int | None, inputs: Mapping[str, Any]) -> None:
        allowed = self.policy.allows(actor, self.permission, subject)
        if not allowed and not self.policy.allows(actor, self.policy.see, subject):
            raise NotFound(_("There is no such record, or you may not see it."))
        if not allowed:
            raise self._not_permitted()
        if expected_version is not None and subject.version != expected_version:  # type: ignore[attr-defined]  # see above
            raise Conflict(_("Somebody else has just worked on this. Open it again to see what changed."))
        if not self._is_in_time(subject):
            raise Conflict(
                _("“%(act)s” cannot be done any more: the record has moved on. Open it again.") % {"act": self.label}
            )
        # After the state: who held the step before it moved on reads that it moved on, not that they lack a right.
        if self.extra_right is not None and not self.extra_right(subject, actor):
            raise self._not_permitted()
        if self.needs_reason and not str(inputs.get("reason") or "").strip():
            message = _("Say why")
            raise Invalid(message, errors=(FieldError("reason", message),))

    def _not_permitted(self) -> NotPermitted:
        return NotPermitted(_("You may see this but not do “%(act)s”.") % {"act": self.label})

    def _is_in_time(self, subject: M) -> bool:
        return not self.states or getattr(subject, self.state_field) in self.states

    def _remembered(self, subject: M) -> dict[str, str]:
        fields = (self.state_field, *self.kept) if self.state_field else self.kept
        return {field: str(getattr(subject, field)) for field in fields}

    def _write_history(
        self, subject: M, before: Mapping[str, str], actor: Actor, now: datetime, inputs: Mapping[str, Any]
    ) -> None:
        after = self._remembered(subject)
        changed = {name: [value, after[name]] for name, value in before.items() if value != after[name]}
        data: dict[str, Any] = {}
        if self.state_field in changed:
            data["from"], data["to"] = changed.pop(self.state_field)
        if changed:
            data["changed"] = changed
        audit.record(
            subject_type=self.subject._meta.label_lower,  # noqa: SLF001  Django's own description of a model
            subject_key=str(getattr(subject, self.history_key or self.key)),
            act=self.name,
            actor=actor,
            now=now,
            note=str(inputs.get("reason") or inputs.get("note") or ""),
            data=data,
        )

    def _publish(self, subject: M, outcome: R, actor: Actor, now: datetime) -> None:
        for event in outcome if isinstance(outcome, tuple) else (outcome,):
            if is_dataclass(event) and not isinstance(event, type) and hasattr(event, "type"):
                events.publish(
                    event=event,
                    subject=str(getattr(subject, self.history_key or self.key)),
                    now=now,
                    actor_name=actor.name,
                )


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
