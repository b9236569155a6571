"""Revoked and expired certificates are judged as of the time of signing, which a stamp or our register proves."""

from datetime import UTC, datetime, timedelta

import pytest

from lienthong.kernel.signatures import authority, services
from lienthong.kernel.signatures.authority.revocation import revoke
from lienthong.kernel.signatures.contracts import CertificateNotUsable, Level, SignatureReport
from lienthong.kernel.signatures.models import SignatureRecord
from lienthong.kernel.signatures.providers import server_keys

from .conftest import NOW, Sign

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PERIOD = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))


def judged(pdf: bytes, now: datetime) -> SignatureReport:
    """Return what the one signature of a file proves at a moment."""
    (one,) = services.verify_pdf(pdf=pdf, now=now).signatures
    return one


def codes(one: SignatureReport) -> set[str]:
    """Return what the checks found."""
    return {check.code for check in one.checks}


def revoke_of(one: SignatureReport, now: datetime) -> None:
    revoke(serial=one.serial, now=now)


@pytest.fixture(name="forget")
def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the register know nothing, as it knows nothing of what was signed elsewhere."""
    monkeypatch.setattr(SignatureRecord.objects, "filter", lambda **_facts: SignatureRecord.objects.none())


@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT, Level.B_LTA])
def test_revoked_after_a_stamped_signature_it_stays_valid(
    unsigned: bytes, sign: Sign, forget: None, level: Level
) -> None:
    signed = sign(unsigned, level=level)
    revoke_of(judged(signed, NOW), NOW + DAY)
    later = judged(signed, NOW + 2 * DAY)
    assert later.valid
    assert {"stamped", "not_revoked"} <= codes(later)


def test_revoked_before_a_stamped_signature_it_is_not_valid(unsigned: bytes, sign: Sign) -> None:
    first = judged(sign(unsigned), NOW)
    revoke_of(first, NOW - DAY)
    report = judged(sign(unsigned, level=Level.B_T), NOW)
    assert report.intact
    assert not report.valid
    assert "revoked" in codes(report)
    assert report.words


def test_without_stamp_or_register_a_revoked_certificate_proves_nothing(
    unsigned: bytes, sign: Sign, forget: None
) -> None:
    signed = sign(unsigned)
    assert judged(signed, NOW).valid
    revoke_of(judged(signed, NOW), NOW + DAY)
    later = judged(signed, NOW + 2 * DAY)
    assert not later.valid
    assert "unproven" in codes(later)
    assert judged(signed, NOW + DAY / 2).valid


def test_what_was_signed_here_keeps_its_time_by_the_register(unsigned: bytes, sign: Sign) -> None:
    signed = sign(unsigned)
    revoke_of(judged(signed, NOW), NOW + DAY)
    later = judged(signed, NOW + 2 * DAY)
    assert later.valid
    assert "registered" in codes(later)


@pytest.fixture(name="short")
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the authority issue certificates for one year."""
    make = authority.make_leaf
    monkeypatch.setattr(authority, "make_leaf", lambda **facts: make(**facts, period=PERIOD))
    server_keys._signer.cache_clear()


def test_an_expired_certificate_counts_for_what_was_stamped_before(
    unsigned: bytes, sign: Sign, short: None, forget: None
) -> None:
    plain, stamped = sign(unsigned), sign(unsigned, level=Level.B_LTA)
    after = PERIOD[1] + 30 * DAY
    assert judged(plain, NOW).valid
    assert judged(stamped, after).valid
    expired = judged(plain, after)
    assert not expired.valid
    assert {"within_period", "unproven"} <= codes(expired)


def test_with_an_expired_certificate_nothing_is_signed(unsigned: bytes, sign: Sign, short: None) -> None:
    for now in (PERIOD[1] + DAY, PERIOD[0] - DAY):
        with pytest.raises(CertificateNotUsable):
            sign(unsigned, now=now)


def test_a_time_that_has_not_come_is_not_believed(unsigned: bytes, sign: Sign) -> None:
    signed = sign(unsigned, now=NOW + 10 * DAY)
    report = judged(signed, NOW)
    assert not report.valid
    assert "future" in codes(report)


def test_a_list_of_a_real_authority_is_read_from_its_folder(unsigned: bytes, sign: Sign, forget: None) -> None:
    from django.conf import settings

    from lienthong.kernel.signatures.authority.revocation import revocation_list

    signed = sign(unsigned)
    revoke_of(judged(signed, NOW), NOW - DAY)
    folder = settings.KEYS_DIR / "crls"
    folder.mkdir()
    (folder / "real.crl").write_bytes(revocation_list())
    (authority.root_file().parent / "revoked.json").unlink()
    assert "revoked" in codes(judged(signed, NOW))
