"""Run student code in bubblewrap, in a read-only root with only Python, NumPy and the worker in it.

    warm   one bubblewrap holds a server that has imported NumPy, and TensorFlow if the exercise
           allows it, and forks each process into namespaces of its own
    cold   a fresh bubblewrap for each process, where namespaces cannot be nested

When root starts it, an outer bubblewrap first sets up the same root and drops to an unprivileged
user. The inner one then works as for any other user, even if Python is installed in root's home
directory, which that user cannot read.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import ClassVar

from ..errors import Refusal
from ..records import Isolation
from .inside import FILE_SIZE, FOLDER
from .process import ENVIRONMENT, PACKAGE, Death, More, Worker, contents, scratch, starting
from .root import PACKAGES, Binds, binds, executable, root
from .runner import ProcessSandbox, Runner
from .sealing import Seal, copy_of

# CAP_SYS_ADMIN, in its own namespace, until its folder is mounted. A warm server writes to /proc.
COLD = ("--cap-add", "CAP_SYS_ADMIN", "--remount-ro", "/proc")
# Memory mapped from /dev/zero would stay as long as a single page is mapped. Another device reads
# as zeros, too, and cannot be mapped.
ZEROS = ("--dev-bind", "/dev/full", "/dev/zero")
NOBODY = "65533"  # owns no file


# -- the commands ------------------------------------------------------------------------------


def command(packages: Sequence[str], options: Sequence[str], *arguments: str) -> list[str]:
    """Return the command that starts inside/jail.py in bubblewrap. options: more for bubblewrap."""
    bwrap = program("bwrap")
    files = binds(packages)
    if os.getuid() == 0:
        inner = sandbox(bwrap, {inside: inside for inside in files}, options)
        return [*stage(bwrap, files), *inner, *arguments, *packages]
    return [*sandbox(bwrap, files, options), *arguments, *packages]


def program(name: str) -> str:
    """Return the path of an installed program, or raise FileNotFoundError."""
    path = shutil.which(name)
    if path is None:
        raise FileNotFoundError(f"the program {name} is not installed")
    return os.path.realpath(path)


def sandbox(bwrap: str, files: Binds, options: Sequence[str]) -> list[str]:
    """Return the command of the sandbox itself, up to the arguments of inside/jail.py."""
    settings = {**ENVIRONMENT, "PYTHONPATH": str(PACKAGES)}
    environment = [word for name, value in settings.items() for word in ("--setenv", name, value)]
    return [
        *(bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--as-pid-1"),
        *("--hostname", "sandbox", "--clearenv", *environment),
        *root(files),
        *("--proc", "/proc", "--dev", "/dev", *ZEROS),
        *("--remount-ro", "/dev/pts", "--remount-ro", "/dev"),
        *("--dir", FOLDER, "--remount-ro", "/", "--chdir", "/", *options),
        *("--", str(executable()), "-u", "-B", "-P", "-s", "-m", f"{PACKAGE}.jail"),
    ]


def stage(bwrap: str, files: Binds) -> list[str]:
    """Return the command with which root makes the files readable and drops its privileges.

    unshare mounts /proc, because bwrap covers parts of a /proc that it mounts as root, and the
    kernel then refuses another /proc inside. It must show the processes of its own namespace: the
    inner bwrap looks for its child there. That namespace ensures that everything in it dies with
    this bwrap: the signal of --die-with-parent does not reach another user's process.
    """
    setpriv, unshare = program("setpriv"), program("unshare")
    programs = {Path(name): Path(name) for name in (bwrap, setpriv, unshare)}
    return [
        *(bwrap, "--unshare-pid", "--die-with-parent", "--clearenv", *root({**files, **programs})),
        *("--dir", "/tmp", "--bind", "/proc", "/proc", "--dev-bind", "/dev", "/dev"),
        *("--", unshare, "--mount-proc", "--", setpriv, *dropping(), "--"),
    ]


def dropping(user: str = NOBODY) -> tuple[str, ...]:
    """Return the options that make setpriv become a user who owns nothing."""
    ids = ("--reuid", user, "--regid", user, "--clear-groups")
    return (*ids, "--inh-caps=-all", "--bounding-set=-all")


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill bwrap, and the first process in its namespaces with all the others there.

    That process dies with bwrap, except while it waits for bwrap to set up the namespaces: then it
    would wait forever.
    """
    if process.poll() is not None:
        return
    with suppress(OSError):  # it has ended, or there is no /proc
        if os.readlink("/proc/self") == str(os.getpid()):  # /proc may show other processes
            process.send_signal(signal.SIGSTOP)  # it starts and collects no process any more
            os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
            for child in children.split():
                os.kill(int(child), signal.SIGKILL)
    process.kill()


# -- the sandboxes -----------------------------------------------------------------------------


class ColdSandbox(ProcessSandbox):
    """Run each process in a fresh bubblewrap with a fresh Python."""

    level: ClassVar[Isolation] = "cold"
    confined: ClassVar[bool] = True
    batch: ClassVar[int | None] = 1

    def __init__(self, packages: Sequence[str] = ("numpy",)) -> None:
        super().__init__(command(packages, COLD, "--alone"), packages=packages)

    def start(self) -> None:
        """Start a worker unless one is waiting."""
        if self._worker is None:
            self._worker = SealedWorker(self._words)


