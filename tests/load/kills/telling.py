"""Events and mails that follow from all the other work, and the chain over its records."""

from collections import Counter
from datetime import timedelta

from tests.support.smtp_server import SmtpServer
from tests.support.waiting import wait_for

from .province import now
from .trial import Database, Trial

LONGEST_QUEUE = 300
TOLD = """
SELECT m.subject_key, t.key, m.channel, count(*) FROM notifications_message m
JOIN notifications_messagetemplate t ON t.id = m.template_id
WHERE m.channel = 'email' GROUP BY 1, 2, 3 HAVING count(*) > 1
"""


class Telling(Trial):
    """Everybody who is told of something, once."""

    def __init__(self, mail: SmtpServer) -> None:
        """Name the server that takes the mails."""
        self.mail = mail
        self.kills = 0

    def begin(self) -> None:
        """Count the kills: each may let one mail be sent again, for nobody knows whether the server had taken it."""
        self.kills += 1

    def check(self, database: Database) -> None:
        """Nobody is told twice of one thing."""
        assert database.execute(TOLD).fetchall() == []

    def finish(self) -> dict[str, int]:
        """Wait until nothing is to be told, compare the mails with the books, close the day and check the chain."""
        from lienthong.kernel.audit.services import check_chain, close_days
        from lienthong.kernel.events.testing import Handover, OutboxEvent
        from lienthong.kernel.notifications.models import Message

        waiting = Message.objects.filter(state__in=["queued", "sending"])
        wait_for(lambda: not Handover.objects.exists(), seconds=LONGEST_QUEUE)
        wait_for(lambda: not waiting.exists(), seconds=LONGEST_QUEUE)
        assert not OutboxEvent.objects.exclude(state=OutboxEvent.State.DELIVERED).exists()
        mails = Counter(self.mail.boxes.ids())
        assert len(mails) == Message.objects.filter(channel="email", state="sent").count()
        assert mails.total() - len(mails) <= self.kills, "more mails came twice than processes died"
        assert not Message.objects.filter(state="failed").exists()
        tomorrow = now() + timedelta(days=1)
        assert close_days(now=tomorrow)
        found = [each for each in check_chain(now=tomorrow) if each.is_tampering]
        assert found == [], found
        return {
            "events told": OutboxEvent.objects.count(),
            "mails": len(mails),
            "mails sent again after a kill": mails.total() - len(mails),
        }
