"""Channels to a telephone: Zalo first where a template was approved, SMS otherwise or when Zalo refuses."""

from collections.abc import Sequence

from ..contracts import Recipient
from ..extensions import Carrier, Channel, channel
from ..rules import normal_phone
from .setup import providers_of


class PhoneChannel(Channel):
    """Reaches a mobile number over providers."""

    group = "phone"
    disturbs = True

    @property
    def is_ready(self) -> bool:
        """Tell whether the operator set up a provider."""
        return bool(providers_of(self.name))

    def address_of(self, recipient: Recipient) -> str:
        """Return the mobile number in one form; nothing for a landline or what is no number."""
        return normal_phone(recipient.phone)

    def carriers(self) -> Sequence[Carrier]:
        """Return the providers in the order of the settings."""
        return providers_of(self.name)


@channel("zalo")
class Zalo(PhoneChannel):
    """Zalo notification service (ZNS)."""

    rank = 10


@channel("sms")
class Sms(PhoneChannel):
    """SMS with the name of the province as sender."""

    rank = 20
