"""Settings by concern; base.py joins them."""
