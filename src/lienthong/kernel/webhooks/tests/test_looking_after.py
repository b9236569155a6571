"""Who makes and changes webhooks, and what is refused."""

from uuid import uuid4

import pytest

from lienthong.kernel.accounts import queries as accounts
from lienthong.kernel.accounts.testing import ConnectedSystem, User
from lienthong.kernel.acts.contracts import Actor, Conflict, DomainError, Invalid, NotFound, NotPermitted
from lienthong.kernel.organizations.testing import SmallTree
from lienthong.kernel.webhooks import queries, services
from lienthong.kernel.webhooks.contracts import WebhookDraft, WebhookState
from lienthong.kernel.webhooks.models import Webhook

from .conftest import NOW

pytestmark = pytest.mark.django_db
URL = "https://example.vn/su-kien"


def test_a_system_makes_its_own_and_an_administrator_for_any(
    system: ConnectedSystem, machine: Actor, administrator: Actor
) -> None:
    _own, secret = services.create_webhook(draft=WebhookDraft(URL), actor=machine, now=NOW)
    services.create_webhook(draft=WebhookDraft(URL), actor=administrator, now=NOW, system_id=system.pk)
    assert secret.startswith("whsec_")
    assert len(queries.list_webhooks(viewer=machine)[0]) == 2
    shown, more = queries.list_webhooks(viewer=administrator, text="trục")
    assert (len(shown), more, shown[0].system, shown[0].state) == (2, False, "Trục tỉnh", WebhookState.ACTIVE)


def test_others_neither_make_nor_see_any(tree: SmallTree, machine: Actor) -> None:
    officer = accounts.actor_of(User.objects.get(pk=tree.officer_id), at=NOW.date())
    with pytest.raises(NotPermitted):
        services.create_webhook(draft=WebhookDraft(URL), actor=officer, now=NOW)
    uuid, _secret = services.create_webhook(draft=WebhookDraft(URL), actor=machine, now=NOW)
    assert queries.list_webhooks(viewer=officer) == ((), False)
    for ask in (
        lambda: queries.get_webhook(uuid=uuid, viewer=officer),
        lambda: queries.list_deliveries(uuid=uuid, viewer=officer),
        lambda: services.renew_secret(uuid=uuid, actor=officer, now=NOW),
        lambda: services.send_test(uuid=uuid, actor=officer, now=NOW),
        lambda: services.end_webhook(uuid=uuid, actor=Actor.anonymous(), now=NOW),
        lambda: services.pause_webhook(uuid=uuid4(), actor=machine, now=NOW),
    ):
        with pytest.raises(NotFound):
            ask()


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (WebhookDraft("http://example.vn/"), "url"),
        (WebhookDraft("không phải"), "url"),
        (WebhookDraft(URL, types=("vn.lienthong.test.hidden.v1",)), "types"),
        (WebhookDraft(URL, types=("gì đó",)), "types"),
        (WebhookDraft(URL, contact="không phải"), "contact"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(machine: Actor, draft: WebhookDraft, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        services.create_webhook(draft=draft, actor=machine, now=NOW)
    assert [each.path for each in refusal.value.errors] == [field]


def test_an_administrator_names_a_system_that_is_connected(administrator: Actor) -> None:
    for system_id in (None, 10**9):
        with pytest.raises(Invalid):
            services.create_webhook(draft=WebhookDraft(URL), actor=administrator, now=NOW, system_id=system_id)


def test_an_ended_webhook_keeps_nothing_secret_and_does_nothing(machine: Actor) -> None:
    uuid, _secret = services.create_webhook(draft=WebhookDraft(URL), actor=machine, now=NOW)
    services.end_webhook(uuid=uuid, actor=machine, now=NOW)
    row = Webhook.objects.get()
    assert (row.secret, row.old_secret, row.state) == ("", "", WebhookState.ENDED)
    assert queries.list_webhooks(viewer=machine)[0] == ()
    for act in (services.end_webhook, services.resume_webhook, services.renew_secret, services.send_test):
        with pytest.raises(Conflict):
            act(uuid=uuid, actor=machine, now=NOW)


def test_what_is_done_already_is_refused_in_words(machine: Actor) -> None:
    uuid, _secret = services.create_webhook(draft=WebhookDraft(URL), actor=machine, now=NOW)
    with pytest.raises(Conflict):
        services.resume_webhook(uuid=uuid, actor=machine, now=NOW)
    services.pause_webhook(uuid=uuid, actor=machine, now=NOW)
    for act in (services.pause_webhook, services.send_test):
        with pytest.raises(DomainError):
            act(uuid=uuid, actor=machine, now=NOW)
    with pytest.raises(Conflict):
        services.redeliver(uuid=uuid, delivery_id=1, actor=machine, now=NOW)


def test_a_system_has_at_most_twenty(machine: Actor) -> None:
    for _each in range(20):
        services.create_webhook(draft=WebhookDraft(URL), actor=machine, now=NOW)
    with pytest.raises(Conflict):
        services.create_webhook(draft=WebhookDraft(URL), actor=machine, now=NOW)
