"""What a webhook needs of the world: its secret, and a way to its receiver."""
