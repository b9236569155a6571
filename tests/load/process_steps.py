"""What the engine costs a step: load a case, finish the step, store it; CPU time, medians.

`python -m tests.load.process_steps` prints the rows; the aim is 5 ms at the sixth step and 10 ms at the fiftieth.
"""

import json
import os
from statistics import median
from time import process_time

import django

ROUNDS = 40
AIMS = {6: 5.0, 50: 10.0}


def measure(*, at: int, rounds: int = ROUNDS) -> float:
    """Return the CPU milliseconds of one step of a case that has taken so many, without SQL.

    A returning step is the dear case: the engine keeps every turn.
    """
    from lienthong.kernel.processes.rules.build import Surroundings, build, read_stored
    from lienthong.kernel.processes.rules.engine import Run
    from lienthong.kernel.processes.rules.xml import read_xml, write_xml
    from lienthong.kernel.processes.testing import flow_xml, process_xml, step_xml

    parts = [
        '<startEvent id="begin"/><endEvent id="finish"/><exclusiveGateway id="gate" default="gate__finish"/>',
        step_xml("examine", outcomes="propose:P"),
        step_xml("sign", outcomes="sign:S,back:B"),
        flow_xml("begin", "examine"),
        flow_xml("examine", "sign"),
        flow_xml("sign", "gate"),
        flow_xml("gate", "finish"),
        flow_xml("gate", "examine", "outcome == 'back'"),
    ]
    root = read_xml(process_xml(parts))
    _model, stored, _problems = build(root, total_limit="10wd", around=Surroundings())
    _model_again, program = read_stored(write_xml(root), stored)
    run = Run.begin(program, {})
    outcomes = {"examine": "propose", "sign": "back"}
    for _step in range(at - 1):
        [here] = run.ready()
        run.complete(here.task_id, outcomes[here.key])
    state = run.dump()
    taken = []
    for _round in range(rounds):
        before = process_time()
        again = Run.load(program, state, {})
        [here] = again.ready()
        again.complete(here.task_id, outcomes[here.key])
        again.dump()
        taken.append(process_time() - before)
    return median(taken) * 1000


def rows() -> list[tuple[str, str]]:
    """Return name and measure of each row of the bench; the name says the aim."""
    return [(f"process step {at}, CPU (aim {aim:g} ms)", f"{measure(at=at):.2f} ms") for at, aim in AIMS.items()]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings.test")
    django.setup()
    print(json.dumps(rows()))
