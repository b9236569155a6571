"""Settings common to every way the program runs."""

from .parts.accounts import *  # noqa: F403  a settings module is the sum of its parts
from .parts.apps import *  # noqa: F403
from .parts.database import DATABASES, DEFAULT_AUTO_FIELD  # noqa: F401
from .parts.language import *  # noqa: F403
from .parts.logging import LOGGING  # noqa: F401
from .parts.paths import ASSETS_DIR, KEYS_DIR, MEDIA_ROOT, PROJECT_DIR, VAR_DIR  # noqa: F401
from .parts.web import *  # noqa: F403
from .parts.work import *  # noqa: F403
