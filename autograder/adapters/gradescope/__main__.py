"""`python -m autograder.adapters.gradescope ROOT` grades the submission in a Gradescope container."""

import sys
from pathlib import Path

from .run import run

run(Path(sys.argv[1]))
