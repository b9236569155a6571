"""The example of the developer guide runs as it stands there, on what a webhook really sends."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import WebhookVerificationError

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.webhooks.models import Webhook
from lienthong.kernel.webhooks.testing import Receiver

from .conftest import ring, secret_of, send

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "webhooks.md"


@pytest.mark.django_db
def test_the_example_verifies_what_is_sent(hook: Webhook, machine: Actor, receiver: Receiver) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(example, str(GUIDE), "exec"), names)  # noqa: S102  the guide is ours
    secret = secret_of(machine, hook.uuid)
    ring(1)
    send(hook, timezone.now())
    headers, body = receiver.came[0]
    assert names["take"](body.decode(), headers, secret) == "S-1"
    with pytest.raises(WebhookVerificationError):
        names["take"](body.decode().replace("S-1", "S-2"), headers, secret)
