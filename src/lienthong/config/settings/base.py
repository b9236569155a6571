"""Settings common to every way the program runs: the sum of its parts."""

from .parts.accounts import *  # noqa: F403
from .parts.apps import *  # noqa: F403
from .parts.audit import *  # noqa: F403
from .parts.database import *  # noqa: F403
from .parts.events import *  # noqa: F403
from .parts.files import *  # noqa: F403
from .parts.language import *  # noqa: F403
from .parts.logging import *  # noqa: F403
from .parts.national_portal import *  # noqa: F403
from .parts.notifications import *  # noqa: F403
from .parts.onestop import *  # noqa: F403
from .parts.papers import *  # noqa: F403
from .parts.paths import *  # noqa: F403
from .parts.payments import *  # noqa: F403
from .parts.signatures import *  # noqa: F403
from .parts.web import *  # noqa: F403
from .parts.webhooks import *  # noqa: F403
from .parts.work import *  # noqa: F403
