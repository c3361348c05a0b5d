"""Ask TensorFlow once, ahead of time: spec and seed become a sheet of right and wrong answers."""
