"""Commands of signatures."""
