"""What can be done with processes; every act runs in the caller's transaction."""

from .cancel import cancel
from .claim import claim
from .complete import complete
from .pause import pause
from .reassign import reassign
from .release import release
from .resume import resume
from .return_to_previous import return_to_previous
from .save_definition import save_definition
from .start import start

__all__ = [
    "cancel",
    "claim",
    "complete",
    "pause",
    "reassign",
    "release",
    "resume",
    "return_to_previous",
    "save_definition",
    "start",
]
