"""Notices inside the program."""

from ..contracts import OutgoingMessage, Recipient, Taken
from ..extensions import OwnChannel, channel


@channel("in_app")
class InApp(OwnChannel):
    """Shown to the recipient inside the program: the stored message is the delivery."""

    group = "in_app"

    def address_of(self, recipient: Recipient) -> str:
        """Return the account's number."""
        return str(recipient.user_id or "")

    def send(self, message: OutgoingMessage) -> Taken | None:  # noqa: ARG002  nothing leaves the program
        """Do nothing more: the row is what the recipient sees."""
        return None
