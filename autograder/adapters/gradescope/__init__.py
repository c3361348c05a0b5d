"""Grade on Gradescope: `export` makes the autograder zip, and `run` grades there."""
