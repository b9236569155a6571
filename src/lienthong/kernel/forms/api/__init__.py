"""The REST face of forms."""
