"""Doors of acts: the page of undelivered events, which lie below and know no actor."""

from .undelivered import retry, undelivered

__all__ = ["retry", "undelivered"]
