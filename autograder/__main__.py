"""`python -m autograder` is `autograder`."""

from .cli import main

main()
