"""Builds a believable province; the only home of invented data."""
