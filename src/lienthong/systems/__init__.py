"""The systems of the province, one app each."""
