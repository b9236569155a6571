"""Names of the codes of the catalogue, in the language of the page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..contracts import Channel, Outcome, ProblemCode, RunState, VersionState

Label = str | Promise

LEVELS: dict[str, Label] = {
    "ministry": _("Ministry"),
    "province": _("Province"),
    "district": _("District (until 30 June 2025)"),
    "commune": _("Commune, ward"),
    "other": _("Other agency"),
}
CHANNELS: dict[Channel, Label] = {
    Channel.ONLINE: _("online"),
    Channel.IN_PERSON: _("at the counter"),
    Channel.POST: _("by public post"),
}
STATES: dict[VersionState, Label] = {
    VersionState.DRAFT: _("Draft"),
    VersionState.PUBLISHED: _("Published"),
    VersionState.WITHDRAWN: _("Withdrawn"),
}
OUTCOMES: dict[Outcome, Label] = {
    Outcome.NEW: _("New"),
    Outcome.CHANGED: _("Changed"),
    Outcome.UNCHANGED: _("Unchanged"),
    Outcome.REJECTED: _("Rejected"),
}
RUN_STATES: dict[RunState, Label] = {
    RunState.WAITING: _("Waiting"),
    RunState.RUNNING: _("Running"),
    RunState.DONE: _("Done"),
    RunState.FAILED: _("Stopped"),
}
FIELDS: dict[str, Label] = {
    "name": _("Name"),
    "field": _("Field"),
    "field_code": _("Code of the field"),
    "sector": _("Group"),
    "kind": _("Kind"),
    "decision_number": _("Decision of publication"),
    "promulgator": _("Promulgating agency"),
    "promulgator_code": _("Code of the promulgating agency"),
    "implementing_agencies": _("Implementing agency"),
    "competent_agency": _("Competent agency"),
    "authorized_agency": _("Authorised agency"),
    "coordinating_agency": _("Coordinating agency"),
    "receiving_address": _("Where dossiers are received"),
    "conditions": _("Conditions"),
    "description": _("Description"),
    "keywords": _("Keywords"),
    "documents_note": _("Note on papers"),
    "source": _("Source"),
    "source_url": _("Address of the source"),
    "levels": _("Levels"),
    "subjects": _("Who may file"),
    "online_submission": _("Online filing"),
    "abridged": _("Abridged"),
    "tiers": _("Tiers of government"),
    "steps": _("Steps"),
    "methods": _("Ways to file, time limits, fees"),
    "documents": _("Papers"),
    "results": _("Results"),
    "legal_bases": _("Legal basis"),
    "unread": _("Parts not read"),
}
# For each fault: its name in a list, and what it means for the reader.
PROBLEMS: dict[ProblemCode, tuple[Label, Label]] = {
    ProblemCode.NO_CODE: (_("No national code"), _("The source gives no national code.")),
    ProblemCode.NO_FIELD: (_("No field"), _("The source does not say the field.")),
    ProblemCode.NO_LEVEL: (_("No level"), _("The source does not say which level decides.")),
    ProblemCode.NO_SUBJECT: (_("No applicants"), _("The source does not say who may file.")),
    ProblemCode.NO_AGENCY: (_("No agency"), _("The source does not name the deciding agency.")),
    ProblemCode.NO_STEPS: (_("No steps"), _("The source gives no steps.")),
    ProblemCode.NO_METHODS: (_("No ways to file"), _("The source does not say how to file.")),
    ProblemCode.NO_PAPERS: (_("No papers"), _("The source lists no papers; ask before preparing.")),
    ProblemCode.NO_RESULT: (_("No result"), _("The source does not name the result.")),
    ProblemCode.NO_LEGAL_BASIS: (_("No legal basis"), _("The source names no legal basis.")),
    ProblemCode.ABRIDGED: (_("Abridged"), _("The steps here are abridged; the full text is at the source.")),
    ProblemCode.NOT_READ_WHOLE: (
        _("Not read whole"),
        _("A part of the source could not be split and is kept as it stands there."),
    ),
    ProblemCode.UNIT_MISSING: (
        _("Unit of time missing"),
        _("The national portal does not state the unit of the time limit."),
    ),
    ProblemCode.NO_TIME_LIMIT: (_("No time limit"), _("The source states no time limit for one of the ways to file.")),
    ProblemCode.AMBIGUOUS: (
        _("Days and money run together"),
        _("Days and money run together in the source; neither is certain."),
    ),
    ProblemCode.FREE_BUT_NOTE: (
        _("“Free”, but the note states a fee"),
        _("The national portal prints “free of charge” while its note states a fee. Read the note on fees."),
    ),
    ProblemCode.FEE_TOO_SMALL: (
        _("Fee under 1,000 đồng"),
        _("A fee under 1,000 đồng is printed, probably without its three zeros. Ask before paying."),
    ),
    ProblemCode.PAPER_NOTES: (
        _("Notes among papers"),
        _("The source lists notes among the papers; they are shown apart, nobody has to hand them in."),
    ),
    ProblemCode.THREE_TIERS: (
        _("Written for three tiers"),
        _("The text still names the district, which ended on 1 July 2025. Ask the counter who receives it now."),
    ),
    ProblemCode.UNKNOWN_VALUE: (_("Unknown value"), _("The source uses a value that is not in the lists.")),
}
CITIZENS_MUST_KNOW = frozenset(
    {
        ProblemCode.NO_AGENCY,
        ProblemCode.NO_STEPS,
        ProblemCode.NO_METHODS,
        ProblemCode.NO_PAPERS,
        ProblemCode.ABRIDGED,
        ProblemCode.NOT_READ_WHOLE,
        ProblemCode.UNIT_MISSING,
        ProblemCode.NO_TIME_LIMIT,
        ProblemCode.AMBIGUOUS,
        ProblemCode.FREE_BUT_NOTE,
        ProblemCode.FEE_TOO_SMALL,
        ProblemCode.THREE_TIERS,
    }
)
