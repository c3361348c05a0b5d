"""Wait until a student saves a file, for `check --watch`."""

from __future__ import annotations

import stat
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from .. import catalog
from ..catalog import ExerciseFolder
from ..errors import Refusal, install
from ..intake.candidate import is_source
from .check import find_target

QUIET = 20  # milliseconds without a change, after which a file counts as saved
LOOK_AGAIN = 1000  # milliseconds after which to look at the files, whatever the system reports
Stamps = dict[Path, tuple[int, int]]  # file -> when it was changed, and its size


class Watched:
    """The files to watch: all sources in some folders, and single files elsewhere.

    stamps: the files at the last look.
    """

    def __init__(self, folders: Sequence[ExerciseFolder], files: Sequence[Path] = ()) -> None:
        self.folders, self.files = folders, files
        self.stamps = self.look()

    def __str__(self) -> str:
        names = [folder.name for folder in self.folders] + [file.name for file in self.files]
        return ", ".join(dict.fromkeys(names))

    def look(self) -> Stamps:
        """Return the files as they are now."""
        paths = [*self.files]
        for folder in self.folders:
            given = (folder.spec, folder.steps)
            with suppress(OSError):  # until it is back: a kit is unpacked again
                paths += [path for path in folder.path.iterdir() if path not in given]
        stamps = {}
        for path in paths:
            if is_source(path.name) and not path.name.startswith("."):
                with suppress(OSError):  # it went away in between
                    found = path.stat()
                    if stat.S_ISREG(found.st_mode):
                        stamps[path] = (found.st_mtime_ns, found.st_size)
        return stamps

    def saved(self) -> list[Path]:
        """Return the files that have changed since the last look, the newest last."""
        before, self.stamps = self.stamps, self.look()
        new = [path for path, stamp in self.stamps.items() if before.get(path) != stamp]
        return sorted(new, key=lambda path: self.stamps[path])

    def pending(self) -> bool:
        """Tell whether a file has changed since the last look, and has been written whole."""
        with suppress(OSError):  # an editor replaces it right now
            now = self.look()
            if now != self.stamps:
                time.sleep(QUIET / 1000)
                return self.look() == now
        return False

    def wait(self) -> list[Path]:
        """Wait until files are saved, and return them.

        The system's report only ends the wait: the stamps say what was saved. So a file saved
        during a check is not missed, and no thread runs during one, which would prevent a fork.
        """
        watch = _watch()
        if self.look() != self.stamps:
            time.sleep(QUIET / 1000)  # a file saved right now may be half-written
        while not (new := self.saved()):
            folders = {folder.path for folder in self.folders}
            folders |= {file.parent for file in self.files}
            if not all(folder.is_dir() for folder in folders):
                time.sleep(LOOK_AGAIN / 1000)
                continue
            options = {"step": QUIET, "rust_timeout": LOOK_AGAIN, "yield_on_timeout": True}
            with closing(watch(*folders, watch_filter=None, recursive=False, **options)) as events:
                next(events)
        return new


def watched(here: Path, words: Sequence[str]) -> Watched:
    """Return what to watch: what the words name, or all exercises.

    words: as for `find_target`.

    Refusal: as `find_target`, or watchfiles is not installed.
    """
    _watch()
    if not words:
        known = catalog.folders(catalog.project_root(here), catalog.EXERCISES)
        own = [folder for folder in known if folder.path == here.resolve()]
        return Watched(own or known)
    folders, files = [], []
    for word in words:
        target = find_target(here, word)
        if is_source(word):
            files.append(target.file)
        else:
            folders.append(target.folder)
    return Watched(folders, files)


def worth_checking(here: Path, saved: Iterable[Path]) -> list[str]:
    """Return those of the saved files that an exercise asks for.

    A file named after an exercise is one of them, even if it cannot be read: a check says why.
    """
    folders = catalog.folders(catalog.project_root(here), catalog.EXERCISES)
    known, words = {folder.module for folder in folders}, []
    for path in saved:
        with suppress(Refusal):
            if path.stem not in known:
                find_target(here, str(path))
            words.append(str(path))
    return words


def with_saved(here: Path, words: Sequence[str], saved: Sequence[str]) -> list[str]:
    """Return the words whose check was ended, and the saved files that are not among them.

    A word that now fits several files stays: the next check says so.
    """
    files = {Path(here, word).resolve() for word in saved}
    kept = []
    for word in words:
        try:
            if find_target(here, word).file.resolve() in files:
                continue
        except Refusal:
            pass
        kept.append(word)
    return [*kept, *saved]


def _watch() -> Callable[..., Any]:
    """Return the function that waits for the system to report a change.

    Refusal: it is not installed.
    """
    try:
        from watchfiles import watch
    except ImportError as error:
        problem = "`--watch` needs the package watchfiles, which is not installed here."
        raise Refusal(problem, f"Install it: {install('watchfiles')}") from error
    return watch
