"""Template tags of numbering."""
