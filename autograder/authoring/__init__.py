"""For those who write exercises: making new ones, proving them, and releasing them to students."""
