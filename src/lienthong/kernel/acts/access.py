"""Who may enter a door (view or endpoint). A door that says nothing is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from .contracts import Actor, ActorKind

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """A rule for a door: everybody, those signed in, officers, or holders of a permission."""

    rule: str

    def admits(self, actor: Actor) -> bool:
        """Tell whether the actor may enter; what is behind the door is still guarded by policies."""
        if self.rule == "public":
            return True
        if self.rule == "signed_in":
            return actor.is_signed_in
        if self.rule == "officer":
            return actor.is_officer
        if self.rule == "officer_or_machine":
            return actor.is_officer or actor.kind is ActorKind.MACHINE
        return actor.may(self.rule)


PUBLIC = Access("public")
SIGNED_IN = Access("signed_in")
OFFICER = Access("officer")
OFFICER_OR_MACHINE = Access("officer_or_machine")


def access(rule: Access | str) -> Callable[[View], View]:
    """State who may enter a view or endpoint.

    :param rule: one of the constants above, or the code of a permission
    """
    stated = rule if isinstance(rule, Access) else Access(rule)

    def state(view: View) -> View:
        view.access = stated  # type: ignore[attr-defined]  # a view is a function that carries its rule
        return view

    return state
