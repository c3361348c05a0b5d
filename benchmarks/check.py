"""Measure how long a student waits: `autograder check` beside `import numpy`.

The two run in turn, so that a busy machine slows both; the medians are compared. Aim: at most 2
times on Linux, where the worker is forked, and 3 elsewhere.
"""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[1]
NUMPY = [sys.executable, "-c", "import numpy"]
CHECK = [sys.executable, "-m", "autograder", "check", "--json"]
SAVED = ("01_dense", "03_convolution")
RUNS = 15
AIM = 2 if sys.platform == "linux" else 3
# Students have compiled modules; without this variable set, the first run compiles them here.
ENVIRONMENT = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}


def seconds(command: list[str]) -> float:
    begin = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=ENVIRONMENT)
    return perf_counter() - begin


def main() -> None:
    for exercise in SAVED:
        module = exercise.partition("_")[2] + ".py"
        check = [*CHECK, f"solutions/{exercise}/{module}"]
        pairs = [(seconds(NUMPY), seconds(check)) for _ in range(RUNS)]
        numpy, ours = (median(times) for times in zip(*pairs, strict=True))
        both = f"check {exercise:<16} {ours:6.3f} s   import numpy {numpy:6.3f} s"
        print(f"{both}   ratio {ours / numpy:4.1f}   (aim {AIM})")


if __name__ == "__main__":
    main()
