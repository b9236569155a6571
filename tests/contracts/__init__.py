"""What others rely on: the interface as described, and who sees what."""
