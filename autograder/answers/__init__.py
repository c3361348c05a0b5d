"""Ask TensorFlow once, in advance: a spec and a seed give a sheet of right and wrong answers."""

FOLDER = ".autograder"  # staff only: the secret seed and the hidden sheets
SEED = f"{FOLDER}/seed"
