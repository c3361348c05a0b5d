"""Measure how long a student waits: `autograder check`, and `--watch`, beside `import numpy`.

The three run in turn, so that a busy machine slows all of them; the medians are compared. For each
exercise but 08, which also imports TensorFlow, the solution is checked in a folder like a
student's. With --watch, the clock runs from the save until the report has appeared.

A check waits for the solution's own calls, which no grader can shorten. They are measured too, so
that one sees what the rest takes.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from autograder import catalog
from autograder.grading.check import Target, public_sheet
from autograder.sandbox.runner import ProcessSandbox

ROOT = Path(__file__).parents[1]
NUMPY = [sys.executable, "-c", "import numpy"]
CHECK = [sys.executable, "-m", "autograder", "check"]
RUNS = int(sys.argv[1]) if sys.argv[1:] else 9
AIM = 2 if sys.platform == "linux" else 3  # on Linux, the worker is forked
AIM_WATCH = 1.5
READY = b"Ctrl-C ends."
WRITING = 0.2  # seconds until a student saves again: the next worker has started
# Students have compiled modules; unless this variable is set, the first run compiles them here.
COMPILED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": str(ROOT)}
ENVIRONMENT = {**os.environ, **COMPILED, "COLUMNS": "200"}  # so that READY stays in one line


def seconds(command: list[str], folder: Path) -> float:
    begin = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, env=ENVIRONMENT)
    return perf_counter() - begin


class Watching:
    """`check --watch` on one exercise."""

    def __init__(self, exercise: str, folder: Path) -> None:
        self.process = subprocess.Popen(
            [*CHECK, exercise, "--watch"], stdout=subprocess.PIPE, cwd=folder, env=ENVIRONMENT
        )
        self.read()

    def read(self) -> None:
        """Read the output until `check` waits for a save."""
        assert self.process.stdout
        while READY not in self.process.stdout.readline():
            assert self.process.poll() is None, "--watch ended"

    def seconds(self, file: Path) -> float:
        """Save a file, and return how long the report took."""
        new = file.with_name(".saved")
        new.write_bytes(file.read_bytes() + b"\n")
        sleep(WRITING)
        begin = perf_counter()
        new.replace(file)  # atomic, so that it is one save
        self.read()
        return perf_counter() - begin


def seconds_of_calls(exercise: str, file: Path) -> float:
    """Run the solution as `check` does, and return how long its own calls took."""
    folder = catalog.released(ROOT, exercise)
    solution = Target(file=file, folder=folder).submission()
    with ProcessSandbox() as sandbox:
        return sum(run.seconds for run in sandbox.run(solution, public_sheet(folder).tasks))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        course = Path(name)
        shutil.copytree(ROOT / "exercises", course / "exercises")
        for folder in sorted((course / "exercises").glob("0[1-7]_*")):
            measure(course, folder)


def measure(course: Path, folder: Path) -> None:
    file = folder / f"{folder.name.partition('_')[2]}.py"
    shutil.copy(ROOT / "solutions" / folder.name / file.name, file)
    check = [*CHECK, f"exercises/{folder.name}/{file.name}"]
    watching = Watching(folder.name, course)
    try:
        rows = [
            (
                seconds(NUMPY, course),
                seconds(check, course),
                seconds_of_calls(folder.name, file),
                watching.seconds(file),
            )
            for _ in range(RUNS)
        ]
    finally:
        watching.process.kill()
        watching.process.wait()
    numpy, ours, calls, saved = (median(times) for times in zip(*rows, strict=True))
    print(
        f"{folder.name:<24} import numpy {numpy:6.3f} s"
        f"   check {ours:6.3f} s, {ours / numpy:4.1f} times (aim {AIM})"
        f"   without its calls {(ours - calls) / numpy:4.1f} times"
        f"   --watch {saved:6.3f} s, {saved / numpy:4.1f} times (aim {AIM_WATCH})"
    )


if __name__ == "__main__":
    main()
