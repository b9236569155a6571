"""Commands of the one-stop shop."""
