"""What tests of the one-stop shop share."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from lienthong.kernel.acts.contracts import Actor


@pytest.fixture
def sign_in() -> Callable[[Actor], Client]:
    """Return a function that opens a browser signed in as an officer."""

    def signed(actor: Actor) -> Client:
        client = Client()
        client.force_login(get_user_model().objects.get(pk=actor.user_id or 0))
        return client

    return signed
