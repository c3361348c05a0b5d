"""Give students one public case: as an object, and as a script for any debugger.

Only public sheets are read here, so nothing hidden can leak.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

import numpy as np
from msgspec import Struct

from ..answers import sheet
from ..catalog import SHEET, ExerciseFolder
from ..errors import Refusal, no_aspect
from ..records import Grade, TaskSheet
from ..reports.panels import LINE, as_planes
from ..sandbox.inside.steps import steps_with
from .check import only_tasks, public_sheet
from .submission import case_number
from .tasks import find_task

LARGEST = 400  # numbers of a case; with more, a script reads them from the sheet


class PublicCase(Struct, frozen=True, kw_only=True, eq=False):
    """One public case of a task: the arguments of a call, and TensorFlow's answer.

    number: from 1. aspect: what the case is about, such as "strides=2 padding=same".
    inputs: the arrays by name, in the order in which they are passed.
    options: the keyword arguments.
    parts: the names of the arrays in the answer.
    axes: a word for each axis of each array, such as "batch height width channels".
    needs: the names of the function or the classes that the task needs.
    steps: the text of steps.py for a task about classes; None otherwise.
    """

    task: str
    number: int
    aspect: str
    inputs: Mapping[str, np.ndarray]
    options: Mapping[str, Any]
    parts: tuple[str, ...]
    answers: tuple[np.ndarray, ...]
    axes: Mapping[str, str]
    needs: tuple[str, ...]
    steps: str | None = None

    @property
    def answer(self) -> np.ndarray | tuple[np.ndarray, ...]:
        """TensorFlow's answer: one array, or a tuple of one for each part."""
        return self.answers if len(self.parts) > 1 else self.answers[0]

    def call(self, *yours: Any) -> Any:
        """Call your function with copies of this case's inputs, and return its answer.

        yours: the function; for a task about classes, the classes, in the order of `needs`.

        Refusal: there are more or fewer of them than names in `needs`.
        """
        if len(yours) != len(self.needs):
            needs = ", ".join(self.needs)
            problem = f"{self.task} needs {needs}, and you passed {len(yours)} of them."
            raise Refusal(problem, f"Write `.call({needs})`, without quotes.")
        arrays = [array.copy() for array in self.inputs.values()]
        if self.steps is None:
            return yours[0](*arrays, **self.options)
        run = steps_with(self.steps, self.task, dict(zip(self.needs, yours, strict=True)))
        return run(*arrays, **self.options)

    def __repr__(self) -> str:
        lines = [f"{self.task}, case {self.number}: {self.aspect}"]
        for name, array in self.inputs.items():
            lines += [f"{name} {array.shape} {array.dtype}", self._text(name, array)]
        lines += [f"{name}={value!r}" for name, value in self.options.items()]
        for name, array in zip(self.parts, self.answers, strict=True):
            lines += [f"TensorFlow's {name} {array.shape}", self._text(name, array)]
        lines.append(f"`.call({', '.join(self.needs)})` gives your answer.")
        return "\n".join(lines)

    def _text(self, name: str, array: np.ndarray) -> str:
        return as_planes(name, array, self.axes[name])


def case(task: str, number: int = 1, folder: Path | str = ".") -> PublicCase:
    """Return a public case of a task: `case("conv2d").inputs`, `.options`, `.answer`.

    task: its name, as in "conv2d", or "03_convolution/conv2d" where several exercises have one.
    number: which of its cases, from 1. The first is the smallest.
    folder: the exercise's folder, or any folder of the course.

    Refusal: there is no such task or case.
    """
    here = Path(folder)
    name = task.rpartition("/")[2]
    if (here / SHEET).is_file():
        answers = sheet.load((here / SHEET).read_bytes())
        for found in answers.tasks:
            if name == found.name and task in (name, f"{answers.exercise}/{name}"):
                return public_case(found, number)
    exercise, name = find_task(here, task)
    return public_case(task_sheet(exercise, name), number)


def task_sheet(exercise: ExerciseFolder, name: str) -> TaskSheet:
    """Read a task from the public sheet."""
    return only_tasks(public_sheet(exercise), [name]).tasks[0]


def public_case(task: TaskSheet, number: int) -> PublicCase:
    """Return one case of a task from a public sheet.

    Refusal: the task has fewer cases.
    """
    if not 1 <= number <= len(task.cases):
        problem = f"{task.name} has no case {number}."
        raise Refusal(problem, f"Its cases are numbered from 1 to {len(task.cases)}.")
    found = task.cases[number - 1]
    return PublicCase(
        task=task.name,
        number=number,
        aspect=found.aspect,
        inputs={name: array.copy() for name, array in found.arrays.items()},
        options=dict(found.options),
        parts=tuple(found.answers),
        answers=tuple(array.copy() for array in found.answers.values()),
        axes={**task.arrays, **task.parts},
        needs=task.names,
        steps=task.steps,
    )


def failing(task: TaskSheet, graded: Grade, aspect: str = "") -> int:
    """Return the number of the case that `check` shows or, if it shows none, of the first case.

    aspect: consider only aspects whose names contain this, as `check` does.

    Refusal: it is in no aspect's name.
    """
    wanted = aspect.casefold()
    numbers = [n for n, each in enumerate(task.cases, start=1) if wanted in each.aspect.casefold()]
    if not numbers:
        raise no_aspect(aspect, [each.aspect for each in task.cases])
    for judged in graded.tasks:
        for each in (judged, *judged.others):
            if (number := case_number(task, each)) in numbers:
                return number
    return numbers[0]


