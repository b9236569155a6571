"""The first version of the REST face."""
