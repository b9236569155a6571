"""Fixtures of the tests that cross apps."""
