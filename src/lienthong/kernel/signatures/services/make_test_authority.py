"""Make the invented authority that trial and demo trust, and let it answer over HTTP."""

from http.server import ThreadingHTTPServer
from pathlib import Path

from .. import authority
from ..authority.server import make_server


def make_test_authority() -> Path:
    """Make the root key and certificate under KEYS_DIR unless they exist; return their file."""
    return authority.make_root()


def test_authority_server(*, port: int) -> ThreadingHTTPServer:
    """Return that authority listening on this machine only: time stamps at /tsa, /ocsp, /crl and /root.

    :param port: 0 takes any that is free
    """
    return make_server(port=port)
