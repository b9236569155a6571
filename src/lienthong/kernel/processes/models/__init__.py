"""Tables of processes."""

from .definition import ProcessDefinition
from .design import DecisionDefinition, ProcessDraft, ProcessReport, ProcessScenario
from .instance import ProcessInstance
from .wait import ProcessMessage, Wait
from .work_item import WorkItem

__all__ = [
    "DecisionDefinition",
    "ProcessDefinition",
    "ProcessDraft",
    "ProcessInstance",
    "ProcessMessage",
    "ProcessReport",
    "ProcessScenario",
    "Wait",
    "WorkItem",
]
