"""A province with a connected system, an event that it may receive, and a receiver of its own."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from pytest_django import Settings

from lienthong.kernel.accounts import queries as accounts
from lienthong.kernel.accounts import services as account_services
from lienthong.kernel.accounts.contracts import SystemDraft
from lienthong.kernel.accounts.testing import ConnectedSystem, User
from lienthong.kernel.acts.contracts import Actor, Scope
from lienthong.kernel.events import extensions
from lienthong.kernel.events.services import publish
from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.organizations.testing import SmallTree, small_tree
from lienthong.kernel.webhooks import services
from lienthong.kernel.webhooks.contracts import WebhookDraft
from lienthong.kernel.webhooks.models import Webhook
from lienthong.kernel.webhooks.testing import Receiver, make_certificate, receiving

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Rang:
    """A bell has rung."""

    type: ClassVar[str] = "vn.lienthong.test.rang.v1"
    number: int
    who: str = "Nguyễn Văn Kín"


@dataclass(frozen=True)
class Hidden:
    """A kind of event that the system may not receive."""

    type: ClassVar[str] = "vn.lienthong.test.hidden.v1"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the certificate of the receiver."""
    return make_certificate(tmp_path_factory.mktemp("receiver"))


@pytest.fixture(autouse=True)
def _this_machine(settings: Settings, certificate: Path) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = ("127.0.0.1",)
    settings.WEBHOOK_CA_FILE = str(certificate)
    settings.WEBHOOK_ALLOW_HTTP = False


@pytest.fixture
def receiver(certificate: Path) -> Iterator[Receiver]:
    """Let a receiver answer while the test lasts."""
    with receiving(certificate) as found:
        yield found


@pytest.fixture
def seen() -> set[str]:
    """Return what the system may not see: subjects to be added to."""
    return set()


@pytest.fixture
def tree(db: None, monkeypatch: pytest.MonkeyPatch, seen: set[str]) -> SmallTree:
    """Return the province; one kind of event is offered, another not to this system."""
    built = small_tree()
    for registry in ("_BY_TYPE", "_OFFERED"):
        monkeypatch.setattr(extensions, registry, {})

    def reach(viewer: Any, subjects: Collection[str]) -> Collection[str]:
        return [each for each in subjects if each not in seen]

    extensions.offer(Rang, permission="organizations.see", reach=reach, hidden=("who",))
    extensions.offer(Hidden, permission="onestop.dossier.see", reach=reach)
    return built


@pytest.fixture
def administrator(tree: SmallTree) -> Actor:
    """Return who looks after webhooks."""
    return accounts.actor_of(User.objects.get(pk=tree.administrator_id), at=NOW.date())


@pytest.fixture
def system(tree: SmallTree, administrator: Actor) -> ConnectedSystem:
    """Return a connected system that may read agencies."""
    draft = SystemDraft("Trục tỉnh", tree.province.code, "nhận sự kiện", Scope.SUBTREE, ("organizations.see",), ())
    made = account_services.connect_system(draft=draft, actor=administrator, now=NOW)
    return ConnectedSystem.objects.get(uuid=made.uuid)


@pytest.fixture
def machine(system: ConnectedSystem) -> Actor:
    """Return the system as it acts."""
    found = accounts.machine_of_system(system_id=system.pk)
    assert found is not None
    return found


@pytest.fixture
def hook(machine: Actor, receiver: Receiver) -> Webhook:
    """Return a webhook of the system at the receiver."""
    uuid, _secret = services.create_webhook(draft=WebhookDraft(receiver.url), actor=machine, now=NOW)
    return Webhook.objects.get(uuid=uuid)


def ring(*numbers: int, subject: str = "S-1") -> None:
    """Publish and hand over a ring for each number."""
    for number in numbers:
        publish(event=Rang(number), subject=subject, now=NOW)
    deliver_everything(NOW)


def send(hook: Webhook, at: datetime = NOW) -> int:
    """Do what a worker does for a webhook at a moment."""
    return services.send_waiting(webhook_id=hook.pk, clock=lambda: at, seconds=30)


def secret_of(actor: Actor, uuid: UUID) -> str:
    """Give a webhook another secret and return it."""
    return services.renew_secret(uuid=uuid, actor=actor, now=NOW)
