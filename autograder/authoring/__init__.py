"""Help authors of exercises: make new ones, prove them, and release them to students."""
