"""What other apps may ask of the interface."""

from .refuse import refuse, report_failure

__all__ = ["refuse", "report_failure"]
