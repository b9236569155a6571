"""Programs of others that read what people send, each in a process of its own with limits, and the virus scanner."""
