"""Define the command line. Only commands print and exit.

Each command does its own imports, so that `check` starts fast.
"""

import errno
import io
import os
import shutil
import sys
import textwrap
from itertools import pairwise

import click

from .. import __version__
from ..errors import KEPT, Refusal, outdated
from . import assistants, authors, classes, students
from .common import COULD_NOT, PASSED

SPACE = (
    "Free some space, or choose a place where you may write, and run the same command again; what"
    " `grade` has written is kept."
)
WAY = (
    "A file is where a folder belongs, or a folder where a file does. Move it away, and run the"
    " same command again."
)
# Errors of a disk that is full, or of a place where this user cannot write.
FULL = errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO
IN_THE_WAY = errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOTEMPTY
DISK = {
    **dict.fromkeys((*FULL, errno.ENAMETOOLONG), SPACE),
    **dict.fromkeys(IN_THE_WAY, WAY),
}
DEBUG = "Set AUTOGRADER_DEBUG=1 to see where, and report that."


class _Stream(io.TextIOWrapper):
    """A standard stream, in UTF-8, whose loss does not stop the work of a command.

    Windows' own encodings have no ✓.
    """

    loss: type[OSError] = BrokenPipeError  # the reader has left, as `head` does

    def __init__(self, stream: io.TextIOWrapper) -> None:
        super().__init__(stream.buffer, encoding="utf-8", errors="replace", line_buffering=True)

    def write(self, text: str, /) -> int:
        """Write text, or nowhere if it is lost."""
        try:
            return super().write(text)
        except self.loss:
            self._lead_nowhere()
            return len(text)

    def flush(self) -> None:
        """Write what is in the buffer, or nowhere if it is lost."""
        try:
            super().flush()
        except self.loss:
            self._lead_nowhere()

    def _lead_nowhere(self) -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())


class _Complaints(_Stream):
    """Standard error: there is no other place to report a full disk."""

    loss = OSError


def main() -> None:
    """Run a command, and end with its exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # none in a program without a terminal
        sys.stdout = _Stream(sys.stdout)
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr = _Complaints(sys.stderr)
    os._exit(status())  # Python's own end would take a tenth of the time of a `check`


def status() -> int:
    """Run a command, and return its exit status.

    Print a Refusal as two sentences, and any other error as our own fault.
    """
    try:
        code: int = commands(standalone_mode=False) or PASSED
        if sys.stdout:
            sys.stdout.flush()
        return code
    except Refusal as refusal:
        _complain(refusal.problem, refusal.remedy)
    except click.UsageError as error:
        program = error.ctx.command_path if error.ctx else "autograder"
        _complain(error.format_message(), f"See `{program} --help`.")
    except (KeyboardInterrupt, click.Abort):
        _complain("Stopped.", "Run the same command again; what `grade` has written is kept.")
    except Exception as error:
        if os.environ.get("AUTOGRADER_DEBUG"):
            raise
        if updated := outdated():
            _complain(updated.problem, updated.remedy)
            return COULD_NOT
        if _folder_is_gone():
            _complain("The current folder no longer exists.", "Change to another with `cd`.")
            return COULD_NOT
        notes = [note for note in getattr(error, "__notes__", ()) if note.startswith(KEPT)]
        report = f"Report it, with {notes[0].removeprefix(KEPT)}." if notes else DEBUG
        if isinstance(error, OSError) and error.errno in DISK:
            file = error.filename or "A file"
            remedy = DISK[error.errno]
            _complain(f"{file} cannot be read or written ({error.strerror}).", remedy)
            return COULD_NOT
        problem = f"The grader itself failed: {type(error).__name__}: {error}"
        _complain(problem, f"This is our fault, not yours, and costs no points. {report}")
    return COULD_NOT


def _folder_is_gone() -> bool:
    try:
        os.getcwd()
    except FileNotFoundError:
        return True
    return False


def _complain(problem: str, remedy: str) -> None:
    """Print two sentences on standard error, wrapped between words on a terminal."""
    terminal = sys.stderr and sys.stderr.isatty()
    width = shutil.get_terminal_size().columns if terminal else sys.maxsize
    for line in f"{problem}\n{remedy}".splitlines():
        if len(line) > width:
            line = textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        click.echo(line, err=True)


class InOrder(click.Group):
    """A group that lists its commands in the order in which they were added."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse an empty argument, which would stand for this folder, for all, or for a default.

        Often it is a variable of a shell that was never set.
        """
        for before, word in pairwise(["autograder", *args]):
            if not word.strip() or (word.startswith("--") and word.endswith("=")):
                where = f"in {word}" if word.strip() else f"after {before}"
                remedy = "Give it, or leave the option out. Is a variable of your shell not set?"
                raise Refusal(f"The value {where} is empty.", remedy)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(self.commands)


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="autograder")
def commands() -> None:
    """Grade layers written by hand against TensorFlow.

    Students use the first four commands, teaching assistants those from `grade` to `export`,
    authors the rest.
    """


for command in (
    *(students.list_, students.check, students.debug, students.hint),
    *(classes.grade, assistants.inspect, assistants.override, assistants.compare),
    *(assistants.merge, assistants.similar, assistants.export),
    *(authors.new, authors.new_mistake, authors.verify, authors.release),
):
    commands.add_command(command)
