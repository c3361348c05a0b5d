"""Grade the submission in a Gradescope container.

Usage: python -m autograder.adapters.gradescope ROOT
"""

import sys
from pathlib import Path

from ...errors import Refusal
from .run import run

try:
    run(Path(sys.argv[1]))
except Refusal as refusal:
    sys.exit(str(refusal))
