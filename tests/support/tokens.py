"""A real PKCS#11 token for tests: SoftHSM 2, initialised in a folder of the test."""

import os
import subprocess
from pathlib import Path

import pkcs11
from asn1crypto import pem
from cryptography.hazmat.primitives import serialization
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

from lienthong.kernel.signatures import authority

TOKEN, PIN = "lienthong", "1234"
# The library reads its configuration once a process, so all tests of a process share one folder of tokens.
_PLACES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


def module() -> str:
    """Return where the library of SoftHSM lies."""
    return next(place for place in _PLACES if Path(place).exists())


def make_token(folder: Path, *, label: str = TOKEN) -> None:
    """Initialise an empty token; the configuration stays for the rest of the process."""
    if "SOFTHSM2_CONF" not in os.environ:
        (folder / "tokens").mkdir()
        configuration = folder / "softhsm2.conf"
        configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
        os.environ["SOFTHSM2_CONF"] = str(configuration)
    made = ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "5678"]
    subprocess.run(made, check=True, capture_output=True)
    pkcs11.lib(module()).reinitialize()


def _opened(label: str) -> pkcs11.Session:
    token = pkcs11.lib(module()).get_token(token_label=label)
    try:
        return token.open(rw=True, user_pin=PIN)
    except pkcs11.exceptions.UserAlreadyLoggedIn:
        return token.open(rw=True)


def put_key(*, key: str, signer_name: str, algorithm: str, label: str = TOKEN) -> None:
    """Bring a key and its certificate of the invented authority into the token, under one label."""
    private, certificate = authority.load(authority.make_leaf(key=key, signer_name=signer_name, algorithm=algorithm))
    der = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    decode = decode_rsa_private_key if algorithm == "rsa" else decode_ec_private_key
    with _opened(label) as session:
        names = {pkcs11.Attribute.LABEL: key, pkcs11.Attribute.ID: key.encode(), pkcs11.Attribute.TOKEN: True}
        session.create_object({**decode(der), **names, pkcs11.Attribute.SIGN: True})
        body = pem.unarmor(certificate.public_bytes(serialization.Encoding.PEM))[2]
        session.create_object({**decode_x509_certificate(body), **names})
