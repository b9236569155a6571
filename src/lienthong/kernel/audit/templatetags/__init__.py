"""Histories in templates."""
