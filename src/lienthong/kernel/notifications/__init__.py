"""Telling people: templates, channels, receipts."""
