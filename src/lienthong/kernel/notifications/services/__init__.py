"""What others may ask of notifications."""

from .deliver import deliver
from .notify import notify
from .save_template import save_template

__all__ = ["deliver", "notify", "save_template"]
