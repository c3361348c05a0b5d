"""Grade on Gradescope: `export` makes the autograder's zip, `run` is what that zip runs there."""
