"""Grade the submission in a Gradescope container.

Usage: python -m autograder.adapters.gradescope ROOT
"""

import sys
from pathlib import Path

from .run import run

run(Path(sys.argv[1]))
