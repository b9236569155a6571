"""What holds for every model, without database: reading, checking, running, measuring."""
