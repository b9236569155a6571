"""Sentences for what is wrong with a model."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .contracts import Problem

REASONS: dict[str, Promise] = {
    "too_large": _("The file is larger than 2 MB"),
    "document_type": _("A document type or entities are not allowed in the file"),
    "not_well_formed": _("The file is not well-formed XML: %(detail)s"),
    "not_bpmn": _("The file is not BPMN 2.0"),
    "one_process": _("The file must hold exactly one process, it holds %(detail)s"),
    "not_executable": _("The process is not marked as executable"),
    "unsupported": _("“%(detail)s” is not supported"),
    "unknown_attribute": _("The attribute “%(detail)s” is not known here"),
    "bad_id": _("The identifier has other signs than letters, digits, dot, dash, or is reserved"),
    "same_id": _("Two elements have the same identifier"),
    "one_start": _("The process needs exactly one start"),
    "no_end": _("The process has no end"),
    "no_step": _("The process has no step"),
    "loose_flow": _("The arrow does not join two elements"),
    "unreachable": _("No way leads here from the start"),
    "no_way_to_end": _("No way leads from here to an end"),
    "needs_gateway": _("Several arrows leave; put a gateway after the step"),
    "no_role": _("Nobody is named to do the step (role)"),
    "no_place": _("The place is not reception, competent, lead or participating"),
    "no_limit": _("The time limit is missing or cannot be read: “%(detail)s”"),
    "no_outcome": _("The step has no outcome"),
    "bad_outcome": _("The codes of outcomes must differ and be of small letters, digits and dashes: %(detail)s"),
    "reserved_outcome": _("“returned” and “cancelled” are given by the program itself"),
    "bad_assign": _("“%(detail)s” names no step of this process"),
    "no_default": _("The gateway needs a default way out"),
    "no_condition": _("The arrow needs a condition"),
    "bad_condition": _("The condition cannot be used: %(detail)s"),
    "condition_unused": _("A condition has no effect here"),
    "outcome_never": _("No step ever gives the outcome “%(detail)s”"),
    "too_long": _("The limits of the steps add up to more than the total limit (minutes: %(detail)s)"),
    "engine": _("The process cannot be run: %(detail)s"),
    "too_many": _("The model has more elements than %(detail)s"),
    "too_deep": _("Sub-processes lie deeper in each other than %(detail)s"),
    "vendor_code": _("“%(detail)s” would run code of another tool; it is not run here"),
    "endless": _("The process would run in a circle here without waiting for anybody"),
    "bad_silence": _("“%(detail)s” is no outcome of this step, so silence cannot count as it"),
    "no_each": _("The step asks several agencies but does not say which"),
    "no_decide": _("Say how the answers of several agencies become one outcome"),
    "no_service": _("No service is called “%(detail)s”"),
    "no_decision": _("No decision table is called “%(detail)s”"),
    "no_process": _("No process is called “%(detail)s”"),
    "bad_result": _("“%(detail)s” cannot be the name of a result"),
    "bad_timer": _("The moment cannot be read: “%(detail)s”"),
    "cycle_stops": _("Only a timer beside a task that goes on can repeat"),
    "no_event_name": _("The message, signal or error has no name"),
    "no_event": _("The event does not say what it waits for"),
    "bad_host": _("The event stands on no task: “%(detail)s”"),
    "host_passes": _("Nothing can happen here: “%(detail)s” does not wait"),
    "error_nowhere": _("“%(detail)s” never ends with an error that could be caught here"),
    "error_unheard": _("Nobody waits for the error “%(detail)s”"),
    "needs_events": _("An event-based gateway needs two or more events, each reached from it alone"),
    "not_dmn": _("The file is not a DMN decision table"),
    "one_decision": _("The file must hold exactly one decision, it holds %(detail)s"),
    "no_table": _("The decision is not a table"),
    "hit_policy": _("The hit policy “%(detail)s” is not supported"),
    "no_rules": _("The table needs a result and between 1 and 1000 rules"),
    "columns": _("The rule has more or fewer cells than the table has columns"),
    "note_empty_pool": _("An empty pool was left out"),
    "note_executable": _("The process was marked as executable"),
    "note_message_flow": _("Arrows between pools are a drawing; messages are sent by message events"),
    "note_task": _("A task without a kind is read as a step done by a person"),
    "note_taken": _("Taken over: %(detail)s"),
    "note_condition": _("The condition was put in our language: %(detail)s"),
    "note_left": _("Data of another tool mean nothing here: %(detail)s"),
    "bad_cell": _("The cell cannot be read: “%(detail)s”"),
}


def worded(problems: Iterable[Problem]) -> tuple[tuple[str, str], ...]:
    """Put problems in words, each beside its element."""
    return tuple((problem.element, str(REASONS[problem.code]) % {"detail": problem.detail}) for problem in problems)
