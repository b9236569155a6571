"""What other apps may ask of the interface."""

from .refusals import refuse, report_failure

__all__ = ["refuse", "report_failure"]
