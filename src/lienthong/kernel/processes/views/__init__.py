"""Doors of processes."""

from .diagram import show_diagram

__all__ = ["show_diagram"]
