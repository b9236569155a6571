"""What happens when parts of the program die."""
