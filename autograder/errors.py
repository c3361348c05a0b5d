"""Define Refusal, the only error that this package raises for its users to read."""

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

LOADED = time.time()  # when this process began to import the package

PIP = "python -m pip"
KEPT = "traceback kept in "  # opens the note on an unexpected error that names its file
MOST_LISTED = 12  # names in a message


class Refusal(Exception):
    """A reason to stop that the reader can fix. The command line prints it in one place.

    problem: one sentence with what was expected and what was found.
    remedy: one sentence with what to do.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)  # pickle passes these to recreate it in another process
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        """Join the problem and the remedy."""
        return f"{self.problem} {self.remedy}"

    def _render_traceback_(self) -> list[str]:  # Jupyter shows these instead of a traceback
        return [self.problem, self.remedy]


def closest(word: str, known: Iterable[str], full: Mapping[str, str] | None = None) -> str:
    """Suggest the name closest to a misspelt one, or nothing if it resembles none.

    full: short name -> the name to suggest in its place.
    """
    import difflib  # every command imports this module, and few have to suggest a name

    close = difflib.get_close_matches(word, list(known), n=1)
    return f"The closest name is {(full or {}).get(close[0], close[0])}. " if close else ""


def no_task(exercise: str, name: str, tasks: Sequence[str]) -> Refusal:
    """Return the Refusal for a task that an exercise lacks."""
    remedy = f"{closest(name.lower(), tasks)}Its tasks are: {', '.join(tasks)}."
    return Refusal(f"{exercise} has no task called {name}.", remedy)


def no_aspect(text: str, aspects: Iterable[str]) -> Refusal:
    """Return the Refusal for a text that is in no aspect's name."""
    names = list(dict.fromkeys(aspects))
    some = [*names[:MOST_LISTED], *["..."] * (len(names) > MOST_LISTED)]
    problem = f"No aspect has {text} in its name."
    return Refusal(problem, f"The aspects are: {', '.join(some)}.")


def lacking(exercise: str, packages: Iterable[str], pip: str = PIP) -> Refusal | None:
    """Return a Refusal that names the first package that is not installed here, if any.

    pip: how to run pip in this environment.
    """
    for package in packages:
        if find_spec(package) is None:
            problem = f"{exercise} uses {package}, which is not installed here."
            return Refusal(problem, f"Install it: {install(package, pip)}")
    return None


def install(package: str, pip: str = PIP) -> str:
    """Return the command that installs a package into this environment, whichever tool made it."""
    home = Path(sys.prefix)
    if (home / "pipx_metadata.json").exists():
        return f"pipx inject layers-by-hand {package}"
    config = home / "pyvenv.cfg"
    if config.exists() and "\nuv = " in config.read_text(encoding="utf-8"):
        return f'uv pip install --python "{home}" {package}'
    return f"{pip} install {package}"


def outdated() -> Refusal | None:
    """Return a Refusal if the package has been replaced since this process began to import it.

    Modules imported after that may not fit those imported before.
    """
    own = Path(__file__)
    if own.exists() and all(each.stat().st_ctime <= LOADED for each in own.parent.rglob("*.py")):
        return None
    remedy = "Start it again; in a notebook, restart the kernel."
    return Refusal("The checker was updated while this was running.", remedy)
