"""Test that the filter refuses system calls that are newer than its list."""

import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from autograder.sandbox.inside.denied import Filter

FILE_SETATTR, FUTEX_WAITV = 469, 449  # of Linux 6.17 and 5.16

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")


def unknown(name: Callable[[int, int], bytes | None]) -> set[int]:
    """Return the calls that the filter refuses with a library that names calls in this way."""
    rules = object.__new__(Filter)
    rules.library = SimpleNamespace(  # type: ignore[assignment]
        seccomp_arch_native=lambda: 0, seccomp_syscall_resolve_num_arch=name
    )
    return set(rules.unknown())


def test_a_newer_library_does_not_allow_calls_that_the_list_was_not_made_for() -> None:
    refused = unknown(lambda *_: b"a name")
    assert FILE_SETATTR in refused
    assert FUTEX_WAITV not in refused  # denied by its name


def test_an_older_library_does_not_allow_calls_that_it_cannot_name() -> None:
    assert {FILE_SETATTR, FUTEX_WAITV} <= unknown(lambda *_: None)
