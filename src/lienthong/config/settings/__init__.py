"""Settings of the program, one module for each way it runs."""
