"""Forms of the pages of the one-stop shop."""
