"""Pages of the interface to the Portal."""
