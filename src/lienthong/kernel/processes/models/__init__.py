"""Tables of processes."""

from .definition import ProcessDefinition
from .instance import ProcessInstance
from .work_item import WorkItem

__all__ = ["ProcessDefinition", "ProcessInstance", "WorkItem"]
