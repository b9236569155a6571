"""What happens when a part of the program is killed."""
