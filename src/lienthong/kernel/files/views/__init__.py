"""The door to stored files."""
