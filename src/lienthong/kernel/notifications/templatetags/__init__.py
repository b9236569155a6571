"""What templates of messages use."""
