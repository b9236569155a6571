"""What an operator may type."""
