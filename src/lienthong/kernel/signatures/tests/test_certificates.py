"""The life of certificates: acts and who may do them, files read in, warnings, what the keys in use are."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.accounts.queries import actor_of
from lienthong.kernel.acts.contracts import Actor, Conflict, Invalid, NotFound, NotPermitted
from lienthong.kernel.acts.testing import disagreements
from lienthong.kernel.audit.contracts import HistoryLine
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.organizations.testing import SmallTree, small_tree
from lienthong.kernel.signatures import authority, queries, rules, services
from lienthong.kernel.signatures.contracts import (
    MANAGE,
    SEE,
    CertificateDraft,
    CertificateNotUsable,
    CertificateState,
    HolderKind,
)
from lienthong.kernel.signatures.models import Certificate
from lienthong.kernel.signatures.policy import CERTIFICATES

from .conftest import NOW, Sign

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
END = NOW + 60 * DAY


@pytest.fixture(name="tree")
def _tree(workshop: Path) -> SmallTree:
    return small_tree()


@pytest.fixture(name="admin")
def _admin(tree: SmallTree) -> Actor:
    return person(tree.administrator_id)


def person(user_id: int) -> Actor:
    return actor_of(get_user_model().objects.get(pk=user_id), at=NOW.date())


def file_of(*, name: str = "Trần Cán Bộ", key: str = "can-bo", until: datetime = END) -> bytes:
    """Return a certificate of the invented authority as a file."""
    leaf = authority.make_leaf(key=key, signer_name=name, period=(NOW - DAY, until))
    return authority.load(leaf)[1].public_bytes(Encoding.PEM)


def draft(**changes: object) -> CertificateDraft:
    given: dict[str, object] = {
        "kind": HolderKind.PERSON,
        "holder_name": "Trần Cán Bộ",
        "agency_code": "H32.22366",
        "username": "can.bo",
        "key": "can-bo",
    }
    return CertificateDraft(**{**given, **changes})  # type: ignore[arg-type]  # test


def in_use(admin: Actor, *, until: datetime = END) -> UUID:
    uuid = services.import_certificate(draft=draft(), data=file_of(until=until), actor=admin, now=NOW)
    services.use_certificate(uuid=uuid, actor=admin, now=NOW)
    return uuid


def test_a_certificate_is_requested_issued_used_suspended_resumed_and_revoked(tree: SmallTree, admin: Actor) -> None:
    uuid = services.request_certificate(draft=draft(), actor=admin, now=NOW)
    services.issue_certificate(uuid=uuid, pem=file_of().decode(), actor=admin, now=NOW)
    services.use_certificate(uuid=uuid, actor=admin, now=NOW)
    assert queries.signing_key(user_id=tree.officer_id, now=NOW).name == "can-bo"
    services.suspend_certificate(uuid=uuid, reason="Thất lạc thiết bị", actor=admin, now=NOW)
    with pytest.raises(CertificateNotUsable):
        queries.signing_key(user_id=tree.officer_id, now=NOW)
    services.resume_certificate(uuid=uuid, actor=admin, now=NOW)
    services.revoke_certificate(uuid=uuid, reason="Nghỉ hưu", actor=admin, now=NOW)
    shown = queries.get_certificate(uuid=uuid, viewer=admin, now=NOW)
    assert (shown.state, shown.reason, shown.days_left) == (CertificateState.REVOKED, "Nghỉ hưu", 60)
    assert shown.may == frozenset()
    history = [line.act.rsplit(".", 1)[1] for line in history_of(uuid)]
    assert history == ["request", "issue", "use", "suspend", "resume", "revoke"]
    with pytest.raises(Conflict):
        services.resume_certificate(uuid=uuid, actor=admin, now=NOW)


def history_of(uuid: UUID) -> tuple[HistoryLine, ...]:
    return list_history(subject_type="signatures.certificate", subject_key=str(uuid))


def test_suspending_and_revoking_need_a_reason(admin: Actor) -> None:
    uuid = in_use(admin)
    for act in (services.suspend_certificate, services.revoke_certificate):
        with pytest.raises(Invalid):
            act(uuid=uuid, reason=" ", actor=admin, now=NOW)


def test_only_a_certificate_in_use_signs(unsigned: bytes, sign: Sign, admin: Actor) -> None:
    data = authority.load(authority.make_leaf(key="demo-officer", signer_name="Trần Cán Bộ"))[1]
    uuid = services.import_certificate(draft=draft(), data=data.public_bytes(Encoding.DER), actor=admin, now=NOW)
    with pytest.raises(CertificateNotUsable):
        sign(unsigned, signer_name="Trần Cán Bộ")
    services.use_certificate(uuid=uuid, actor=admin, now=NOW)
    signed = sign(unsigned, signer_name="Trần Cán Bộ")
    services.revoke_certificate(uuid=uuid, reason="Thử", actor=admin, now=NOW + DAY)
    with pytest.raises(CertificateNotUsable):
        sign(unsigned, signer_name="Trần Cán Bộ")
    assert services.verify_pdf(pdf=signed, now=NOW + 2 * DAY).valid


def test_who_does_not_look_after_certificates_does_nothing(tree: SmallTree, admin: Actor) -> None:
    officer, uuid = person(tree.officer_id), in_use(admin)
    with pytest.raises(NotPermitted):
        services.request_certificate(draft=draft(), actor=officer, now=NOW)
    with pytest.raises((NotPermitted, NotFound)):
        services.revoke_certificate(uuid=uuid, reason="x", actor=officer, now=NOW)
    assert queries.list_certificates(viewer=officer, wanted=queries.CertificateFilter(), now=NOW) == ((), False)
    (own,) = queries.list_own_certificates(viewer=officer, now=NOW)
    assert queries.get_certificate(uuid=own.uuid, viewer=officer, now=NOW).may == frozenset()
    with pytest.raises(NotFound):
        queries.get_certificate(uuid=uuid, viewer=Actor.anonymous(), now=NOW)


@pytest.mark.parametrize(
    "data", [b"", b"x" * 70_000, b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"\x30\x82" * 50]
)
def test_a_file_that_holds_no_certificate_is_refused(admin: Actor, data: bytes) -> None:
    with pytest.raises(Invalid):
        services.import_certificate(draft=draft(), data=data, actor=admin, now=NOW)


def test_a_certificate_is_on_record_once_and_names_its_holder(admin: Actor) -> None:
    in_use(admin)
    with pytest.raises(Invalid):
        services.import_certificate(draft=draft(), data=file_of(), actor=admin, now=NOW)
    with pytest.raises(Invalid):
        services.import_certificate(draft=draft(), data=root_file(), actor=admin, now=NOW)
    uuid = services.request_certificate(draft=draft(holder_name="Người Khác"), actor=admin, now=NOW)
    with pytest.raises(Invalid):
        services.issue_certificate(uuid=uuid, pem=file_of(key="b").decode(), actor=admin, now=NOW)


def root_file() -> bytes:
    return authority.load(authority.make_root())[1].public_bytes(Encoding.PEM)


@pytest.mark.parametrize(
    "changes",
    [
        {"agency_code": "H99"},
        {"username": "khong.co"},
        {"username": ""},
        {"holder_name": ""},
        {"holder_name": "a\0b"},
        {"key": "k" * 81},
    ],
)
def test_a_draft_that_is_not_whole_is_refused_field_by_field(admin: Actor, changes: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refusal:
        services.request_certificate(draft=draft(**changes), actor=admin, now=NOW)
    assert {error.path for error in refusal.value.errors} == set(changes)


def test_the_holder_is_told_30_7_and_1_days_before_and_then_it_expires(admin: Actor) -> None:
    uuid = in_use(admin)
    told = [services.watch_certificates(now=END - days * DAY) for days in (40, 30, 29, 7, 6, 1, 0.5)]
    assert told == [(0, 0), (0, 1), (0, 0), (0, 1), (0, 0), (0, 1), (0, 0)]
    messages = apps.get_model("notifications", "Message").objects
    assert messages.filter(subject_key=str(uuid)).values("created_at").distinct().count() == 3
    assert services.watch_certificates(now=END) == (1, 0)
    assert services.watch_certificates(now=END) == (0, 0)
    assert queries.get_certificate(uuid=uuid, viewer=admin, now=END).state is CertificateState.EXPIRED
    assert mail.outbox == []


@given(left=st.floats(-5, 60), warned=st.sampled_from([None, 30, 7, 1]))
def test_a_warning_is_due_once_and_never_after_the_end(left: float, warned: int | None) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    due = rules.warning_due(valid_to=now + left * DAY, warned=warned, now=now)
    if due is not None:
        assert 0 < left <= due
        assert warned is None or due < warned
        assert rules.warning_due(valid_to=now + left * DAY, warned=due, now=now) is None


@given(st.sampled_from(CertificateState), st.sampled_from(CertificateState))
def test_an_ended_certificate_never_comes_back(state: CertificateState, wanted: CertificateState) -> None:
    ended = {CertificateState.REVOKED, CertificateState.EXPIRED}
    assert not (state in ended and rules.may_become(state, wanted))
    assert (state.value in rules.states_before(wanted)) == rules.may_become(state, wanted)


def test_the_policy_says_the_same_in_python_and_in_sql(tree: SmallTree, admin: Actor) -> None:
    in_use(admin)
    rows = Certificate.objects.select_related("agency")
    for user_id in (tree.administrator_id, tree.officer_id, tree.newcomer_id):
        for permission in (SEE, MANAGE):
            assert disagreements(CERTIFICATES, rows, person(user_id), permission) == []
