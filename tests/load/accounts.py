"""Bench row of accounts: from the cookie of a request to who acts, with all rights; time with SQL, medians.

`python -m tests.load.accounts`, in the environment of a program built by the demo.
"""

import json
import statistics
import time
from typing import Any

import django
from django.http import HttpRequest, HttpResponse

ROUNDS = 300


def account_rows() -> list[tuple[str, str]]:
    """Return name and figure of each measure."""
    from django.test import Client, RequestFactory
    from django.utils.module_loading import import_string

    from lienthong.kernel.accounts.middleware import ActorMiddleware
    from lienthong.kernel.accounts.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="hotich"))
    cookies = client.cookies.output(header="", sep=";")
    whole = [
        import_string(each)
        for each in (
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        )
    ]
    answer: Any = ActorMiddleware(_ask)
    for middleware in reversed(whole):
        answer = middleware(answer)
    spent = []
    for _round in range(ROUNDS):
        request = RequestFactory(headers={"cookie": cookies}).get("/viec/")
        begun = time.perf_counter()
        answer(request)
        spent.append(time.perf_counter() - begun)
    return [("from the cookie of a request to who acts, with all rights", f"{statistics.median(spent) * 1000:.1f} ms")]


def _ask(request: HttpRequest) -> HttpResponse:
    """Find out who acts, as the first check of a right does."""
    assert request.actor.is_officer  # type: ignore[attr-defined]  # ActorMiddleware puts it there
    return HttpResponse()


if __name__ == "__main__":
    django.setup()
    print(json.dumps(account_rows()))
