"""Template tags of calendars."""
