"""Expressions are CEL, bounded, and never Python."""

import pytest

from lienthong.kernel.forms import queries
from lienthong.kernel.forms.contracts import ExpressionFailed, ExpressionRefused


def test_an_expression_reads_values_and_gives_an_answer() -> None:
    variables = {"outcome": "approve", "data": {"fee": 20}}
    assert queries.evaluate("outcome == 'approve' && data.fee > 10", variables) is True


@pytest.mark.parametrize(
    "hostile",
    [
        "__import__('os').system('touch /tmp/lienthong-pwned')",
        "().__class__.__bases__[0].__subclasses__()",
        "open('/etc/passwd').read()",
        "lambda: 1",
        "exec('1')",
        "(" * 500 + "1" + ")" * 500,
        "!" * 500 + "true",
        "true ? 1 : " * 100 + "1",
        "1 +" + " " * 3_000 + "1",
        "[1].map(a, [1].map(b, [1].map(c, c)))",
        "",
    ],
)
def test_python_and_costly_expressions_are_refused(hostile: str) -> None:
    with pytest.raises((ExpressionRefused, ExpressionFailed)):
        queries.evaluate(hostile, {})


def test_a_missing_value_is_a_failure_that_names_the_expression() -> None:
    with pytest.raises(ExpressionFailed, match=r"data\.x"):
        queries.evaluate("data.x == 1", {"data": {}})


def test_a_list_longer_than_a_case_can_hold_is_not_walked() -> None:
    with pytest.raises(ExpressionFailed):
        queries.evaluate("data.items.exists(i, i == 5)", {"data": {"items": list(range(5_000))}})


def test_only_known_variables_pass_the_check() -> None:
    queries.check_expression("data.items.exists(i, i.price > 10)", allowed=frozenset({"data"}))
    with pytest.raises(ExpressionRefused, match="outcom"):
        queries.check_expression("outcom == 'a'", allowed=frozenset({"outcome"}))
