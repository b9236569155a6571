"""What other apps' tests need of processes: a small model and its pieces."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from lienthong.kernel.acts.contracts import Actor

from .contracts import DefinitionInfo
from .models import WorkItem
from .services import save_definition

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:lt="https://lienthong.vn/bpmn" '
    'id="d" targetNamespace="https://lienthong.vn/test"><process id="test_process" isExecutable="true">'
)
TAIL = "</process></definitions>"


def step_xml(
    key: str,
    *,
    role: str = "specialist",
    place: str = "competent",
    limit: str = "4wh",
    outcomes: str = "done:Xong",
    assign: str = "",
) -> str:
    """Return a user task."""
    kept = f' lt:assign="{assign}"' if assign else ""
    return (
        f'<userTask id="{key}" name="{key}" lt:role="{role}" lt:place="{place}" lt:limit="{limit}" '
        f'lt:outcomes="{outcomes}"{kept}/>'
    )


def flow_xml(source: str, target: str, condition: str = "") -> str:
    """Return an arrow named after its ends."""
    text = f"<conditionExpression><![CDATA[{condition}]]></conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}__{target}" sourceRef="{source}" targetRef="{target}">{text}</sequenceFlow>'


def process_xml(parts: Sequence[str]) -> str:
    """Return a whole document."""
    return HEAD + "".join(parts) + TAIL


def line_xml(*steps: str) -> str:
    """Return a document whose steps follow one another; each step is the XML of a task."""
    keys = [part.split('id="')[1].split('"')[0] for part in steps]
    ends = ['<startEvent id="begin"/>', '<endEvent id="finish"/>']
    chain = ["begin", *keys, "finish"]
    flows = [flow_xml(source, target) for source, target in pairwise(chain)]
    return process_xml([*ends, *steps, *flows])


def make_definition(*, key: str, xml: str, now: datetime, total_limit: str = "10wd") -> DefinitionInfo:
    """Store a process."""
    return save_definition(key=key, title=key, xml=xml, total_limit=total_limit, actor=Actor.system("test"), now=now)


def errands_done(*, subject_key: str) -> list[tuple[str, str]]:
    """Return the errands of a subject that are over: kind and who did it."""
    rows = WorkItem.objects.filter(instance__isnull=True, subject_key=subject_key, completed_at__isnull=False)
    return list(rows.order_by("pk").values_list("step_key", "completed_by_name"))
