"""Commands of forms."""
