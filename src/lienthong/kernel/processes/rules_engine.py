"""The engine that moves the token: SpiffWorkflow with CEL in the place of Python.

SpiffWorkflow's own script engine is Python's `exec`; ours evaluates CEL and runs no script at all. The state
that is kept between acts holds the token's tree and the outcomes alone (about 600 bytes compressed); the
specification stays with the definition, parsed once a process.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.mixins.manual_task import ManualTask
from SpiffWorkflow.bpmn.specs.mixins.user_task import UserTask
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from lienthong.kernel.forms.contracts import ExpressionRefused
from lienthong.kernel.forms.queries import evaluate

COMPRESSION = 1  # the state is small; the fastest level is as small as the best within a few bytes
REGISTRY = BpmnWorkflowSerializer().registry


class EngineRefused(Exception):
    """The engine cannot run the model; the text is for the author of the model."""


class CelScriptEngine:
    """Evaluates conditions as CEL over `outcome`, `steps` and `data`; executes nothing."""

    environment = None

    def __init__(self, outcomes: Mapping[str, str], data: Mapping[str, Any]) -> None:
        """Keep what conditions may read."""
        self.outcomes = outcomes
        self.data = data

    def evaluate(self, task: Any, expression: str, external_context: object = None) -> bool:  # noqa: ARG002  the engine's signature
        """Return the truth of a condition.

        :raises ExpressionRefused: the text is not an acceptable expression
        :raises ExpressionFailed: the data do not let it be worked out
        """
        variables = {"outcome": task.data.get("outcome", ""), "steps": dict(self.outcomes), "data": dict(self.data)}
        return bool(evaluate(expression, variables))

    def execute(self, task: Any, script: str, external_context: object = None) -> None:  # noqa: ARG002  the engine's signature
        """Refuse every script.

        :raises ExpressionRefused: always
        """
        raise ExpressionRefused("Scripts are not run.")

    def call_service(self, task: Any, **options: object) -> None:  # noqa: ARG002  the engine's signature
        """Refuse every service call.

        :raises ExpressionRefused: always
        """
        raise ExpressionRefused("Services are not called.")


@dataclass(frozen=True)
class ReadyStep:
    """A step that waits for a person."""

    task_id: UUID
    key: str


def parse_spec(root: Any) -> dict[str, Any]:
    """Let the engine parse a checked document and return its specification as plain JSON.

    :raises EngineRefused: the engine cannot run it
    """
    parser = BpmnParser()
    try:
        parser.add_bpmn_xml(root)
        keys = parser.get_process_ids()
        if len(keys) != 1:
            raise EngineRefused("exactly one executable process is needed")
        spec = parser.get_spec(keys[0])
    except ValidationException as error:
        raise EngineRefused(str(error)) from error
    plain: dict[str, Any] = json.loads(json.dumps(REGISTRY.convert(spec)))
    return plain


def restore_spec(plain: dict[str, Any]) -> Any:
    """Return the engine's specification from its JSON; the caller keeps it."""
    return REGISTRY.restore(json.loads(json.dumps(plain)))


class Run:
    """One case in the engine."""

    def __init__(self, workflow: Any, outcomes: dict[str, str]) -> None:
        """Hold the engine's tree and the last outcome of each step."""
        self._workflow = workflow
        self.outcomes = outcomes

    @classmethod
    def begin(cls, spec: Any, data: Mapping[str, Any]) -> Run:
        """Start a case and move it to its first steps."""
        outcomes: dict[str, str] = {}
        workflow = BpmnWorkflow(spec, {}, script_engine=CelScriptEngine(outcomes, data))
        run = cls(workflow, outcomes)
        run.advance()
        return run

    @classmethod
    def load(cls, spec: Any, state: bytes, data: Mapping[str, Any]) -> Run:
        """Restore a case from what `dump` returned."""
        kept = json.loads(zlib.decompress(state))
        outcomes: dict[str, str] = kept["outcomes"]
        workflow = BpmnWorkflow(spec, {}, script_engine=CelScriptEngine(outcomes, data), deserializing=True)
        for key, parent, children, changed, mark, name, triggered, internal, outcome in kept["tasks"]:
            task = Task(workflow, spec.task_specs[name], state=mark, id=UUID(key))
            task._parent = UUID(parent) if parent else None  # noqa: SLF001  the engine's serializer does the same
            task._children = [UUID(child) for child in children]  # noqa: SLF001
            task.last_state_change = changed
            task.triggered = triggered
            task.internal_data = internal
            task.data = {"outcome": outcome} if outcome else {}
            workflow.tasks[task.id] = task
        workflow.task_tree = workflow.tasks[UUID(kept["root"])]
        workflow.last_task = workflow.tasks.get(UUID(kept["last"])) if kept["last"] else None
        return cls(workflow, outcomes)

    def dump(self) -> bytes:
        """Return the state, compressed."""
        last = self._workflow.last_task
        rows = [
            [
                task.id.hex,
                task._parent.hex if task._parent else None,  # noqa: SLF001  the engine's serializer does the same
                [child.hex for child in task._children],  # noqa: SLF001
                task.last_state_change,
                task.state,
                task.task_spec.name,
                task.triggered,
                task.internal_data,
                task.data.get("outcome", ""),
            ]
            for task in self._workflow.tasks.values()
        ]
        kept = {
            "root": self._workflow.task_tree.id.hex,
            "last": last.id.hex if last is not None else None,
            "outcomes": self.outcomes,
            "tasks": rows,
        }
        return zlib.compress(json.dumps(kept, separators=(",", ":")).encode(), COMPRESSION)

    @property
    def ended(self) -> bool:
        """Tell whether the case has come to its end."""
        return bool(self._workflow.is_completed())

    def ready(self) -> tuple[ReadyStep, ...]:
        """Return the steps that wait for people."""
        tasks = self._workflow.get_tasks(state=TaskState.READY, manual=True)
        return tuple(ReadyStep(task.id, task.task_spec.bpmn_id) for task in tasks)

    def advance(self) -> None:
        """Move the token through everything that needs no person.

        :raises ExpressionFailed: a condition cannot be worked out with the data of the case
        """
        self._workflow.do_engine_steps()

    def complete(self, task_id: UUID, outcome: str) -> None:
        """Finish a step with an outcome and move on."""
        task = self._workflow.get_task_from_id(task_id)
        self.outcomes[task.task_spec.bpmn_id] = outcome
        task.data["outcome"] = outcome
        task.run()
        self.advance()

    def previous(self, task_id: UUID) -> ReadyStep | None:
        """Return the step that a person finished before this one, or None at the first."""
        task = self._workflow.get_task_from_id(task_id).parent
        while task is not None:
            if isinstance(task.task_spec, UserTask | ManualTask):
                return ReadyStep(task.id, task.task_spec.bpmn_id)
            task = task.parent
        return None

    def go_back(self, task_id: UUID) -> None:
        """Make a finished step wait again; everything that came after it is forgotten by the engine."""
        self._workflow.reset_from_task_id(task_id)
