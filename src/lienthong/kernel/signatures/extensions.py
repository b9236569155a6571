"""Where places that hold keys plug in; `settings.SIGNATURES_PROVIDER` names the one in use."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from .contracts import ProviderMissing

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer


class SigningProvider(ABC):
    """Holds keys and lends signers; never gives a key away."""

    @abstractmethod
    def signer(self, *, key: str, signer_name: str) -> "Signer":
        """Return a signer for a key and the person or agency in whose name it signs.

        :raises ProviderMissing: the key is not held here
        """


# Keys made on the server by the invented authority: for trial and demo.
TRIAL = "server_test_key"

_providers: dict[str, Callable[[], SigningProvider]] = {}


def signing_provider(name: str, make: Callable[[], SigningProvider]) -> None:
    """Register how a provider is made, under the name the setting uses."""
    _providers[name] = make


def current_provider() -> SigningProvider:
    """Return the provider of this server.

    :raises ProviderMissing: the setting names one that is not installed
    """
    return _made(settings.SIGNATURES_PROVIDER)


@cache
def _made(name: str) -> SigningProvider:
    make = _providers.get(name)
    if make is None:
        message = _("Digital signing is not set up on this server (provider “%(name)s”). Tell the administrator.")
        raise ProviderMissing(message % {"name": name}, name=name)
    return make()


def is_trial() -> bool:
    """Tell whether this server signs with the keys of the invented authority, and so trusts it."""
    return bool(settings.SIGNATURES_PROVIDER == TRIAL)
