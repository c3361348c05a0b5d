"""Run a course in the real nbgrader: commands as users type them, and students' submissions."""

import ast
import copy
import json
import os
import sys
import tempfile
import warnings
from pathlib import Path

import jupytext
import nbformat

from autograder import catalog
from support import ROOT
from support.processes import FORKS

NAMES = ("ada", "ben", "cleo", "dan", "eva", "finn", "gus", "hope", "ida", "jan", "kim", "leo")


def nbgrader(*words, cwd):
    """Run one nbgrader command, which must succeed, and return its output."""
    with tempfile.NamedTemporaryFile() as output:
        command = FORKS.Process(
            target=run, args=([*map(str, words)], str(cwd), environment(cwd), output.name)
        )
        command.start()
        command.join()
        text = Path(output.name).read_text(encoding="utf-8")
    assert command.exitcode == 0, text
    return text


def run(words, cwd, variables, output):
    """Do what `python -m nbgrader` does, in its own folder and environment."""
    from nbgrader.apps.nbgraderapp import main

    with open(output, "wb") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(variables)
    warnings.simplefilter("ignore")
    sys.argv = ["nbgrader", *words]
    main()


def environment(home):
    """Hide the machine's own Jupyter; nbgrader calls alembic, which is beside Python."""
    places = dict.fromkeys(
        ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"), str(home)
    )
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return {**os.environ, **places, "PATH": path, "PYTHONPATH": str(ROOT)}


def released(course: Path, exercise: str) -> nbformat.NotebookNode:
    """Read the notebook that students get."""
    return nbformat.read(
        course / "release" / exercise / f"{catalog.module_name(exercise)}.ipynb", 4
    )


def grade_id(cell) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def solved(course: Path, exercise: str) -> nbformat.NotebookNode:
    """Return the released notebook with the author's solutions in it."""
    script = catalog.solution(course.parent, exercise).script.read_text("utf-8")
    code = [
        cell.source
        for cell in jupytext.reads(script, fmt="py:percent").cells
        if cell.cell_type == "code"
    ]
    book = copy.deepcopy(released(course, exercise))
    for cell in book.cells:
        if grade_id(cell).startswith("solution-"):
            wanted = definitions(cell.source)  # without the solution's own helpers
            cell.source = next(text for text in code if definitions(text)[: len(wanted)] == wanted)
    return book


def definitions(source: str) -> list[str]:
    """Return the names of the functions and classes in a cell."""
    kinds = ast.FunctionDef | ast.ClassDef
    return [node.name for node in ast.parse(source).body if isinstance(node, kinds)]


def work_of(student: str, course: Path, exercise: str) -> nbformat.NotebookNode:
    """Return a student's notebook: Ada's is correct, Ben's unchanged, the others have mistakes."""
    if student == "ben":
        return released(course, exercise)
    book = solved(course, exercise)
    if student != "ada":
        mistakes = list(catalog.solution(course.parent, exercise).mistakes.values())
        wrong = mistakes[NAMES.index(student) % len(mistakes)].read_text("utf-8")
        book.cells.append(nbformat.v4.new_code_cell(wrong))
    return book


def submit(book, course: Path, student: str, exercise: str) -> None:
    """Write a notebook where `nbgrader collect` would; nbformat would repair any damage."""
    folder = course / "submitted" / student / exercise
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{catalog.module_name(exercise)}.ipynb").write_text(
        json.dumps(book), encoding="utf-8"
    )
