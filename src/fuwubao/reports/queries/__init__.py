"""What pages, commands and documents read of this room."""
