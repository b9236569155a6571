"""Filters of templates of signatures."""
