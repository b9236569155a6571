"""The REST face of the one-stop shop."""
