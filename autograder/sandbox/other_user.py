"""Run tasks as another user, in containers that allow no namespaces, such as Gradescope's."""

import os
import shutil
from collections.abc import Sequence
from itertools import cycle
from typing import ClassVar

from ..errors import Refusal
from ..records import Isolation
from .bubblewrap import NOBODY, dropping
from .pool import open_sandbox
from .process import ENVIRONMENT, command
from .runner import ProcessSandbox, Runner

USERS = NOBODY, "65532"  # both own no file


class OtherUser(ProcessSandbox):
    """Run each task as a user who owns nothing, with limits, no network and no new process.

    The next worker starts while a task runs, before any limit applies to it. It belongs to another
    user, because code can write to the memory of every process of its own user.
    """

    level: ClassVar[Isolation] = "none"
    batch: ClassVar[int | None] = 1

    def __init__(self, packages: Sequence[str] = ("numpy",)) -> None:
        setpriv = shutil.which("setpriv")
        if setpriv is None or os.getuid() != 0:
            raise OSError("becoming another user needs root and the program setpriv")
        python, *words = command("jail", "--once", *packages)
        words = ["--no-new-privs", python, "-B", "-s", *words]
        self._commands = cycle([setpriv, *dropping(user), *words] for user in USERS)
        super().__init__(environment=ENVIRONMENT, packages=packages)

    def start(self) -> None:
        """Start a worker unless one is waiting, and let it write to its folder."""
        if self._worker is None:
            self._words = next(self._commands)
        super().start()
        assert self._worker is not None
        os.chmod(self._worker.folder.name, 0o777)


def best_sandbox(packages: tuple[str, ...]) -> Runner:
    """Open the best isolation that works here. Refusal: none does."""
    try:
        return open_sandbox("auto", packages)
    except Refusal as refusal:
        reasons = refusal.problem
    try:
        sandbox = OtherUser(packages)
    except OSError as error:
        raise Refusal(
            f"{reasons} Another way failed, too: {error}.", "Run this as root."
        ) from error
    try:
        sandbox.check()
    except OSError as error:
        sandbox.close()
        problem = f"{reasons} Another way failed, too: {error}."
        remedy = "Let every user read the environment that setup.sh makes, and install libseccomp2."
        raise Refusal(problem, remedy) from error
    return sandbox
