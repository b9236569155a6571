"""Measures the program; run by `make bench`, whose table stands in docs/performance.md."""
