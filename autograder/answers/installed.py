"""Find packages and functions that a spec names and this machine lacks, before using TensorFlow."""

from importlib.util import find_spec
from pathlib import Path
from pkgutil import resolve_name

from ..errors import Refusal
from ..spec import Exercise


def check_here(exercise: Exercise, path: Path) -> None:
    """Refuse a spec that names packages, or functions of them, that are not installed here."""
    for package in exercise.packages:
        if find_spec(package) is None:
            raise Refusal(
                f"{path}: `packages` names {package}, which is not installed.",
                "Install it, or leave it out.",
            )
    for task in exercise.tasks:
        # Private names move, so a version may lack some of them.
        if task.off_limits and not any(map(_is_there, task.off_limits)):
            names = ", ".join(task.off_limits)
            raise Refusal(
                f"{path}: {task.name}: no call in `off_limits` exists here: {names}.",
                "Correct the names.",
            )


def _is_there(name: str) -> bool:
    try:
        return bool(resolve_name(name.replace(".", ":", 1)))
    except (ImportError, AttributeError):
        return False
