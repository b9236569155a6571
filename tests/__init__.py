"""Tests that cross apps; those of one app stand beside its code."""
