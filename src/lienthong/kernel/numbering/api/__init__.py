"""The REST face of numbering."""