class WarmSandbox(Runner):
    """Fork each process, in its own namespaces, from a server that has imported the packages."""

    level: ClassVar[Isolation] = "warm"
    confined: ClassVar[bool] = True

    def __init__(self, packages: Sequence[str] = ("numpy",)) -> None:
        super().__init__(packages)
        self._command = command(packages, ())
        self._server: Server | None = None

    def close(self) -> None:
        """Kill the server."""
        server, self._server = self._server, None
        if server:
            server.kill()

    def _finish(self, request: bytes, seconds: float, more: More | None = None) -> Death:
        self._server = self._server or Server(self._command, starting(self.packages))
        return self._server.finish(request, seconds, more)


class SealedWorker(Worker):
    """A worker that can get a second request, through two inherited descriptors."""

    def __init__(self, words: Sequence[str]) -> None:
        self._seal = Seal()
        theirs = self._seal.theirs
        super().__init__([*words, *map(str, theirs)], {}, theirs)
        self._seal.started()

    def finish(self, request: bytes, wall: float, more: More | None = None) -> Death:
        """Send the request, then the second one, and wait for the process to end."""
        with self._seal as seal:
            if more is None:
                seal.refuse()
                return super().finish(request, wall)
            ended = os.pidfd_open(self._process.pid)
            # Duplicates, because `finish` closes the files and their numbers may be reused.
            results, output = os.dup(self._results.fileno()), os.dup(self._output.fileno())
            exchange = Thread(
                target=seal.exchange,
                args=(ended, wall, lambda: more(copy_of(results), copy_of(output))),
            )
            exchange.start()
            try:
                return super().finish(request, wall)
            except BaseException:
                self._kill()  # the exchange would wait for its end
                raise
            finally:
                exchange.join()
                for each in (ended, results, output):
                    os.close(each)

    def discard(self) -> None:
        """Kill the process, whatever it does."""
        super().discard()
        self._seal.close()

    def _kill(self) -> None:
        kill(self._process)


class Server:
    """The process of the warm server, and the socket to it.

    starting: seconds it may take to import its packages.
    """

    def __init__(self, command: Sequence[str], starting: float) -> None:
        self._starting = starting
        self._socket, remote = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = scratch()
        with remote:
            self._process = subprocess.Popen(
                command,
                stdin=remote.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                env={},
            )

    def finish(self, request: bytes, seconds: float, more: More | None = None) -> Death:
        """Have the server run one process.

        seconds: of CPU time, which takes longer by the clock on a busy machine.
        more: returns a second request, given the results and the output of the first.

        OSError: the server or one of its forks failed, through no fault of the submission.
        """
        wall = 4 * seconds + 5
        message = json.dumps({"wall": wall, "seconds": seconds}).encode()
        with (
            scratch() as task,
            scratch() as results,
            scratch() as output,
            Seal() as seal,
        ):
            task.write(request)
            task.seek(0)
            descriptors = [file.fileno() for file in (task, results, output)]
            if more:
                descriptors += seal.theirs
            try:
                socket.send_fds(self._socket, [message], descriptors)
                seal.started()
                if more:
                    seal.exchange(
                        self._socket.fileno(),
                        wall + self._starting,
                        lambda: more(copy_of(results.fileno()), copy_of(output.fileno())),
                    )
                self._socket.settimeout(wall + self._starting)
                answer = json.loads(self._socket.recv(4096) or "{}")
            except ConnectionError:
                answer = {}
            if "code" not in answer:
                raise OSError(answer.get("failed") or self._failure())
            return Death(**answer, results=contents(results), output=contents(output))

    def kill(self) -> None:
        """Kill the server, and with it every process in its sandbox."""
        self._socket.close()
        kill(self._process)
        self._process.wait()
        self._errors.close()

    def _failure(self) -> str:
        """Return what the server wrote on standard error, or its exit status."""
        kill(self._process)
        status = self._process.wait()
        text = contents(self._errors).decode("utf-8", "replace").strip()
        return text or f"its server ended with status {status}"


def open_bubblewrap(packages: Sequence[str]) -> WarmSandbox | ColdSandbox:
    """Return the best sandbox that works on this machine. Refusal: none does, with the reasons."""
    reasons: dict[Isolation, OSError] = {}
    # The warm one gets two attempts, because the system may kill a server when memory is short.
    for kind in WarmSandbox, WarmSandbox, ColdSandbox:
        try:
            sandbox = kind(packages)
        except OSError as error:
            reasons[kind.level] = error
            continue
        _refuse_small_files()
        try:
            sandbox.check()
            return sandbox
        except OSError as error:
            sandbox.close()
            reasons[kind.level] = error
    raise Refusal(
        "Grading runs student code in bubblewrap, which does not work here ("
        + "; ".join(f"{level}: {error}" for level, error in reasons.items())
        + ").",
        "Install what it needs (apt install bubblewrap libseccomp2) and allow unprivileged user"
        " namespaces; or, only for files you trust as your own, use --isolation none.",
    )


def _refuse_small_files() -> None:
    """Refuse a session whose limit on files would cut what students' code prints."""
    import resource  # missing on Windows, as bubblewrap is

    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    if most != resource.RLIM_INFINITY and most < FILE_SIZE:
        problem = (
            f"Files are limited to {most} bytes here, but what code prints may take {FILE_SIZE}."
        )
        raise Refusal(problem, "Grade in a session without that limit (ulimit -f unlimited).")
