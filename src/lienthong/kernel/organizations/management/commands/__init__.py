"""Commands of organizations."""
