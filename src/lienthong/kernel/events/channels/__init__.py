"""Ways for events between this program and others."""
