"""What holds for every model: pictures without overlap, limits that add up."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.kernel.processes.rules.layout import place_boxes
from lienthong.kernel.processes.rules.limits import longest_path_minutes
from lienthong.kernel.processes.rules.model import Flow, Model, Node, Step, back_flows, forward_order


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Draw any graph of steps, circles and loose parts included."""
    count = draw(st.integers(1, 12))
    keys = ["begin", *(f"s{number}" for number in range(count))]
    ends = st.sampled_from(keys)
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=30))
    nodes = {key: Node(key, "startEvent" if key == "begin" else "userTask") for key in keys}
    limits = {key: draw(st.integers(1, 40)) for key in keys[1:]}
    steps = {key: Step(key, key, "r", "competent", f"{hours}wh", ()) for key, hours in limits.items()}
    flows = tuple(Flow(f"f{index}", source, target) for index, (source, target) in enumerate(pairs))
    return Model("p", nodes, flows, steps)


@settings(max_examples=150, deadline=None)
@given(models())
def test_every_element_is_drawn_once_and_apart(model: Model) -> None:
    boxes = place_boxes(model)
    assert set(boxes) == set(model.nodes)
    taken = list(boxes.values())
    for index, one in enumerate(taken):
        for other in taken[index + 1 :]:
            apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
            apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert apart_x or apart_y


@settings(max_examples=150, deadline=None)
@given(models())
def test_arrows_lead_forward_except_ways_back(model: Model) -> None:
    place = {key: index for index, key in enumerate(forward_order(model))}
    back = back_flows(model)
    assert all(place[flow.source] < place[flow.target] for flow in model.flows if flow.key not in back)


@settings(max_examples=100, deadline=None)
@given(models())
def test_the_longest_way_lies_between_the_longest_step_and_all_steps(model: Model) -> None:
    hours = [int(step.limit.removesuffix("wh")) * 60 for step in model.steps.values()]
    assert max(hours) <= longest_path_minutes(model) <= sum(hours)
