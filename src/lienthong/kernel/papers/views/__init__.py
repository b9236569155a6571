"""The public page where a paper is checked."""
