"""Writing down who saw personal data."""

from datetime import datetime

from lienthong.kernel.audit.contracts import Recorded
from lienthong.kernel.audit.models import AccessEntry


def record_access(*, person_key: str, subject_key: str, purpose: str, actor: Recorded, now: datetime) -> None:
    """Add one look at a person's data to the log that the person may read (R-60, R-74)."""
    AccessEntry.objects.create(
        at=now,
        actor_id=actor.user_id,
        actor_name=actor.name,
        agency_name=actor.agency_name,
        person_key=person_key,
        subject_key=subject_key,
        purpose=purpose,
    )
