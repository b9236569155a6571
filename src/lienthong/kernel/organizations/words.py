"""Words of organizations: kinds, capacities, acts of a plan, and why something is refused."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from lienthong.kernel.ui.contracts import fold

from .contracts import AgencyKind, Capacity, PlanState, ReorganizationKind
from .rules.listing import PARENTS

KIND: Mapping[AgencyKind, str | Promise] = {
    AgencyKind.PROVINCE: _("Province"),
    AgencyKind.DEPARTMENT: _("Department"),
    AgencyKind.DISTRICT: _("District"),
    AgencyKind.COMMUNE: _("Commune, ward"),
    AgencyKind.CENTRE: _("Public service centre"),
    AgencyKind.SUBORDINATE: _("Subordinate agency"),
    AgencyKind.UNIT: _("Unit without a seal"),
}
CAPACITY: Mapping[Capacity, str | Promise] = {
    Capacity.HELD: _("holds the position"),
    Capacity.ACTING: _("for the time being"),
    Capacity.DEPUTY: _("as deputy"),
    Capacity.DELEGATED: _("by delegation"),
}
ACT: Mapping[ReorganizationKind, str | Promise] = {
    ReorganizationKind.FOUND: _("Found"),
    ReorganizationKind.RENAME: _("Rename"),
    ReorganizationKind.MOVE: _("Place elsewhere"),
    ReorganizationKind.MERGE: _("Merge"),
    ReorganizationKind.SPLIT: _("Split"),
    ReorganizationKind.DISSOLVE: _("Dissolve"),
}
STATE: Mapping[PlanState, str | Promise] = {
    PlanState.DRAFT: _("Draft"),
    PlanState.RUNNING: _("Being executed"),
    PlanState.STOPPED: _("Stopped"),
    PlanState.DONE: _("Executed"),
}
COLUMN: Mapping[str, str | Promise] = {
    "code": _("Identity code"),
    "former_code": _("Code of the old form"),
    "name": _("Agency"),
    "short_name": _("Short name"),
    "kind": _("Kind"),
    "parent_code": _("Code of the agency above"),
    "area_code": _("Code of the area"),
    "address": _("Address"),
    "phone": _("Telephone"),
}
FIELD: Mapping[str, str | Promise] = {
    "name": _("Name"),
    "short_name": _("Short name"),
    "kind": _("Kind"),
    "parent_code": _("Under"),
    "area_code": _("Code of the area"),
    "address": _("Address"),
    "phone": _("Telephone"),
    "former_code": _("Code of the old form"),
}
REASON: Mapping[str, str | Promise] = {
    "code_empty": _("The code is missing"),
    "code_long": _("The code is longer than 35 characters"),
    "code_letters": _("The code has other characters than capitals, digits and dots"),
    "code_shape": _("The code has neither the old nor the new form"),
    "twice": _("The same stands twice"),
    "text": _("A text is too long or cannot be printed"),
    "ended": _("This agency has ended"),
    "not_yours": _("You do not manage this agency"),
    "no_name": _("The name is missing"),
    "no_kind": _("The kind is missing"),
    "kind_unknown": _("The kind is not known"),
    "no_parent": _("The agency above is missing"),
    "parent_unknown": _("There is no such agency above"),
    "parent_rejected": _("The line of the agency above is rejected"),
    "parent_ended": _("The agency above has ended"),
    "parent_ends": _("The agency above ends by this plan"),
    "tier": _("Such an agency cannot stand there"),
    "cycle": _("An agency would stand below itself"),
    "source_unknown": _("There is no such former agency"),
    "source_ended": _("The former agency has ended already"),
    "target_unknown": _("There is no such new agency, and no line founds it"),
    "target_ended": _("The new agency has ended already"),
    "target_ends": _("The new agency ends by this plan"),
    "target_missing": _("The new agency is missing"),
    "onto_itself": _("The former and the new agency are the same"),
    "nothing_changes": _("Nothing would change"),
    "code_taken": _("Another agency has this code"),
    "founding_incomplete": _("A new agency needs a code, a name and a kind"),
    "found_twice": _("It is founded twice"),
    "children_left": _("An agency below it would be left without one above"),
    "ended_twice": _("It ends in two ways"),
    "main_twice": _("Two new agencies would take people and work"),
    "main_missing": _("No line says who takes people and work"),
    "changed_and_ended": _("It is changed and ended by the same plan"),
}


def in_every_language(label: str | Promise) -> set[str]:
    """Return how a text reads in each language of the program, folded: a list may come back in another language."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.add(fold(str(label)))
    return found


def kinds_below(kind: AgencyKind) -> list[tuple[str, str]]:
    """Return the kinds of agencies that can stand below one, code and name."""
    return [(each.value, str(KIND[each])) for each in AgencyKind if kind in PARENTS[each]]
