"""Keys in a real PKCS#11 token (SoftHSM) and with a signing service over HTTP."""

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.support import signing_service as service
from tests.support import tokens

from lienthong.kernel.signatures import authority, services
from lienthong.kernel.signatures.contracts import KeyRefused, Level, ProviderMissing

from .conftest import NOW, Sign
from .poppler import accepts

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the label of an empty token."""
    tokens.make_token(tmp_path_factory.mktemp("softhsm"))
    return tokens.TOKEN


@pytest.fixture(name="in_token")
def _in_token(token: str, workshop: Path, settings: Settings) -> None:
    authority.make_root()
    trust(settings)
    settings.SIGNATURES_PROVIDER = "pkcs11"
    settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_PIN = tokens.module(), token, tokens.PIN


def trust(settings: Settings) -> None:
    """Trust the authority of the test as one would trust a real one."""
    folder = Path(settings.KEYS_DIR) / "trusted"
    folder.mkdir(parents=True)
    pem = authority.root_file().read_text()
    (folder / "root.pem").write_text(pem[pem.index("-----BEGIN CERTIFICATE") :])


@pytest.mark.parametrize("algorithm", ["ec", "rsa"])
def test_a_token_signs_and_the_key_stays_in_it(
    unsigned: bytes, sign: Sign, in_token: None, tmp_path: Path, algorithm: str
) -> None:
    tokens.put_key(key=f"leader-{algorithm}", signer_name="Lê Thị Quỳnh Như", algorithm=algorithm)
    once = sign(unsigned, key=f"leader-{algorithm}")
    twice = sign(once, key=f"leader-{algorithm}")
    report = services.verify_pdf(pdf=twice, now=NOW)
    assert report.valid, report.summary
    assert [one.signer for one in report.signatures] == ["Lê Thị Quỳnh Như"] * 2
    # NSS, which poppler asks, refuses a certificate that it meets twice in one file.
    assert accepts(once, tmp_path, signatures=1)
    document = services.sign_xml(xml=b"<a/>", signer_name="x", key=f"leader-{algorithm}", now=NOW)
    assert services.verify_xml(xml=document, now=NOW).valid


def test_a_wrong_pin_an_unknown_key_and_a_missing_token_are_told_in_words(
    unsigned: bytes, sign: Sign, in_token: None, settings: Settings
) -> None:
    with pytest.raises((KeyRefused, ProviderMissing)):
        sign(unsigned, key="nobody")
    settings.PKCS11_PIN = "0000"
    with pytest.raises(KeyRefused, match="Pin"):
        sign(unsigned, key="leader-ec")
    settings.PKCS11_TOKEN = "pulled out"
    with pytest.raises(KeyRefused):
        sign(unsigned, key="leader-ec")
    settings.PKCS11_MODULE = ""
    with pytest.raises(ProviderMissing):
        sign(unsigned, key="leader-ec")


@pytest.mark.parametrize("algorithm", ["ec", "rsa"])
def test_a_signing_service_signs_and_sees_only_the_hash(
    unsigned: bytes, sign: Sign, settings: Settings, tmp_path: Path, algorithm: str
) -> None:
    authority.make_root()
    trust(settings)
    settings.SIGNATURES_PROVIDER = "remote"
    with service.signing_service(holders={"c-17": "Lê Thị Quỳnh Như"}, algorithm=algorithm) as peer:
        settings.REMOTE_SIGNING_URL, settings.REMOTE_SIGNING_TOKEN = peer.address, service.TOKEN
        settings.REMOTE_SIGNING_PIN = service.PIN
        signed = sign(unsigned, key="c-17")
        assert services.verify_pdf(pdf=signed, now=NOW).valid
        assert accepts(signed, tmp_path, signatures=1)
        assert peer.signed == 1
        settings.REMOTE_SIGNING_PIN = "guessed"
        with pytest.raises(KeyRefused):
            sign(unsigned, key="c-17")
        with pytest.raises(KeyRefused):
            sign(unsigned, key="somebody-else")
        assert peer.signed == 1
    with pytest.raises(KeyRefused):
        sign(unsigned, key="c-18")
    settings.REMOTE_SIGNING_URL = ""
    with pytest.raises(ProviderMissing):
        sign(unsigned, key="c-17", level=Level.B_B)
