"""Pack the student kit: a zip with the exercises, this package as a wheel, and a first page."""

import json
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from .. import catalog
from ..answers import sheet
from ..answers.hidden import is_hidden
from ..disk import write_whole, zipped
from ..errors import Refusal
from ..grading.sets import ExerciseSet
from ..spec import Exercise
from ..text import counted
from .release import generated
from .wheel import SOURCES, wheel

FOLDER = "layers-by-hand"
PAGE = SOURCES / "docs/students.md"
COMMAND = re.compile(r"^(autograder [^#\n]*?) +#", re.MULTILINE)  # followed by a comment
WIDTH = 51  # of a command on the page
RELEASE = "Run `autograder release` first."


def pack(root: Path, path: Path, chosen: ExerciseSet | None = None) -> str:
    """Write the kit to `path`, and return a sentence about its contents.

    chosen: the set of exercises to pack; without one, all of them.

    Refusal: an exercise is not released, or there is something else at `path`.
    """
    _must_be_a_kit(path)
    names = chosen.exercises if chosen else catalog.exercises(root, catalog.SOLUTIONS)
    files = released(root, names)
    page = PAGE.read_text(encoding="utf-8")
    if chosen:
        page = page_of(root, chosen, page)
        for name in names:
            notebook = f"{name}/{catalog.released(root, name).notebook.name}"
            files[notebook] = with_due_date(files[notebook], chosen)
    exercises = {f"exercises/{name}": data for name, data in files.items()}
    name, data = wheel()
    packed = {"README.md": page.encode(), name: data, **exercises}
    # Jupyter shows the dates of files: use the day of the release, so that kits stay reproducible.
    changed = max((root / name).stat().st_mtime for name in exercises)
    kit = {f"{FOLDER}/{name}": data for name, data in packed.items()}
    write_whole(path, zipped(kit, changed=changed))
    count = counted(len(names), "exercise")
    return f"{path} holds {count}, {name} and a page for students."


def _must_be_a_kit(path: Path) -> None:
    """Refuse to write where something other than an earlier kit is."""
    if path.suffix.lower() != ".zip":
        problem = f"A kit is a zip, but {path.name} does not end in .zip."
        raise Refusal(problem, f"Write {path.with_suffix('.zip').name}.")
    if not path.exists():
        return
    try:
        with zipfile.ZipFile(path) as earlier:
            ours = all(name.startswith(f"{FOLDER}/") for name in earlier.namelist())
    except (OSError, zipfile.BadZipFile):
        ours = False
    if not ours:
        raise Refusal(f"{path} exists and is not a kit.", "Choose another name.")


def page_of(root: Path, chosen: ExerciseSet, page: str) -> str:
    """Return the page for students with a section about the set, and examples from the set."""
    top, section, rest = page.partition("## ")
    specs = {name: catalog.load_spec(catalog.solution(root, name)) for name in chosen.exercises}
    listed = "\n".join(f"* `{name}`: {spec.title}" for name, spec in specs.items())
    due = f"Submit by **{chosen.due_text}**.\n\n" if chosen.due else ""
    first = chosen.exercises[0]
    module, task = catalog.module_name(first), specs[first].tasks[0].name
    for name in ("03_convolution", "01_dense"):  # the examples on the page
        rest = rest.replace(f"{name}/{catalog.module_name(name)}.", f"{first}/{module}.")
        rest = rest.replace(f" {name} ", f" {first} ")
    rest = rest.replace("dense_backward", _task_of_one([*specs.values()]))
    rest = rest.replace("03_convolution/", f"{first}/")
    rest = re.sub(r"\bconv2d\b", task, rest)
    rest = COMMAND.sub(lambda line: f"{line[1]:<{WIDTH}} #", rest)
    about = f"## {chosen.course}: {chosen.title}\n\n{due}{listed}\n\n"
    return f"{top}{about}{section}{rest}"


def _task_of_one(specs: Sequence[Exercise]) -> str:
    """Return the last task whose name is unique in these exercises."""
    names = [task.name for spec in specs for task in spec.tasks]
    return [name for name in names if names.count(name) == 1][-1]


def with_due_date(notebook: bytes, chosen: ExerciseSet) -> bytes:
    """Return a notebook with the due date below its title; without a date, the same bytes."""
    if not chosen.due:
        return notebook
    book = json.loads(notebook)
    for cell in book["cells"]:
        if cell["cell_type"] == "markdown":
            title, *text = cell["source"]
            due = f"**{chosen.title}**. Submit by **{chosen.due_text}**.\n"
            cell["source"] = [title.rstrip("\n") + "\n", "\n", due, *text]
            break
    return (json.dumps(book, indent=1, ensure_ascii=False) + "\n").encode()


def released(root: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Read the released files of these exercises: path -> bytes.

    Refusal: a file is missing or differs from a fresh release, since it may be someone's work; a
    sheet is damaged, hidden, or another exercise's.
    """
    files = {}
    for exercise in names:
        folder = catalog.released(root, exercise)
        for name, data in generated(root, exercise).items():
            path = folder.path / name
            if not path.is_file() or path.read_bytes() != data:
                problem = f"exercises/{exercise}/{name} differs from a fresh release."
                raise Refusal(problem, RELEASE)
            files[f"{exercise}/{name}"] = data
        if not folder.sheet.is_file():
            raise Refusal(f"exercises/{exercise}/{folder.sheet.name} is missing.", RELEASE)
        data = folder.sheet.read_bytes()
        answers = sheet.load(data)  # a damaged one would be found by students
        if answers.exercise != exercise or is_hidden(root, data):
            problem = (
                f"exercises/{exercise}/{folder.sheet.name} is not the exercise's public sheet."
            )
            raise Refusal(problem, RELEASE)
        files[f"{exercise}/{folder.sheet.name}"] = data
    return files
