"""The REST face fuzzed from its own description: no failure of the program, no answer that is not described."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from lienthong.config.api import describe_api
from lienthong.kernel.accounts.models import User
from lienthong.systems.onestop.testing import accept, small_province


class Door(WSGIHandler):
    """The program on the connection of the test, without the form's token, which the description does not know."""

    def __call__(self, *request: Any) -> Any:
        """Answer; the client of Django, which signs in, has the connection closed again after requests.

        The answer is closed as a server closes it: then files that were sent are closed too.
        """
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        answer = super().__call__(*request)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the program does."""
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  as Django's test client says it
        return super().get_response(request)


SCHEMA = schemathesis.openapi.from_dict(describe_api())
SCHEMA.app = Door()
# Made-up tokens would hide the session: every answer would be 401, and nothing behind the door would be tried.
SCHEMA.config.generation.update(with_security_parameters=False)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OFFICER = "commune.reception"
# Each operation is a test of its own name: of several of one name a parallel suite runs one.
OPERATIONS = {each.ok().label: each.ok() for each in SCHEMA.get_all_operations()}


def fuzzed(examples: int) -> settings:
    """Return how an operation is tried: so many made-up requests, the same each time."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Have connections closed after requests again when the test is over."""
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def cookies(db: None) -> dict[str, str]:
    """Return the cookies of an officer of the counter in a small province with one dossier."""
    accept(small_province(), "2.000635")
    client = Client()
    client.force_login(User.objects.get(username=OFFICER))
    client.get("/dang-nhap/")
    return {name: morsel.value for name, morsel in client.cookies.items()}


@pytest.mark.parametrize("label", OPERATIONS)
def test_every_operation_answers_as_described(label: str, cookies: dict[str, str]) -> None:
    @fuzzed(12)
    @given(case=OPERATIONS[label].as_strategy())
    def answers(case: schemathesis.Case) -> None:
        answer = case.call_and_validate(cookies=cookies, checks=CHECKS)
        assert answer.status_code != 401, "nothing behind the door is tried"

    answers()


# What events say is no secret.
@pytest.mark.parametrize("label", [label for label in OPERATIONS if "/events/schemas" not in label])
def test_every_operation_is_closed_to_strangers_as_described(label: str, db: None) -> None:
    @fuzzed(2)
    @given(case=OPERATIONS[label].as_strategy())
    def is_closed(case: schemathesis.Case) -> None:
        answer = case.call()
        case.validate_response(answer, checks=CHECKS)
        assert answer.status_code in {400, 401, 403, 404, 405}

    is_closed()
