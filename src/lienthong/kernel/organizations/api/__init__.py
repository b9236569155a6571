"""The REST face of organizations."""
