"""The REST face of the interface to the Portal."""
