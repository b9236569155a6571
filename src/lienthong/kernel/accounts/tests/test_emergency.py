"""Emergency rights: taken with a second factor, a purpose and an end; seen by the other administrators."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, override_settings
from django.utils import timezone

from lienthong.kernel.accounts import queries, services
from lienthong.kernel.accounts.models import EmergencyRights, User
from lienthong.kernel.accounts.queries import actor_of
from lienthong.kernel.acts.contracts import Actor, Conflict, Invalid, NotFound, NotPermitted, StepUpNeeded
from lienthong.kernel.events.testing import OutboxEvent
from lienthong.kernel.organizations.testing import SmallTree, small_tree

pytestmark = pytest.mark.django_db
PURPOSE = "Cả bộ phận tiếp nhận nghỉ ốm, dân đang chờ"
TAKE = "/quan-tri/quyen-khan-cap/lay/"
LIST = "/quan-tri/quyen-khan-cap/"


@pytest.fixture
def tree() -> SmallTree:
    made = small_tree()
    Authenticator.objects.create(user_id=made.administrator_id, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return made


def admin(tree: SmallTree, *, factor: bool = True, minutes_ago: int = 1) -> Actor:
    now = timezone.now()
    return actor_of(
        User.objects.get(pk=tree.administrator_id),
        at=timezone.localdate(now),
        has_second_factor=factor,
        confirmed_at=now - timedelta(minutes=minutes_ago),
    )


def take(tree: SmallTree, actor: Actor, **other: object) -> object:
    given = {"agency_code": tree.commune.code, "role": "reception", "purpose": PURPOSE, "minutes": 30, **other}
    return services.take_emergency_rights(**given, actor=actor, now=timezone.now())  # type: ignore[arg-type]  # as given


def browser(user_id: int) -> Client:
    """Return a browser in which somebody signed in with a code a moment ago."""
    client = Client()
    client.cookies["lt-lang"] = "en"
    client.force_login(User.objects.get(pk=user_id))
    session = client.session
    session["account_authentication_methods_user"] = str(user_id)
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session.save()
    return client


def test_who_may_not_or_did_not_confirm_takes_nothing(tree: SmallTree) -> None:
    officer = actor_of(User.objects.get(pk=tree.officer_id), at=timezone.localdate(), has_second_factor=True)
    with pytest.raises(NotPermitted):
        take(tree, officer)
    with pytest.raises(NotPermitted):
        take(tree, admin(tree, factor=False))
    with pytest.raises(StepUpNeeded):
        take(tree, admin(tree, minutes_ago=500))
    for wrong in (
        {"agency_code": "H32.X"}, {"role": "king"}, {"purpose": "vì"}, {"purpose": "x" * 501}, {"minutes": 61},
        {"minutes": 0}, {"purpose": "\0" * 20},
    ):  # fmt: skip
        with pytest.raises(Invalid):
            take(tree, admin(tree), **wrong)
    assert not EmergencyRights.objects.exists()


def test_nobody_holds_two_at_a_time_and_an_end_makes_room(tree: SmallTree) -> None:
    take(tree, admin(tree))
    with pytest.raises(Conflict):
        take(tree, admin(tree))
    past = timezone.now() - timedelta(hours=2)
    EmergencyRights.objects.update(began_at=past, ends_at=past + timedelta(minutes=30))
    take(tree, admin(tree))
    assert EmergencyRights.objects.filter(ended_at=None).count() == 1


def test_the_rights_hold_for_their_time_and_for_their_taker_alone(tree: SmallTree) -> None:
    uuid = take(tree, admin(tree))
    now = timezone.now()
    found = queries.under_emergency(actor=admin(tree), uuid=uuid, now=now)  # type: ignore[arg-type]  # a UUID
    assert found is not None
    acting, info = found
    assert acting.agency_id == tree.commune.id
    assert acting.roles == {"reception"}
    assert not acting.may("accounts.manage")
    assert {grant.agency_id for grant in acting.grants} <= {tree.commune.id}
    assert info.ends_at - info.began_at == timedelta(minutes=30)
    later = now + timedelta(minutes=31)
    assert queries.under_emergency(actor=admin(tree), uuid=uuid, now=later) is None  # type: ignore[arg-type]  # a UUID
    other = actor_of(User.objects.get(pk=tree.officer_id), at=timezone.localdate())
    assert queries.under_emergency(actor=other, uuid=uuid, now=now) is None  # type: ignore[arg-type]  # a UUID
    with pytest.raises(NotFound):
        services.end_emergency_rights(uuid=uuid, actor=other, now=now)  # type: ignore[arg-type]  # a UUID


def test_on_the_pages_it_is_taken_shown_everywhere_and_given_back(tree: SmallTree) -> None:
    client = browser(tree.administrator_id)
    sent = {"agency_code": tree.commune.code, "role": "reception", "purpose": PURPOSE, "minutes": "30"}
    assert client.post(TAKE, {**sent, "minutes": "999"}).status_code == 422
    assert client.post(TAKE, sent)["Location"] == "/tai-khoan/"
    taken = EmergencyRights.objects.get()
    for path in ("/tai-khoan/", "/"):
        assert "You act under emergency rights" in client.get(path).content.decode()
    assert client.get(LIST).status_code == 403
    assert OutboxEvent.objects.filter(type__endswith="emergency_rights.taken.v1").count() == 1
    assert client.post(f"{LIST}{taken.uuid}/ket-thuc/")["Location"] == "/tai-khoan/"
    assert "You act under emergency rights" not in client.get("/tai-khoan/").content.decode()
    assert PURPOSE in client.get(LIST).content.decode()
    shown = client.get(f"{LIST}{taken.uuid}/").content.decode()
    assert "Emergency rights ended" in shown
    assert client.post(f"{LIST}{taken.uuid}/ket-thuc/").status_code == 404


def test_another_administrator_sees_it_at_once_and_can_end_it(tree: SmallTree) -> None:
    uuid = take(tree, admin(tree))
    other = browser(tree.administrator_id)
    assert "running" in other.get(LIST).content.decode()
    assert other.post(f"{LIST}{uuid}/ket-thuc/").status_code == 302
    assert "running" not in other.get(LIST).content.decode()


def test_time_ends_it_by_itself(tree: SmallTree) -> None:
    client = browser(tree.administrator_id)
    client.post(TAKE, {"agency_code": tree.commune.code, "role": "reception", "purpose": PURPOSE, "minutes": "1"})
    assert client.get(LIST).status_code == 403
    past = timezone.now() - timedelta(hours=2)
    EmergencyRights.objects.update(began_at=past, ends_at=past + timedelta(minutes=1))
    assert client.get(LIST).status_code == 200
    assert "You act under emergency rights" not in client.get("/").content.decode()


def test_without_a_second_factor_the_page_says_what_comes_first(tree: SmallTree) -> None:
    Authenticator.objects.all().delete()
    client = browser(tree.administrator_id)
    assert "A second factor comes first" in client.get(TAKE).content.decode()
    sent = {"agency_code": tree.commune.code, "role": "reception", "purpose": PURPOSE, "minutes": "30"}
    assert client.post(TAKE, sent).status_code == 403


@override_settings(SECOND_FACTOR_ROLES=frozenset({"administrator"}))
def test_an_officer_whose_role_asks_for_a_factor_does_nothing_else_first(tree: SmallTree) -> None:
    Authenticator.objects.all().delete()
    client = browser(tree.administrator_id)
    for path in ("/viec/", LIST, TAKE, "/quan-tri/he-thong/", "/quan-tri/dinh-danh/"):
        for answer in (client.get(path), client.post(path)):
            assert answer["Location"] == "/tai-khoan/hai-buoc/bat/"
    assert client.get("/api/v1/dossiers").status_code == 403
    assert client.get("/tai-khoan/").status_code == 200
    assert client.get("/tai-khoan/hai-buoc/bat/").status_code in {200, 302}
