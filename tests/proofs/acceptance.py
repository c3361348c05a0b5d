"""Right numbers earn full points however they are computed; stubs earn none: `make proofs`.

Each task is answered in the styles of solutions/*/styles/, none of them derived from the solution.
Each style computes in the inputs' dtype and in float64, and the memory layout of its arrays changes
from seed to seed.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from autograder import catalog
from autograder.answers.making import build_sheet, open_oracle, run_trusted
from autograder.authoring.promises import lazy_runs
from autograder.grading.submission import grade, grade_task
from autograder.records import Sheet, Submission, TaskGrade

from . import ROOT, each_exercise

FIRST_SEED = 1000
DOUBLE_EVERY = 5  # seeds of float64 inputs among those of float32 ones
MOST_WITH_TENSORFLOW = 20  # seeds: its layers take seconds
# A second cell, which wraps every function and every class of the first.
WRAPPED = """
import numpy as np

def as_it_is(array):
    return array

def read_only(array):
    array.flags.writeable = False
    return array

def every_other(array):
    roomy = np.full([2 * size for size in array.shape], np.nan, array.dtype)
    view = roomy[(slice(None, None, 2),) * array.ndim]
    view[...] = array
    return view

def backwards(array):
    return np.ascontiguousarray(np.flip(array))[(slice(None, None, -1),) * array.ndim]

layouts = [as_it_is, np.asfortranarray, every_other, backwards, read_only]

def fitting(*values):
    # float32 is no answer to inputs in float64
    is_wide = any(isinstance(value, np.ndarray) and value.dtype == np.float64 for value in values)
    return np.float64 if is_wide and np.{dtype} == np.float32 else np.{dtype}

def wrapped(function):
    def call(*arguments, **options):
        dtype = fitting(*arguments)
        def answer(part):
            return layouts[{layout}](np.array(part, dtype))
        arrays = [a.astype(dtype) if isinstance(a, np.ndarray) else a for a in arguments]
        given = function(*arrays, **options)
        if not any(isinstance(a, np.ndarray) for a in arguments):
            return given
        return tuple(map(answer, given)) if {several}[function.__name__] else answer(given)
    return call

def wrapped_class(kind):
    def cast(value):
        return value.astype(fitting(value)) if isinstance(value, np.ndarray) else value
    def laid_out(name):
        def method(self, *arguments):
            given = getattr(kind, name)(self, *map(cast, arguments))
            is_array = isinstance(given, np.ndarray) and given.ndim
            dtype = fitting(*(arguments or [given]))
            return layouts[{layout}](np.array(given, dtype)) if is_array else given
        return method
    def start(self, *arguments, **options):
        kind.__init__(self, *map(cast, arguments), **options)
    def step(self):
        kind.step(self)
        for parameter in self.model.parameters():
            parameter[...] = cast(parameter)
    methods = dict(forward=laid_out("forward"), backward=laid_out("backward"), step=step)
    methods = dict((name, method) for name, method in methods.items() if hasattr(kind, name))
    return type(kind.__name__, (kind,), dict(methods, __init__=start))

for name in {several}:
    globals()[name] = wrapped(globals()[name])
for name in {used}:
    if isinstance(globals()[name], type):
        globals()[name] = wrapped_class(globals()[name])
"""
LAYOUTS = 5


def styles(exercise: str) -> dict[str, bytes]:
    """Read the styles of an exercise: name -> source."""
    paths = catalog.solution(ROOT, exercise).styles
    return {name: path.read_bytes() for name, path in paths.items()}


def graded(sheet: Sheet, source: bytes, dtype: str, layout: int) -> tuple[TaskGrade, ...]:
    """Grade a style that computes in this dtype and uses this memory layout for answers.

    A Keras layer computes in the dtype it is built with, and TensorFlow chooses the layout.
    """
    several = {task.name: len(task.parts) > 1 for task in sheet.tasks if task.steps is None}
    used = sorted({name for task in sheet.tasks if task.steps for name in task.names})
    words = {"dtype": dtype, "several": several, "used": used}
    wrapper = WRAPPED.format(layout=layout % LAYOUTS, **words).encode()
    module = catalog.module_name(sheet.exercise)
    submission = Submission(
        exercise=sheet.exercise,
        module=module,
        filename=f"{module}.py",
        cells=(source,) if has_tensorflow(sheet.packages) else (source, wrapper),
    )
    return grade(sheet, submission, run_trusted(submission, sheet.tasks), "none").tasks


def has_tensorflow(packages: Sequence[str]) -> bool:
    """Tell whether an exercise's answers use TensorFlow."""
    return "tensorflow" in packages


def earning_stubs(sheet: Sheet) -> Iterator[str]:
    """Yield each stub that earns points without computing."""
    for task in sheet.tasks:
        for name, run in lazy_runs(task):
            if grade_task(task, run, {}).score:
                yield f"{sheet.exercise} {task.name}: {name} earns points."


def unfair(exercise: str, seeds: Iterable[int]) -> Iterator[str]:
    """Yield each correct style that loses points, and each stub that earns some."""
    folder = catalog.solution(ROOT, exercise)
    for seed in seeds:
        inputs = "float64" if seed % DOUBLE_EVERY == 0 else "float32"
        sheet = build_sheet(folder, seed, open_oracle(), inputs, mistakes=False)
        yield from earning_stubs(sheet)
        for style, source in styles(exercise).items():
            for dtype in {inputs, inputs if has_tensorflow(sheet.packages) else "float64"}:
                for task in graded(sheet, source, dtype, layout=seed):
                    if task.verdict != "pass":
                        where = f"{exercise} {task.name}, {style} in {dtype} on seed {seed}"
                        yield f"{where}: {task.message}"


def examine(exercise: str, seeds: int) -> tuple[str, list[str]]:
    """Return a line of the report, and the complaints."""
    if has_tensorflow(catalog.load_spec(catalog.solution(ROOT, exercise)).packages):
        seeds = min(seeds, MOST_WITH_TENSORFLOW)
    wrong = list(unfair(exercise, range(FIRST_SEED, FIRST_SEED + seeds)))
    names = ", ".join(styles(exercise))
    return f"{exercise:<26}{names:<32}{seeds} seeds, {len(wrong)} unfair", wrong


def main() -> int:
    """Run the proof for the exercises named, or for all; return the exit code."""
    parser = argparse.ArgumentParser(prog="acceptance", description=__doc__)
    parser.add_argument("exercises", nargs="*")
    parser.add_argument("--seeds", type=int, default=100)
    words = parser.parse_args()
    wrong = []
    for line, problems in each_exercise(partial(examine, seeds=words.seeds), words.exercises):
        print(line, flush=True)
        wrong += problems
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
