"""What is known of an applicant before they write it: the register, earlier dossiers, results issued before.

Each of the three answers only about whom the actor may ask: an officer who receives dossiers about the person they
serve, everybody else about themselves.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit.services import note_reads
from lienthong.kernel.forms import queries as forms
from lienthong.kernel.forms.contracts import Sourced
from lienthong.kernel.forms.extensions import Knows, Subject
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import PartyInfo
from lienthong.systems.onestop.models import Dossier, Result
from lienthong.systems.onestop.policy import ACCEPT, DOSSIERS

from .looks import FILLED, note_people
from .packages import list_packages

PARTY = "party"
LATEST = 5
# Questions that ask for what the register already knows, where the form's author named no source.
KNOWN_NAMES = {
    "full_name": "party.name",
    "personal_number": "party.personal_number",
    "birth_date": "party.birth_date",
    "address": "party.address",
    "phone": "party.phone",
    "email": "party.email",
}


def subject_of(party: PartyInfo) -> Subject:
    """Return whom a form is about when it is filled in for a party."""
    return Subject(PARTY, str(party.id))


def prefilled(
    *, form: forms.CompiledForm, owner: PartyInfo, viewer: Actor, now: datetime, verified_only: bool = False
) -> Mapping[str, Sourced]:
    """Return by field what sources know of the owner of a dossier.

    :param verified_only: ask only the sources whose data replace papers
    """
    return forms.prefill(
        form=form, subject=subject_of(owner), viewer=viewer, now=now, defaults=KNOWN_NAMES, verified_only=verified_only
    ).sourced


def _party(subject: Subject, actor: Actor) -> PartyInfo | None:
    """Return the party a form is about, None when the actor may not ask about it."""
    own = organizations.find_party_of(user_id=actor.user_id) if actor.user_id is not None else None
    if subject.kind == "self":
        return own
    if subject.kind != PARTY or not (subject.key.isascii() and subject.key.isdigit() and len(subject.key) < 19):
        return None
    if own is not None and str(own.id) == subject.key:
        return own
    if not actor.may(ACCEPT):
        return None
    found = organizations.get_parties(party_ids=(int(subject.key),)).get(int(subject.key))
    note_people((found,), purpose=FILLED, viewer=actor)
    return found


def read_party(subject: Subject, actor: Actor, now: datetime) -> Mapping[str, Sourced]:
    """Return what the register of applicants knows; written down at counters, so it replaces no paper.

    :raises NotFound: there is no such party, and the actor may ask about all
    """
    party = _party(subject, actor)
    if party is None:
        return {}
    known = {
        "name": party.name,
        "personal_number": party.number,
        "number": party.number,
        "birth_date": party.birth_date.isoformat() if party.birth_date else "",
        "address": party.address,
        "phone": party.phone,
        "email": party.email,
    }
    return {what: Sourced(value, PARTY, verified=False, at=now) for what, value in known.items() if value}


def _about(subject: Subject, actor: Actor) -> Q | None:
    """Return the condition of dossiers of whom a form is about, None when the actor may not ask about them."""
    if subject.kind == PARTY and subject.key.isascii() and subject.key.isdigit() and len(subject.key) < 19:
        whose = Q(owner_id=int(subject.key))
        if actor.may(ACCEPT):
            note_reads(people=(int(subject.key),), record="", purpose=FILLED, viewer=actor)
            return whose
        return whose & Q(owner__user_id=actor.user_id) if actor.user_id else None
    return Q(owner__user_id=actor.user_id) if subject.kind == "self" and actor.user_id else None


def read_earlier(subject: Subject, actor: Actor, now: datetime) -> Mapping[str, Sourced]:  # noqa: ARG001  a source takes the moment
    """Return what was declared in the latest dossiers of the same owner, newest first. One statement.

    An officer is answered from the dossiers they may see, an applicant from their own.
    """
    about = _about(subject, actor)
    if about is None:
        return {}
    own = Q(owner__user_id=actor.user_id) if actor.user_id else Q(pk__in=())
    reach = own | DOSSIERS.condition(actor, DOSSIERS.see)
    rows = Dossier.objects.filter(about & reach).order_by("-accepted_at")
    known: dict[str, Sourced] = {}
    for number, answers, at in rows.values_list("number", "answers", "accepted_at")[:LATEST]:
        label = _("dossier %(number)s") % {"number": number}
        for name, value in answers.items():
            known.setdefault(name, Sourced(value, "earlier", verified=False, at=at, label=label))
    return known


def read_results(subject: Subject, actor: Actor, now: datetime) -> Mapping[str, Sourced]:
    """Return the numbers of the owner's results that count on the day, by type, the newest of each. One statement.

    They are signed, sealed and kept here, so they replace the paper (Nghị định 224/2026/NĐ-CP Art. 18(4); onestop
    domain, section 12.3: reused from the result of another dossier).
    """
    about = _about(subject, actor)
    if about is None:
        return {}
    rows = Result.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate(now)),
        dossier__in=Dossier.objects.filter(about),
        issued_at__isnull=False,
        ended_at__isnull=True,
    )
    return {
        kind: Sourced(number, "results", verified=True, at=at, label=f"{title} {number}")
        for kind, number, title, at in rows.order_by("issued_at").values_list(
            "type_code", "number", "title", "issued_at"
        )
        if at is not None
    }


def result_kinds() -> Knows:
    """Return the types of results that procedures here end with, for designers. One statement."""
    return {each.spec.result.type_code: each.spec.result.title for each in list_packages()}


def party_facts() -> Knows:
    """Return what the register of applicants knows, in words for designers."""
    return {
        "name": _("full name"),
        "personal_number": _("personal number"),
        "number": _("enterprise code"),
        "birth_date": _("date of birth"),
        "address": _("address"),
        "phone": _("telephone"),
        "email": _("e-mail"),
    }


def earlier_facts() -> Knows:
    """Return what earlier dossiers know, in words for designers."""
    return {"*": _("the question of the same code")}
