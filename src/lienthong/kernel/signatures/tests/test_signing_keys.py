"""Who signs with which key: one's own while its certificate is in use; who has none is told what to do."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.organizations.testing import SmallTree, small_tree
from lienthong.kernel.signatures import queries, rules, services
from lienthong.kernel.signatures.contracts import (
    TRIAL_KEY,
    CertificateNotUsable,
    CertificateState,
    HolderKind,
    SigningKey,
)
from lienthong.kernel.signatures.models import Certificate, SignatureRecord
from lienthong.kernel.signatures.rules import Standing
from lienthong.kernel.signatures.testing import Holder, put_on_record

from .conftest import NOW, Sign

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PERIOD = (NOW - DAY, NOW + 60 * DAY)
PROGRAM = Actor.system("test")


@pytest.fixture(name="tree")
def _tree(workshop: Path) -> SmallTree:
    return small_tree()


def hold(tree: SmallTree, state: CertificateState = CertificateState.IN_USE, **changes: object) -> Certificate:
    given: dict[str, object] = {
        "kind": HolderKind.PERSON,
        "name": "Trần Cán Bộ",
        "agency_id": tree.commune.id,
        "key": "can-bo",
        "user_id": tree.officer_id,
    }
    (row,) = put_on_record([Holder(**{**given, **changes}, state=state)], actor=PROGRAM, now=NOW)  # type: ignore[arg-type]  # test
    return row


def test_a_person_signs_with_the_certificate_in_use_in_one_statement(
    tree: SmallTree,
    unsigned: bytes,
    sign: Sign,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    row = hold(tree)
    with django_assert_num_queries(1):
        key = queries.signing_key(user_id=tree.officer_id, now=NOW)
    assert key == SigningKey("can-bo", "Trần Cán Bộ", row.fingerprint)
    # What was read with the key is not read again: only the record is written.
    with django_assert_num_queries(1):
        signed = sign(unsigned, key=key, signer_name="Trần Cán Bộ (quyền Chủ tịch)")
    (one,) = services.verify_pdf(pdf=signed, now=NOW).signatures
    assert one.valid
    assert (one.signer, one.serial) == ("Trần Cán Bộ", row.serial)
    assert SignatureRecord.objects.get().key == "can-bo"


def test_the_seal_has_a_key_of_its_own(tree: SmallTree) -> None:
    hold(tree)
    hold(tree, kind=HolderKind.AGENCY, name="UBND phường", key="con-dau", user_id=None)
    assert queries.signing_key(agency_id=tree.commune.id, now=NOW).name == "con-dau"


def test_of_two_in_use_the_one_that_counts_longest_signs(tree: SmallTree) -> None:
    hold(tree, key="old", period=PERIOD)
    hold(tree, key="new", period=(NOW, NOW + 400 * DAY))
    hold(tree, key="next", period=(NOW + DAY, NOW + 800 * DAY))
    assert queries.signing_key(user_id=tree.officer_id, now=NOW).name == "new"


@pytest.mark.parametrize("is_seal", [False, True])
def test_who_has_only_a_certificate_that_does_not_sign_is_told_why(tree: SmallTree, *, is_seal: bool) -> None:
    told = set()
    for state in (
        CertificateState.REVOKED,
        CertificateState.EXPIRED,
        CertificateState.ISSUED,
        CertificateState.SUSPENDED,
    ):
        seal = {"kind": HolderKind.AGENCY, "user_id": None} if is_seal else {}
        hold(tree, state, key=state.value, **seal)
        with pytest.raises(CertificateNotUsable) as refusal:
            signing_key(tree, is_seal=is_seal)
        assert refusal.value.params["state"] == state
        told.add(refusal.value.message)
    assert len(told) == 4


def signing_key(tree: SmallTree, *, is_seal: bool) -> SigningKey:
    if is_seal:
        return queries.signing_key(now=NOW, agency_id=tree.commune.id)
    return queries.signing_key(now=NOW, user_id=tree.officer_id)


def test_one_in_use_whose_time_is_over_is_said_to_have_expired(tree: SmallTree) -> None:
    hold(tree, period=PERIOD)
    with pytest.raises(CertificateNotUsable) as refusal:
        queries.signing_key(user_id=tree.officer_id, now=NOW + 90 * DAY)
    assert refusal.value.params["state"] == CertificateState.EXPIRED


def test_without_a_certificate_only_the_trial_signs(tree: SmallTree, settings: Settings) -> None:
    hold(tree, CertificateState.REQUESTED)
    for is_seal in (False, True):
        settings.SIGNATURES_PROVIDER = "server_test_key"
        assert signing_key(tree, is_seal=is_seal) == SigningKey(TRIAL_KEY)
        settings.SIGNATURES_PROVIDER = "pkcs11"
        with pytest.raises(CertificateNotUsable):
            signing_key(tree, is_seal=is_seal)
    # The program itself holds no certificate.
    with pytest.raises(CertificateNotUsable):
        queries.signing_key(user_id=None, now=NOW)


def test_a_key_that_holds_another_certificate_than_the_record_does_not_sign(
    tree: SmallTree, unsigned: bytes, sign: Sign
) -> None:
    hold(tree, period=PERIOD)  # the provider makes one of the usual period
    with pytest.raises(CertificateNotUsable, match="can-bo"):
        sign(unsigned, key=queries.signing_key(user_id=tree.officer_id, now=NOW))
    assert not SignatureRecord.objects.exists()


@given(
    st.lists(
        st.builds(
            Standing,
            state=st.sampled_from(CertificateState),
            key=st.sampled_from(["", "k"]),
            holder=st.just("A"),
            fingerprint=st.just("f"),
            valid_from=st.sampled_from([None, NOW - DAY, NOW + DAY]),
            valid_to=st.sampled_from([None, NOW, NOW + DAY, NOW + 2 * DAY]),
        ),
        max_size=5,
    )
)
def test_only_one_in_use_that_counts_and_names_its_key_signs(held: list[Standing]) -> None:
    chosen = rules.newest_usable(held, now=NOW)
    usable = [one for one in held if one.state is CertificateState.IN_USE and one.key and one.counts(NOW)]
    assert (chosen is None) == (not usable)
    if chosen is not None:
        assert chosen in usable
        assert chosen.valid_to == max(one.valid_to for one in usable if one.valid_to)
    else:
        assert (rules.nearest_to_use(held, now=NOW) is None) == (not held)


def test_each_state_of_a_record_has_its_history(tree: SmallTree) -> None:
    row = hold(tree, CertificateState.SUSPENDED)
    lines = list_history(subject_type="signatures.certificate", subject_key=str(row.uuid))
    assert [line.act.rsplit(".", 1)[1] for line in lines] == ["import", "use", "suspend"]
