"""What others may ask of acts."""

from .offered_acts import offered
from .once import run_once

__all__ = ["offered", "run_once"]
