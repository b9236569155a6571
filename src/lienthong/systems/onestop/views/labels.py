"""Names of states, channels and the like, as officers read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.extensions import name_acts
from lienthong.systems.onestop.contracts import (
    Channel,
    DeliveryWay,
    FilingState,
    IntakeKind,
    Passing,
    Payment,
    Stance,
    State,
    SupplementStage,
)

STANCES: dict[str, str | Promise] = {
    Stance.AGREE: _("Agrees"),
    Stance.DISAGREE: _("Does not agree"),
    Stance.OTHER: _("Another opinion"),
}
STATES: dict[str, str | Promise] = {
    State.REGISTERED: _("Filed, not yet received"),
    State.RECEIVED: _("Received"),
    State.NOT_RECEIVED: _("Not received"),
    State.PROCESSING: _("In progress"),
    State.SUPPLEMENT: _("Waiting for a supplement"),
    State.PAYMENT: _("Waiting for payment"),
    State.WITHDRAWAL: _("Withdrawal asked"),
    State.STOPPED: _("Stopped"),
    State.DONE: _("Result ready"),
    State.RETURNED: _("Result handed over"),
}
# The ten states of the National Portal as the law names them (section 7.1).
PORTAL_STATES: dict[int, str | Promise] = {
    1: _("1. Newly registered"),
    2: _("2. Received"),
    3: _("3. Not received"),
    4: _("4. Being processed"),
    5: _("5. Supplement of papers required"),
    6: _("6. Financial obligation required"),
    7: _("7. Withdrawal asked for by the citizen"),
    8: _("8. Processing stopped"),
    9: _("9. Processed"),
    10: _("10. Result returned"),
}
# The drawing of each state on the design's tag sheet.
STATE_TAGS = {
    State.REGISTERED: "new",
    State.RECEIVED: "accepted",
    State.NOT_RECEIVED: "refused",
    State.PROCESSING: "running",
    State.SUPPLEMENT: "supplement",
    State.PAYMENT: "payment",
    State.WITHDRAWAL: "withdrawing",
    State.STOPPED: "stopped",
    State.DONE: "finished",
    State.RETURNED: "returned",
}
CHANNELS: dict[str, str | Promise] = {
    Channel.COUNTER: _("filed at the counter"),
    Channel.ONLINE: _("filed online"),
    Channel.POST: _("filed by post"),
}
DELIVERIES: dict[str, str | Promise] = {
    DeliveryWay.COUNTER: _("At the counter"),
    DeliveryWay.POST: _("By post"),
    DeliveryWay.ONLINE: _("Online"),
}
PAYMENTS: dict[str, str | Promise] = {
    Payment.NONE: _("No fee"),
    Payment.DEMANDED: _("Not paid yet"),
    Payment.PAID: _("Paid"),
}
INTAKE_KINDS: dict[str, str | Promise] = {
    IntakeKind.COMPLETION: _("Asked to complete (form 02)"),
    IntakeKind.REFUSAL: _("Not received (form 03)"),
}
PASSINGS: dict[str, str | Promise] = {
    Passing.WAITING: _("Waits to be given"),
    Passing.GIVEN: _("Given, not taken yet"),
    Passing.TAKEN: _("Given and taken"),
    Passing.REFUSED: _("Not taken"),
    Passing.VOID: _("Went another way"),
}
FILINGS: dict[str, str | Promise] = {
    FilingState.FILED: _("Waits for an answer"),
    FilingState.ACCEPTED: _("Accepted"),
    FilingState.COMPLETION: _("Asked to complete (form 02)"),
    FilingState.REFUSED: _("Not received (form 03)"),
}
STAGES: dict[str, str | Promise] = {
    SupplementStage.BEFORE_ACCEPTANCE: _("asked before acceptance"),
    SupplementStage.EXAMINATION: _("asked at examination"),
    SupplementStage.PROCESSING: _("asked while being processed"),
}
TIMELINESS: dict[str, str | Promise] = {
    "open": _("Open"),
    "open_late": _("Open and overdue"),
    "due_today": _("Due today"),
    "waiting": _("Waiting for the citizen"),
    "ended": _("Resolved"),
    "on_time": _("Resolved on time"),
    "late": _("Resolved late"),
}
STANDINGS: dict[str, str | Promise] = {
    "carried": _("Carried over"),
    "received": _("Received in the period"),
    "received_online": _("Received online"),
    "received_counter": _("Received at the counter"),
    "received_post": _("Received by post"),
    "total": _("Carried over and received"),
    "solved": _("Solved"),
    "early": _("Solved early"),
    "on_time": _("Solved on the day"),
    "late": _("Solved late"),
    "open": _("In process at the end"),
    "open_in_time": _("In process, in time"),
    "open_late": _("In process, late"),
    "waiting": _("Waiting for a supplement at the end"),
    "refused": _("Refused"),
    "stopped": _("Withdrawn or stopped"),
}
# Entries of the history that are not acts on a dossier that exists already.
name_acts(
    {
        "onestop.dossier.accept": _("Accept the dossier"),
        "onestop.dossier.send_supplement": _("Supplement sent over the network"),
        "onestop.dossier.followed": _("The case went on by itself"),
        "processes.case.move": _("Put on another version of the process"),
        "onestop.dossier.due_moved": _("Due date moved with the calendar"),
    }
)