# -- as a script -------------------------------------------------------------------------------

SCRIPT = Template('''\
"""Call $task on case $number: $aspect.

Written by `autograder debug`. Print what you like, or set a breakpoint:
nothing here is graded.
"""

$imports

$given# $answered
$right

$call

$shown
''')


def write_script(found: PublicCase, exercise: ExerciseFolder, file: Path) -> Path:
    """Write a script that calls the task on a case, beside the file that it imports.

    Refusal: a file of that name exists, which may be somebody's work, or `file` has a name that
        Python cannot import.
    """
    if not file.stem.isidentifier():
        problem = f"Python cannot import a file called {file.name}."
        raise Refusal(problem, f"Rename it to {exercise.script.name} and run the command again.")
    path = file.with_name(f"debug_{found.task}_{found.number}.py")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(script(found, exercise, file.stem))
    except FileExistsError:
        problem = f"{path} already exists and was not changed."
        raise Refusal(problem, "Run it, or delete it to get a fresh one.") from None
    return path


def snippet(found: PublicCase) -> str:
    """Return the code for a notebook cell that does what the script does."""
    needs = ", ".join(found.needs)
    return (
        "import autograder\n\n"
        f'example = autograder.case("{found.task}", {found.number})\n'
        f"print(example)\nexample.call({needs})  # %debug in the next cell, if it raises an error"
    )


def script(found: PublicCase, exercise: ExerciseFolder, module: str) -> str:
    """Return the script's code. module: the name under which it imports the student's file."""
    arrays = [*found.inputs.values(), *found.answers]
    if sum(array.size for array in arrays) <= LARGEST:
        imports, given, right = _written_out(found)
    else:
        imports, given, right = _from_sheet(found, exercise.name)
    options = [f"{name}={value!r}" for name, value in found.options.items()]
    arguments = [*found.inputs, *options]
    if any(array.ndim > 2 for array in found.answers):
        imports.append("from autograder import as_planes")
    if found.steps is None:
        imports.append(f"from {module} import {found.task}")
        call = found.task
    else:
        imports += [f"import {module}", "import steps"]
        call = f"steps.{found.task}"
        arguments.insert(0, module)
    yours = ", ".join(f"your_{part}" for part in found.parts)
    axes = [found.axes[part] for part in found.parts]
    return SCRIPT.substitute(
        task=found.task,
        number=found.number,
        aspect=found.aspect,
        imports="\n".join(imports),
        given="\n".join([*given, "", ""]) if given else "",
        answered=f"TensorFlow's answer, which {module}.py should give, too",
        right="\n".join(right),
        call=_call(yours, call, arguments),
        shown="\n".join(map(_comparison, found.parts, found.answers, axes)),
    )


def _written_out(found: PublicCase) -> tuple[list[str], list[str], list[str]]:
    """Write out a case's numbers: the lines for imports, for inputs, and for right answers."""
    given = [_assignment(*pair) for pair in found.inputs.items()]
    right = [_assignment(f"right_{part}", found.answers[n]) for n, part in enumerate(found.parts)]
    return ["import numpy as np", ""], given, right


def _from_sheet(found: PublicCase, exercise: str) -> tuple[list[str], list[str], list[str]]:
    """Read a case's numbers from the sheet. The lines are those of `_written_out`."""
    imports = ["from pathlib import Path", "", "import autograder", ""]
    task = f"{exercise}/{found.task}"
    given = [
        f"# Too many numbers to write out: they are read from {SHEET}.",
        f'case = autograder.case("{task}", {found.number}, Path(__file__).parent)',
        *(f'{name} = case.inputs["{name}"]' for name in found.inputs),
    ]
    rights = ", ".join(f"right_{part}" for part in found.parts)
    return imports, given, [f"{rights} = case.answer"]


def _call(results: str, function: str, arguments: Sequence[str]) -> str:
    """Write the call, on several lines where one is too long."""
    line = f"{results} = {function}({', '.join(arguments)})"
    if len(line) <= LINE:
        return line
    inner = "".join(f"    {argument},\n" for argument in arguments)
    return f"{results} = {function}(\n{inner})"


def _comparison(part: str, right: np.ndarray, axes: str) -> str:
    """Write the lines that print a part of both answers."""
    if right.ndim < 3:
        each = f'"{part}, yours:", your_{part}, "TensorFlow:", right_{part}'
        return f'print({each}, "", sep="\\n")'
    return (
        f'axes = "{axes}"\n'
        f'print("{part}, yours:", as_planes("{part}", your_{part}, axes), sep="\\n")\n'
        f'print("TensorFlow:", as_planes("{part}", right_{part}, axes), "", sep="\\n")'
    )


def _assignment(name: str, array: np.ndarray) -> str:
    """Write an array as a literal, one row per line."""
    if not array.size:
        return f'{name} = np.zeros({array.shape}, "{array.dtype}")'
    before, after = f"{name} = np.array(", f', dtype="{array.dtype}")'
    with np.printoptions(
        threshold=sys.maxsize, linewidth=LINE, floatmode="unique", nanstr="np.nan", infstr="np.inf"
    ):
        text = np.array2string(array, separator=", ", prefix=before, suffix=after)
    return f"{before}{text}{after}"
