"""Where courses live: one file or folder for each system. Delete it, and the system is gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

DOWNLOADS = ("moodle", "canvas")  # each has `handed_in(name)`: what a name at the top of its zip says
EXPORTS = ("moodle", "canvas", "gradescope")  # each has `export`, a command


@dataclass(frozen=True)
class HandedIn:
    """What one name at the top of a downloaded zip says.

    file: what it is called without the marks of the system; "" for a folder that holds the student's files.
    version: of two files of a student with the same name, the higher one is the newer.
    """

    student: str
    file: str
    version: int = 0


def there_are(names: Sequence[str]) -> list[str]:
    """Those of these systems whose file is there."""
    return [name for name in names if Path(__file__).with_name(f"{name}.py").is_file()]


def load(name: str) -> Any:
    return import_module(f".{name}", __package__)


def recognised(folders: Iterable[str], files: Iterable[str]) -> dict[str, HandedIn | None]:
    """Which names a learning platform gave, and what they say; None for a file that was handed in again later."""
    found: dict[str, HandedIn] = {}
    for system in map(load, there_are(DOWNLOADS)):
        for names, is_folder in (folders, True), (files, False):
            said = {name: system.handed_in(name) for name in names}
            found |= {name: each for name, each in said.items() if each and (each.file == "") == is_folder}
    newest: dict[tuple[str, str], int] = {}
    for each in found.values():
        newest[each.student, each.file] = max(each.version, newest.get((each.student, each.file), 0))
    return {name: each if each.version == newest[each.student, each.file] else None for name, each in found.items()}
