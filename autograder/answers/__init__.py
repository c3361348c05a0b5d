"""Ask TensorFlow once, ahead of time: a spec and a seed give a sheet of right and wrong answers."""

FOLDER = ".autograder"  # of staff alone: the secret seed, and the hidden sheets
SEED = f"{FOLDER}/seed"
