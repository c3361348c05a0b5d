"""Test that a warm server which cannot fork a process says why."""

import json
import os
import socket
import subprocess
import sys

from autograder.sandbox.process import ENVIRONMENT

SERVE = """
import socket, threading
from autograder.sandbox.inside import jail, supervising
{before}
jail.serve(socket.socket(fileno=0), lambda *_: None)
"""
A_THREAD = "threading.Thread(target=threading.Event().wait, daemon=True).start()"


def answer(before: str) -> dict[str, str]:
    """Return what a server says once it has failed. before: a statement to run first."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        subprocess.run(
            [sys.executable, "-c", SERVE.format(before=before)],
            stdin=theirs.fileno(),
            env={**os.environ, **ENVIRONMENT},
            check=True,
        )
    with ours:
        found: dict[str, str] = json.loads(ours.recv(4096))
        return found


def test_a_server_with_a_second_thread_forks_nothing() -> None:
    problem = "RuntimeError: a library has started a thread"
    assert answer(A_THREAD) == {"failed": problem}


def test_a_server_that_may_not_make_namespaces_says_so() -> None:
    # No process may have a new user and its parent's working folder at once.
    sharing = "supervising.NEW_NAMESPACES |= 0x200"  # CLONE_FS
    assert answer(sharing) == {"failed": "OSError: [Errno 22] clone: Invalid argument"}
