"""Run `python -m autograder` as `autograder`."""

from .cli import main

main()
