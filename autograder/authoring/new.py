"""Make a new exercise that keeps every promise from the start, with a small task to replace."""

import keyword
import re
import sys
from pathlib import Path
from string import Template

from .. import catalog
from ..disk import write_whole
from ..errors import Refusal

TEMPLATES = Path(__file__).parent / "templates"
SUFFIX = ".template"
NAME = re.compile(r"(?:(\d\d)_)?([a-z][a-z0-9_]*)")
NOT_OURS = {"spec", "steps", "numpy", "tensorflow", "keras", "autograder"}


def new(root: Path, name: str, steps: bool = False) -> Path:
    """Write solutions/NN_name/ and return it. Without a number, it gets the next free one.

    steps: its task is about a class and has steps; otherwise its tasks are functions.

    Refusal: the name is unusable or taken, or `root` has no solutions/.
    """
    match = NAME.fullmatch(name)
    if not match:
        raise Refusal(
            f"{name!r} cannot be the name of an exercise.",
            "Use lower-case letters, digits and underscores, with or without a number: "
            "09_attention, or attention.",
        )
    # In a student's copy, a release would report every other exercise as superfluous.
    if not (root / "solutions").is_dir():
        raise Refusal(
            f"There is no folder {root / 'solutions'}.",
            "Run this in the course's folder.",
        )
    number, module = match.groups()
    others: set[str] = set()
    for tree in catalog.TREES:
        others.update(folder.name for folder in (root / tree).glob("[0-9][0-9]_*"))
    exercise = f"{number or _next_number(others)}_{module}"
    _must_be_free(exercise, others)
    folder = root / "solutions" / exercise
    for source, text in _filled(exercise, TEMPLATES / ("steps" if steps else "function")).items():
        write_whole(folder / source, text)
    return folder


def _next_number(others: set[str]) -> str:
    number = max((int(name[:2]) for name in others), default=0) + 1
    if number > 99:
        raise Refusal(
            "There is no number after 99.",
            "Choose a free number: 08_attention.",
        )
    return f"{number:02}"


def _must_be_free(exercise: str, others: set[str]) -> None:
    number, module = exercise[:2], catalog.module_name(exercise)
    if keyword.iskeyword(module) or module in sys.stdlib_module_names | NOT_OURS:
        raise Refusal(
            f"{module!r} already has a meaning in Python.", "Choose another name for the exercise."
        )
    for other in sorted(others):
        if other[:2] == number:
            raise Refusal(
                f"Number {number} is taken by {other}.",
                f"Choose another, or none: {module}.",
            )
        if catalog.module_name(other) == module:
            raise Refusal(f"{other} already has a module called {module}.", "Choose another name.")


def _filled(exercise: str, templates: Path) -> dict[str, str]:
    """Return the files of a new exercise: path inside its folder -> text."""
    words = {"exercise": exercise, "number": exercise[:2], "module": catalog.module_name(exercise)}
    words["title"] = words["module"].replace("_", " ").capitalize()
    files: dict[str, str] = {}
    for template in sorted(templates.rglob(f"*{SUFFIX}")):
        path = template.relative_to(templates).as_posix().removesuffix(SUFFIX)
        text = template.read_text(encoding="utf-8")
        files[Template(path).substitute(words)] = Template(text).substitute(words)
    return files
