"""People's ways through the program, in a real browser against the real server."""
