"""Ask TensorFlow once, ahead of time: a spec and a seed give a sheet of right and wrong answers."""
