"""What an account says of its holder, for forms that its holder fills in."""

from collections.abc import Mapping
from datetime import datetime

from lienthong.kernel.accounts.models import User
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.forms.contracts import Sourced
from lienthong.kernel.forms.extensions import Subject


def read_profile(subject: Subject, actor: Actor, now: datetime) -> Mapping[str, Sourced]:
    """Return name and e-mail of the actor's own account; of anybody else it knows nothing. One statement at most."""
    if subject.kind != "self" or actor.user_id is None:
        return {}
    known = User.objects.filter(pk=actor.user_id).only("name", "email").first()
    said = {"name": known.name, "email": known.email} if known else {}
    return {what: Sourced(value, "profile", verified=False, at=now) for what, value in said.items() if value}
