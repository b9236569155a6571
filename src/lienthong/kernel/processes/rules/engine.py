"""The engine that moves the token: SpiffWorkflow with CEL in the place of Python.

SpiffWorkflow's own script engine is Python's `exec`; ours evaluates CEL and runs no script at all. The state
that is kept between acts holds the tokens' trees and the outcomes alone (about 600 bytes compressed); the
specification stays with the definition, parsed once a process.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.bpmn.specs.mixins.user_task import UserTask
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from lienthong.kernel.forms.contracts import ExpressionRefused
from lienthong.kernel.forms.queries import evaluate

COMPRESSION = 1  # the state is small; the fastest level is as small as the best within a few bytes
MOST_MOVES = 2_000  # a case that moves on so often without waiting for anybody never stops
REGISTRY = BpmnWorkflowSerializer().registry

Decide = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class EngineRefused(Exception):
    """The engine cannot run the model, or a case in it; the text is for the author of the model."""


@dataclass(frozen=True)
class Program:
    """A specification ready to run, with what the program does where a token passes without waiting."""

    main: Any
    subs: Mapping[str, Any] = field(default_factory=dict)
    throws: frozenset[str] = frozenset()
    decisions: Mapping[str, Decide] = field(default_factory=dict)


class CelScriptEngine:
    """Evaluates conditions as CEL over `outcome`, `fired`, `steps` and `data`; executes nothing."""

    environment = None

    def __init__(self, outcomes: Mapping[str, str], data: Mapping[str, Any]) -> None:
        """Keep what conditions may read."""
        self.outcomes = outcomes
        self.data = data

    def variables(self, task: Any) -> dict[str, Any]:
        """Return what an expression may read at a token."""
        said = task.data
        return {
            "outcome": said.get("outcome", ""),
            "fired": said.get("fired", ""),
            "steps": dict(self.outcomes),
            "data": dict(self.data),
        }

    def evaluate(self, task: Any, expression: str, external_context: object = None) -> bool:  # noqa: ARG002  the engine's signature
        """Return the truth of a condition.

        :raises ExpressionRefused: the text is not an acceptable expression
        :raises ExpressionFailed: the data do not let it be worked out
        """
        return bool(evaluate(expression, self.variables(task)))

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
    """An element at which a token waits: for a person, a clock, a message or a service."""

    task_id: UUID
    key: str


def parse_spec(root: Any) -> dict[str, Any]:
    """Let the engine parse its document and return the specification as plain JSON.

    :raises EngineRefused: the engine cannot run it
    """
    parser = BpmnParser()
    try:
        parser.add_bpmn_xml(root)
        [key] = parser.get_process_ids()
        main = parser.get_spec(key)
        subs = parser.get_subprocess_specs(key)
    except (ValidationException, RecursionError) as error:
        raise EngineRefused(str(error)) from error
    whole = {"main": REGISTRY.convert(main), "subs": {name: REGISTRY.convert(spec) for name, spec in subs.items()}}
    plain: dict[str, Any] = json.loads(json.dumps(whole))
    return plain


def restore_program(
    plain: dict[str, Any], *, throws: frozenset[str] = frozenset(), decisions: Mapping[str, Decide] | None = None
) -> Program:
    """Return a program from the JSON of its specification; the caller keeps it.

    A definition stored before sub-processes were known is its main specification alone.
    """
    copy = json.loads(json.dumps(plain))
    main = REGISTRY.restore(copy.get("main", copy))
    subs = {name: REGISTRY.restore(spec) for name, spec in copy.get("subs", {}).items()}
    return Program(main, subs, throws, decisions or {})


def _dump_tree(workflow: Any) -> dict[str, Any]:
    """Return one tree of tokens as plain data."""
    last = workflow.last_task
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
        for task in workflow.tasks.values()
    ]
    return {"root": workflow.task_tree.id.hex, "last": last.id.hex if last is not None else None, "tasks": rows}


def _load_tree(workflow: Any, kept: dict[str, Any]) -> None:
    """Put the tokens of one tree back."""
    specs = workflow.spec.task_specs
    for key, parent, children, changed, mark, name, triggered, internal, outcome in kept["tasks"]:
        task = Task(workflow, specs[name], state=mark, id=UUID(key))
        task._parent = UUID(parent) if parent else None  # noqa: SLF001  the engine's serializer does the same
        task._children = [UUID(child) for child in children]  # noqa: SLF001
        task.last_state_change = changed
        task.triggered = triggered
        task.internal_data = internal
        task.data = {"outcome": outcome} if outcome else {}
        workflow.tasks[task.id] = task
        if mark == TaskState.WAITING and isinstance(task.task_spec, BoundaryEvent):
            workflow.top_workflow.event_manager.add_task(task)
    workflow.task_tree = workflow.tasks[UUID(kept["root"])]
    workflow.last_task = workflow.tasks.get(UUID(kept["last"])) if kept["last"] else None
    workflow.completed = bool(kept.get("completed"))


def _load_subs(top: Any, within: Any, kept: dict[str, Any]) -> None:
    """Put the sub-processes back, outer ones before those in them."""
    for task in list(within.tasks.values()):
        if isinstance(task.task_spec, SubWorkflowTask) and task.id.hex in kept:
            tree = kept[task.id.hex]
            sub = BpmnSubWorkflow(top.subprocess_specs[task.task_spec.spec], task.id, top, deserializing=True)
            _load_tree(sub, tree)
            top.subprocesses[task.id] = sub
            sub.completed_event.connect(task.task_spec._on_subworkflow_completed, task)  # noqa: SLF001  as above
            _load_subs(top, sub, kept)


class Run:
    """One case in the engine; `thrown` collects the events it said since it was loaded, with the words it said."""

    def __init__(self, program: Program, workflow: Any, outcomes: dict[str, str], data: dict[str, Any]) -> None:
        """Hold the engine's tree, the last outcome of each step and the data that expressions read."""
        self._program = program
        self._workflow = workflow
        self.outcomes = outcomes
        self.data = data
        self.thrown: list[str] = []

    @classmethod
    def begin(cls, program: Program, data: dict[str, Any]) -> Run:
        """Start a case and move it to its first steps.

        :param data: what expressions read; a decision on the way adds its result to it
        """
        outcomes: dict[str, str] = {}
        engine = CelScriptEngine(outcomes, data)
        run = cls(program, BpmnWorkflow(program.main, dict(program.subs), script_engine=engine), outcomes, data)
        run.advance()
        return run

    @classmethod
    def load(cls, program: Program, state: bytes, data: dict[str, Any]) -> Run:
        """Restore a case from what `dump` returned."""
        kept = json.loads(zlib.decompress(state))
        outcomes: dict[str, str] = kept["outcomes"]
        engine = CelScriptEngine(outcomes, data)
        workflow = BpmnWorkflow(program.main, dict(program.subs), script_engine=engine, deserializing=True)
        _load_tree(workflow, kept)
        _load_subs(workflow, workflow, kept.get("subs", {}))
        return cls(program, workflow, outcomes, data)

    def dump(self) -> bytes:
        """Return the state, compressed."""
        kept = {**_dump_tree(self._workflow), "outcomes": self.outcomes}
        if self._workflow.subprocesses:
            kept["subs"] = {
                key.hex: {**_dump_tree(sub), "completed": sub.completed}
                for key, sub in self._workflow.subprocesses.items()
            }
        return zlib.compress(json.dumps(kept, separators=(",", ":")).encode(), COMPRESSION)

    @property
    def ended(self) -> bool:
        """Tell whether the case has come to its end."""
        return bool(self._workflow.is_completed())

    def _trees(self) -> Iterator[Any]:
        yield self._workflow
        yield from (sub for sub in self._workflow.subprocesses.values() if not sub.completed)

    def ready(self) -> tuple[ReadyStep, ...]:
        """Return everything the case waits for: people, clocks, messages and services."""
        found = []
        for tree in self._trees():
            for task in tree.tasks.values():
                spec = task.task_spec
                waits = task.state == TaskState.READY and spec.manual
                if waits or (task.state == TaskState.WAITING and isinstance(spec, BoundaryEvent)):
                    found.append(ReadyStep(task.id, spec.bpmn_id))
        return tuple(found)

    def _passing(self, task: Any) -> None:
        """Do what the program does where a token passes: make a decision, note what is said."""
        key = task.task_spec.bpmn_id
        if key in self._program.decisions:
            engine = self._workflow.script_engine
            self.data.update(self._program.decisions[key](engine.variables(task)))
        elif key in self._program.throws:
            self.thrown.append(key)

    def advance(self) -> None:
        """Move the tokens through everything that needs no person.

        :raises ExpressionFailed: a condition cannot be worked out with the data of the case
        :raises EngineRefused: the case moves on for ever, or fails where nobody waits for its failure
        """
        moves = 0

        def count(task: Any) -> None:
            nonlocal moves
            moves += 1
            if moves > MOST_MOVES:
                raise EngineRefused("the process moves in a circle without waiting for anybody")
            self._passing(task)

        try:
            self._workflow.do_engine_steps(will_complete_task=count)
        except SpiffWorkflowException as error:
            raise EngineRefused(str(error)) from error

    def complete(self, task_id: UUID, outcome: str) -> None:
        """Finish a step or a service with an outcome and move on."""
        task = self._workflow.get_task_from_id(task_id)
        self.outcomes[task.task_spec.bpmn_id] = outcome
        task.data["outcome"] = outcome
        task.run()
        self.advance()

    def fire(self, task_id: UUID, key: str, *, again: bool = False) -> None:
        """Let an event happen for which an element waits, and move on.

        :param key: the event; behind an event-based gateway it says which way is taken
        :param again: an event that stops nothing will wait once more (a cycle)
        """
        task = self._workflow.get_task_from_id(task_id)
        if isinstance(task.task_spec, BoundaryEvent):
            if again:
                task.parent._add_child(task.task_spec, TaskState.WAITING)  # noqa: SLF001  the engine's cycles do so
            task.task_spec.catch(task, BpmnEvent(task.task_spec.event_definition))
            task.task_spec._update(task)  # noqa: SLF001  what the engine's own events do
        else:
            task.data["fired"] = key
            task.run()
        self.advance()

    def previous(self, task_id: UUID) -> ReadyStep | None:
        """Return the step that a person finished before this one, also inside a sub-process; None at the first."""
        here = self._workflow.get_task_from_id(task_id)
        while here is not None:
            step = self._step_before(here)
            if step is not None:
                return step
            here = self._around(here)
        return None

    def _around(self, task: Any) -> Any:
        """Return the token of the sub-process that holds a token, or None in the whole."""
        outer = task.workflow.parent_task_id
        return self._workflow.get_task_from_id(outer) if outer is not None else None

    def _step_before(self, task: Any) -> ReadyStep | None:
        """Return the last step of a person on the way to a token, in its own tree and the sub-processes before it."""
        here = task.parent
        while here is not None:
            if isinstance(here.task_spec, UserTask):
                return ReadyStep(here.id, here.task_spec.bpmn_id)
            sub = self._workflow.subprocesses.get(here.id)
            ends = [each for each in sub.tasks.values() if each.task_spec.name == "End"] if sub is not None else []
            for end in ends:
                if (step := self._step_before(end)) is not None:
                    return step
            here = here.parent
        return None

    def go_back(self, task_id: UUID) -> None:
        """Make a finished step wait again; everything that came after it is forgotten by the engine.

        A sub-process that had ended with it is under way again.
        """
        around = self._around(self._workflow.get_task_from_id(task_id))
        while around is not None:
            self._workflow.subprocesses[around.id].completed = False
            around = self._around(around)
        self._workflow.reset_from_task_id(task_id)
