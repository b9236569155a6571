"""Keys of the invented authority, kept on the server: for trial and demo only."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pyhanko.sign.signers import Signer

from .. import authority
from ..authority.signer import ParsedKeySigner, signer_of
from ..extensions import SigningProvider


class ServerTestKeyProvider(SigningProvider):
    """Makes a key and certificate for each key and name when first needed."""

    def signer(self, *, key: str, signer_name: str) -> Signer:
        """Return the signer, read from the disk once a process."""
        return _signer(Path(settings.KEYS_DIR), settings.SIGNATURES_TEST_KEYS, key, signer_name)


@lru_cache(maxsize=512)
def _signer(folder: Path, algorithm: str, key: str, signer_name: str) -> ParsedKeySigner:  # noqa: ARG001  the folder is part of the cache's key
    return signer_of(authority.make_leaf(key=key, signer_name=signer_name, algorithm=algorithm))
