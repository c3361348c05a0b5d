"""A course in the real nbgrader, for its tests: commands as people type them, and students who hand in notebooks."""

import copy
import json
import multiprocessing
import os
import sys
import tempfile
import warnings
from pathlib import Path

import jupytext
import nbformat

from autograder import catalog
from support import ROOT

NAMES = ("ada", "ben", "cleo", "dan", "eva", "finn", "gus", "hope", "ida", "jan", "kim", "leo")


# The commands are the real ones; what takes seconds, importing them, is done once: each runs in a fork of that.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["nbgrader.apps.nbgraderapp", __name__])


def nbgrader(*words, cwd):
    """One nbgrader command, which must succeed; what it said."""
    with tempfile.NamedTemporaryFile() as said:
        command = FORKS.Process(
            target=run, args=([*map(str, words)], str(cwd), environment(cwd), said.name)
        )
        command.start()
        command.join()
        text = Path(said.name).read_text(encoding="utf-8")
    assert command.exitcode == 0, text
    return text


def run(words, cwd, variables, said):
    """What `python -m nbgrader` does, in a folder and an environment of its own."""
    from nbgrader.apps.nbgraderapp import main

    with open(said, "wb") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(variables)
    warnings.simplefilter("ignore")
    sys.argv = ["nbgrader", *words]
    main()


def environment(home):
    """Nothing of the machine's own Jupyter; nbgrader calls alembic, which lies beside Python."""
    places = dict.fromkeys(
        ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"), str(home)
    )
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return {**os.environ, **places, "PATH": path, "PYTHONPATH": str(ROOT)}


def released(course: Path, exercise: str) -> nbformat.NotebookNode:
    return nbformat.read(
        course / "release" / exercise / f"{catalog.module_name(exercise)}.ipynb", 4
    )


def grade_id(cell) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def solved(course: Path, exercise: str) -> nbformat.NotebookNode:
    """The released notebook with the author's solutions in it."""
    script = (
        course.parent / "solutions" / exercise / f"{catalog.module_name(exercise)}.py"
    ).read_text("utf-8")
    code = [
        cell.source
        for cell in jupytext.reads(script, fmt="py:percent").cells
        if cell.cell_type == "code"
    ]
    book = copy.deepcopy(released(course, exercise))
    for cell in book.cells:
        if name := grade_id(cell).partition("solution-")[2]:
            cell.source = next(source for source in code if f"def {name}(" in source)
    return book


def work_of(student: str, course: Path, exercise: str) -> nbformat.NotebookNode:
    """Ada is right, Ben has done nothing, every other one has made another mistake."""
    if student == "ben":
        return released(course, exercise)
    book = solved(course, exercise)
    if student != "ada":
        mistakes = list(catalog.mistakes(course.parent / "solutions" / exercise).values())
        wrong = mistakes[NAMES.index(student) % len(mistakes)].read_text("utf-8")
        book.cells.append(nbformat.v4.new_code_cell(wrong))
    return book


def hand_in(book, course: Path, student: str, exercise: str) -> None:
    """Put it where `nbgrader collect` puts it, as it is: nbformat would mend what is damaged."""
    folder = course / "submitted" / student / exercise
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{catalog.module_name(exercise)}.ipynb").write_text(
        json.dumps(book), encoding="utf-8"
    )
