"""work: whether two files hold the same work."""

import json

from autograder.intake.candidate import Budget, asked_for, inspect_file
from autograder.intake.files import File
from autograder.intake.work import digest_of_work

CODE = b"def dense(x):\n    return x\n"
MIB = 1 << 20


def book(*cells):
    sources = [{"cell_type": "code", "metadata": {}, "source": cell} for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": sources}).encode()


def inspected(data):
    name = "a.ipynb" if data.startswith(b"{") else "a.py"
    return inspect_file(
        File((name,), lambda cap: data), asked_for({"01_dense": ["dense"]}), Budget()
    )


SAME = [
    CODE,
    b"# a comment\n" + CODE + b"\npass\nprint(dense(1))\n",
    b"from autograder.jupyter import check\n" + CODE + b"check('dense')\n",
    book("", CODE.decode(), "dense(2)"),
    CODE + b"try:\n    dense(1)\nexcept ValueError:\n    pass\n",
]
OTHER = [
    CODE.replace(b"return x", b"return -x"),
    CODE + b"import numpy\n",
    CODE + b"from x import y\n",
    CODE + b"from . import y\n",
    CODE + b"try:\n    dense(1)\nexcept ValueError:\n    dense = max\n",
    CODE + b"try:\n    dense(1)\nfinally:\n    dense = max\n",
    CODE + b"def dense(:\n",
    CODE + b"def dense(:\n# \xe9\n",
]


def test_two_files_with_the_same_definitions_hold_the_same_work():
    def digest(data):
        return digest_of_work(inspected(data))

    assert len({digest(data) for data in SAME}) == 1
    assert len({digest(data) for data in [CODE, *OTHER]}) == 1 + len(OTHER)
    longest_parsed = CODE + b"#" * (MIB // 8 - len(CODE))
    assert digest(longest_parsed) == digest(CODE)
    long = CODE + b"#" * (MIB // 8)
    assert len({digest(long), digest(long + b"#"), digest(CODE)}) == 3
