"""Test relatives of the cases: each kind in five other ways, graded as one class."""

import gzip
import io
import json
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support import ROOT
from support.realistic import (
    BACKWARD,
    COUNT,
    DENSE,
    FULL,
    RIGHT,
    checked,
    course,
    graded,
    lay_out,
)

SKELETON = (ROOT / "exercises/01_dense/dense.py").read_bytes()
SKELETON_BOOK = (ROOT / "exercises/01_dense/dense.ipynb").read_bytes()
SPEC = (ROOT / "exercises/01_dense/spec.py").read_bytes()
OTHER = b"def dense(inputs, kernel, bias):\n    return (inputs @ kernel) + bias * 1\n"
NONE = None  # not graded


def book(*cells: object, **more: object) -> bytes:
    """Make a notebook. Cells given as bytes are code."""
    made = [
        {"cell_type": "code", "metadata": {}, "source": cell.decode(), "outputs": []}
        if isinstance(cell, bytes)
        else cell
        for cell in cells
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": made}).encode()


def printed(megabytes: int) -> dict[str, object]:
    """Make a code cell with so much output."""
    text = ['[[0. 1.] "outputs": [' + "x" * 1000 + "\n"] * (megabytes * 1024)
    outputs = [{"output_type": "stream", "name": "stdout", "text": text}]
    return {"cell_type": "code", "metadata": {}, "source": DENSE.decode(), "outputs": outputs}


def raw(source: bytes, kind: str = "raw") -> dict[str, object]:
    return {"cell_type": kind, "metadata": {}, "source": source.decode().splitlines(keepends=True)}


def packed(files: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def as_macos(files: Mapping[str, bytes]) -> bytes:
    """Zip with names in UTF-8 that are not flagged as UTF-8."""
    data = bytearray(packed(files))
    for start, place in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        at = -1
        while (at := data.find(start, at + 1)) >= 0:
            data[at + place] &= ~8
    return bytes(data)


def tarred(files: Mapping[str, bytes], mode: Any = "w:gz") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return data.getvalue()


def encrypted(files: Mapping[str, bytes]) -> bytes:
    data = bytearray(packed(files))
    for start, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(start, at + 1)) >= 0:
            data[at + place] |= 1
    return bytes(data)


def py(source: bytes | str) -> dict[str, bytes]:
    return {"dense.py": source.encode() if isinstance(source, str) else source}


def top(statement: str) -> dict[str, bytes]:
    """Put a statement in the middle of a correct file."""
    return py(DENSE + statement.encode() + b"\n" + BACKWARD + COUNT)


Case = tuple[Mapping[str, bytes], float | None, str]
WRITING: dict[str, Case] = {
    "a csv": (top("open('results.csv', 'w').write('step,loss')"), FULL, "dense.py"),
    "a folder by pathlib": (
        top("from pathlib import Path\nPath('out').mkdir()\nPath('out/x').touch()"),
        FULL,
        "dense.py",
    ),
    "a handler": (
        py(
            b"import logging\nlogger = logging.getLogger(__name__)\n"
            b"logger.addHandler(logging.FileHandler('run.log'))\n"
            + RIGHT.replace(b"    n = 1\n", b"    n = 1\n    logger.debug(units)\n")
        ),
        FULL,
        "dense.py",
    ),
    "a database": (top("import sqlite3\ndb = sqlite3.connect('cache.db')"), FULL, "dense.py"),
    "a picture": (
        top("import matplotlib.pyplot as plt\nplt.plot([1])\nplt.savefig('loss.png')"),
        FULL,
        "dense.py",
    ),
    "a user": (top("import getpass\nprint('by', getpass.getuser())"), FULL, "dense.py"),
    "a home": (top("import os\nDATA = open(os.path.expanduser('~/data.csv'))"), FULL, "dense.py"),
}
NEWER: dict[str, tuple[Mapping[str, bytes], tuple[int, int]]] = {
    "type parameters": (py(RIGHT.replace(b"def dense(", b"def dense[T](")), (3, 12)),
    "a type alias": (py(b"import numpy as np\ntype Array = np.ndarray\n" + RIGHT), (3, 12)),
    "quotes in quotes": (top("print(f'{'a'}')"), (3, 12)),
    "a backslash in a field": (top("print(f\"{'\\n'.join([])}\")"), (3, 12)),
    "in a notebook": (
        {"dense.ipynb": book(RIGHT, b"def dense(x, w, b): return x @ w + b if f'{'x'}' else b")},
        (3, 12),
    ),
    "a default for a parameter": (
        py(RIGHT.replace(b"def dense(", b"def dense[T = int](")),
        (3, 13),
    ),
    "several exceptions": (top("try:\n    pass\nexcept ValueError, TypeError:\n    pass"), (3, 14)),
}
ARCHIVES: dict[str, Case] = {
    "a zip in a zip": ({"hw.zip": packed({"in.zip": packed({"a.py": RIGHT})})}, FULL, "a.py"),
    "a tgz": ({"hw.tar.gz": tarred({"hw/dense.py": RIGHT})}, FULL, "dense.py"),
    "a tar beside a report": (
        {"hw.tar": tarred({"dense.py": RIGHT}, "w"), "report.docx": b"PK\x03\x04"},
        FULL,
        "dense.py",
    ),
    "a gz of the file": ({"dense.py.gz": gzip.compress(RIGHT)}, FULL, "dense.py"),
    "a zip in capitals": ({"HW1.ZIP": packed({"Dense.PY": RIGHT})}, FULL, "Dense.PY"),
    "a zip called rar": ({"hw.rar": packed({"dense.py": RIGHT})}, FULL, "dense.py"),
    "names in utf-8": ({"hw.zip": as_macos({"Lösung/größe.py": RIGHT})}, FULL, "größe.py"),
    "7z": ({"hw.7z": b"7z\xbc\xaf\x27\x1c" + b"\0" * 50}, NONE, "hw.7z is a 7z archive"),
    "encrypted": ({"hw.zip": encrypted({"dense.py": RIGHT})}, NONE, "protected by a password"),
    "a rar beside the skeleton": (
        {"dense.py": SKELETON, "hw.rar": b"Rar!\x1a\x07\x00"},
        NONE,
        "hw.rar is a RAR archive",
    ),
    "a rar beside the work": (
        {"dense.py": RIGHT, "old.rar": b"Rar!\x1a\x07\x00"},
        FULL,
        "dense.py",
    ),
    "damaged": ({"hw.zip": packed({"dense.py": RIGHT})[:60]}, NONE, "damaged, or not a zip file"),
    "xz": ({"hw.tar.xz": b"\xfd7zXZ\x00"}, NONE, "hw.tar.xz is an xz archive"),
}
OWN_NAMES: dict[str, Case] = {
    "a copy": ({"Copy of dense.py": RIGHT}, FULL, "Copy of dense.py"),
    "a week": ({"week 1/abgabe.py": RIGHT}, FULL, "abgabe.py"),
    "letters of any kind": ({"решение №1 (финал).py": RIGHT}, FULL, "решение №1 (финал).py"),
    "a notebook": ({"HW1 Lovelace.ipynb": book(RIGHT)}, FULL, "HW1 Lovelace.ipynb"),
    "text beside it": ({"dense.py.txt": RIGHT}, FULL, "dense.py.txt"),
    "a notebook as json": ({"dense.ipynb.json": book(DENSE, BACKWARD, COUNT)}, FULL, ".json"),
    "a notebook as a script": ({"dense.py": book(DENSE, BACKWARD, COUNT)}, FULL, "dense.py"),
    "another exercise's name": ({"convolution.py": RIGHT}, FULL, "convolution.py"),
    "lambdas": (
        {"mine.py": RIGHT.replace(b"def dense(inputs, kernel, bias):\n    return",
                                  b"dense = lambda inputs, kernel, bias:")},
        FULL,
        "mine.py",
    ),
}  # fmt: skip
COPIES: dict[str, Case] = {
    "both skeletons": (
        {"dense.py": SKELETON, "dense.ipynb": SKELETON_BOOK, "final/dense.ipynb": book(RIGHT)},
        FULL,
        "dense.ipynb",
    ),
    "in a folder": ({"dense.py": RIGHT, "original/dense.py": SKELETON}, FULL, "dense.py"),
    "the same twice": ({"dense.py": RIGHT, "dense (1).py": RIGHT}, FULL, "dense.py"),
    "a notebook and its export": (
        {
            "dense.ipynb": book(b"%matplotlib inline\n" + DENSE, BACKWARD, COUNT, b"dense(1, 2)"),
            "dense.py": b"#!/usr/bin/env python\n# In[1]:\n\n"
            b"get_ipython().run_line_magic('matplotlib', 'inline')\n" + RIGHT + b"# In[ ]:\n",
        },
        FULL,
        "dense",
    ),
    "an older skeleton": (
        {
            "dense.py": b"def dense(a, b, c):\n    raise NotImplementedError('todo')\n",
            "my.py": RIGHT,
        },
        FULL,
        "my.py",
    ),
    "skeletons in a zip": (
        {"kit.zip": packed({"exercises/01_dense/dense.py": SKELETON}), "dense.py": RIGHT},
        FULL,
        "dense.py",
    ),
    "different work": (
        {"dense.py": RIGHT, "dense (1).py": OTHER + BACKWARD},
        NONE,
        "2 files with different work for 01_dense: dense (1).py and dense.py. Keep the one",
    ),
    "a half in each": (
        {"forward.py": DENSE, "backward.ipynb": book(BACKWARD + COUNT)},
        NONE,
        "backward.ipynb and forward.py",
    ),
    "the skeleton alone": ({"dense.py": SKELETON}, 0.0, "dense.py"),
}
SET_UP: dict[str, Case] = {
    "files to upload": (top("from google.colab import files\nup = files.upload()"), FULL, ""),
    "a usage": (top("import sys\nif len(sys.argv) < 5:\n    sys.exit('usage')"), FULL, ""),
    "a question": (top("name = input('Your name: ')"), FULL, ""),
    "data": (top("import numpy as np\nimages = np.load('mnist.npz')['x']"), FULL, ""),
    "another package": (top("import torch, numpy\nprint(torch.__version__)"), FULL, ""),
    "tests": (top("import unittest\nunittest.main()"), FULL, ""),
    "a shell": (top("!pip install -q einops\n%cd /content"), FULL, ""),
    "exported magics": (
        top("get_ipython().run_line_magic('matplotlib', 'inline')\nget_ipython().system('ls')"),
        FULL,
        "",
    ),
    "a shape error": (top("print(dense(np.ones((2, 3)), np.ones((2, 3)), 0))"), FULL, ""),
}
REPOSITORIES: dict[str, Case] = {
    "a download of GitHub": (
        {
            "layers-main.zip": packed(
                {
                    "layers-main/README.md": b"# Layers\n",
                    "layers-main/.gitignore": b"*.pyc\n",
                    "layers-main/src/layers/dense.py": RIGHT,
                    "layers-main/tests/test_dense.py": b"from dense import dense\n\n"
                    b"def test_dense():\n    assert dense\n",
                }
            )
        },
        FULL,
        "dense.py",
    ),
    "with its history": (
        {".git/HEAD": b"ref: x", ".git/objects/aa/dense.py": OTHER, "dense.py": RIGHT},
        FULL,
        "dense.py",
    ),
    "many modules": (
        {
            "site.zip": packed(
                {f"node_modules/{n}/index.js": b"" for n in range(12_000)} | {"dense.py": RIGHT}
            )
        },
        FULL,
        "dense.py",
    ),
    "six folders deep": ({"a/b/c/d/e/f/dense.py": RIGHT}, FULL, "dense.py"),
    "the kit's spec": (
        {"exercises/01_dense/spec.py": SPEC, "exercises/01_dense/mine.py": RIGHT},
        FULL,
        "mine.py",
    ),
    "helpers in other exercises": (
        {
            "02_activations/activations.py": b"def relu(x): return x\ndef elu(x): return x\n"
            + OTHER,
            "01_dense/dense.py": RIGHT,
        },
        FULL,
        "dense.py",
    ),
}
CELLS: dict[str, Case] = {
    "timed": (
        {"dense.ipynb": book(b"%%time\n" + DENSE, b"%time SCALE = 1", BACKWARD, COUNT)},
        FULL,
        "",
    ),
    "written bit by bit": (
        {
            "dense.ipynb": book(
                b"%%writefile layers.py\n" + DENSE,
                b"%%writefile -a layers.py\n" + BACKWARD + COUNT,
                b"from layers import *",
            )
        },
        FULL,
        "",
    ),
    "awaited": (
        {
            "dense.ipynb": book(
                b"import asyncio\nasync def one(): return 1\nONE = await one()",
                DENSE,
                BACKWARD,
                COUNT.replace(b"n = 1", b"n = ONE"),
            )
        },
        FULL,
        "",
    ),
    "raw with its imports": (
        {"dense.ipynb": book(BACKWARD, COUNT, raw(b"import numpy as np\n\n" + DENSE))},
        FULL,
        "",
    ),
    "as markdown": (
        {"dense.ipynb": book(DENSE, raw(BACKWARD, "markdown"), COUNT)},
        FULL,
        "",
    ),
    "the future later": (
        {
            "dense.ipynb": book(
                b"from __future__ import annotations, division",
                RIGHT.replace(b"input_shape, units", b"input_shape: Shape, units: Count"),
            )
        },
        FULL,
        "",
    ),
    "indented": (
        {
            "dense.ipynb": book(
                DENSE, b"\n".join(b"    " + line for line in BACKWARD.splitlines()), COUNT
            )
        },
        FULL,
        "",
    ),
    "a cell for a shell": (
        {"dense.ipynb": book(b"%%bash\nfor f in *; do echo $f; done", RIGHT)},
        FULL,
        "",
    ),
}
BROKEN: dict[str, Case] = {
    "a colon": (
        py(RIGHT.replace(b"bias):\n    return", b"bias)\n    return")),
        0.0,
        "line 2: expe",
    ),
    "a cell": (
        {"dense.ipynb": book(DENSE.replace(b"bias):", b"bias)"), BACKWARD, COUNT)},
        4.0,
        "dense.ipynb, code cell 1, does not parse at line 2: expected ':'",
    ),
    "a cell written again": ({"dense.ipynb": book(b"def dense(", RIGHT)}, FULL, "dense.ipynb"),
    "a bracket": (py(RIGHT + b"x = (1,\n"), 0.0, "'(' was never closed"),
    "a string": (py(RIGHT + b"x = 'a\n"), 0.0, "unterminated string literal"),
    "a quotation mark": (py(RIGHT + "x = ’a’\n".encode()), 0.0, "invalid character '’'"),
    "a conflict of three": (
        py(b"<<<<<<< ours\n" + DENSE + b"||||||| base\n=======\n>>>>>>> theirs\n" + BACKWARD),
        0.0,
        "dense.py has a merge conflict at line 1.",
    ),
    "a conflict in a notebook": (
        {"dense.ipynb": book(RIGHT).replace(b"{", b"{\n<<<<<<< HEAD\n", 1)},
        NONE,
        "notebook: merge conflict at line 2",
    ),
    "a page without a type": (
        py(b"\n<html><body>def dense(inputs, kernel, bias):</body></html>"),
        NONE,
        "dense.py is a web page",
    ),
    "a document": (py(b"PK\x03\x04\x14\x00word/document.xml"), NONE, "word processor's document"),
    "rich text": (py(b"{\\rtf1\\ansi def dense(inputs, kernel, bias):}"), NONE, "an RTF document"),
    "a word document": ({"dense.docx": b"PK\x03\x04"}, NONE, "dense.docx is a Word document"),
    "an exported page": (
        {"dense.html": b"<!DOCTYPE html>\n<pre><span>def</span> <span>dense</span>(x)</pre>"},
        NONE,
        "dense.html is a web page",
    ),
    "utf-16": (py(RIGHT.decode().encode("utf-16")), FULL, "dense.py"),
    "utf-16 as text": ({"dense.py.txt": RIGHT.decode().encode("utf-16")}, FULL, "dense.py.txt"),
    "utf-16 big": (py(b"\xfe\xff" + RIGHT.decode().encode("utf-16-be")), FULL, "dense.py"),
}
UNREADABLE: dict[str, Case] = {
    "the second half": ({"dense.ipynb": book(RIGHT + b"# ~").replace(b"~", b"\\ude00")}, FULL, ""),
    "half in a string": (
        {"dense.ipynb": book(RIGHT, b"s = '~'").replace(b"~", b"x\\ud83dy")},
        FULL,
        "",
    ),
    "half in an output": (
        {
            "dense.ipynb": book(
                {"cell_type": "code", "source": RIGHT.decode(), "outputs": [{"text": "\ud83d"}]}
            )
        },
        FULL,
        "",
    ),
    "a mark": ({"dense.ipynb": b"\xef\xbb\xbf" + book(RIGHT)}, FULL, ""),
    "in utf-16, another name": ({"a.txt": book(RIGHT).decode().encode("utf-16")}, FULL, ""),
    "in utf-16": ({"dense.ipynb": book(RIGHT).decode().encode("utf-16")}, FULL, ""),
    "24 MB of output": ({"dense.ipynb": book(printed(24), BACKWARD, COUNT)}, FULL, ""),
    "24 MB of a picture": (
        {
            "dense.ipynb": book(
                DENSE,
                BACKWARD,
                COUNT,
                {
                    "cell_type": "code",
                    "source": "plot()",
                    "outputs": [{"data": {"image/png": "A" * (24 << 20)}}],
                },
            )
        },
        FULL,
        "",
    ),
    "no notebook": ({"dense.ipynb": b"def dense(x): return x"}, NONE, "not JSON at line 1"),
}
NOTHING: dict[str, Case] = {
    "a letter": ({"letter.txt": b"I was ill."}, 0.0, "dense_backward. Submitted: letter.txt."),
    "nothing": ({}, 0.0, "Submitted: nothing."),
    "another exercise": ({"convolution.py": b"def convolve(a, b): return a\n"}, 0.0, "convolution"),
    "a report": ({"report.pdf": b"%PDF-1.4"}, NONE, "report.pdf is a PDF document"),
    "bytecode": ({"dense.pyc": b"\xa7\r\r\n"}, NONE, "dense.pyc is compiled, not a Python file"),
    "a link": ({"dense.url": b"[InternetShortcut]\nURL=x"}, NONE, "dense.url is a link"),
    "a link in a text": (
        {"readme.txt": b"My code is at https://github.com/ada/dl, branch week1."},
        NONE,
        "readme.txt holds only a link",
    ),
    "a link in Markdown": ({"Abgabe.md": b"[here](gitlab.com/a/b)\n"}, NONE, "holds only a link"),
    "a link in a page": (
        {"onlinetext.html": b'<p>Please see <a href="https://colab.research.google.com/x">'},
        NONE,
        "onlinetext.html holds only a link",
    ),
    "a long text with a link": (
        {"notes.txt": b"I have not written it. " * 10 + b"See https://example.org."},
        0.0,
        "dense_backward. Submitted: notes.txt.",
    ),
    "a link on Canvas": ({"link.html": b"<a href='x'>x</a>"}, NONE, "link.html is a link"),
}

KINDS = {
    "writing": WRITING,
    "archives": ARCHIVES,
    "own names": OWN_NAMES,
    "copies": COPIES,
    "set-up": SET_UP,
    "repositories": REPOSITORIES,
    "cells": CELLS,
    "broken": BROKEN,
    "unreadable": UNREADABLE,
}
CASES = {f"{kind} {name}": case for kind, cases in KINDS.items() for name, case in cases.items()}
CASES |= {
    f"newer {name}": (files, FULL, "dense.py")
    if sys.version_info >= version
    else (files, NONE, f"needs Python 3.{version[1]}; this machine grades with")
    for name, (files, version) in NEWER.items()
}
ONLY = {f"nothing {name}": case for name, case in NOTHING.items()}  # if it is named
Results = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def any_exercise(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("class")
    classes = {student: files for student, (files, _, _) in CASES.items()}
    return graded(root, lay_out(folder / "in", classes), folder / "out", "--jobs", 2)


@pytest.fixture(scope="module")
def one_exercise(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("class")
    classes = {student: files for student, (files, _, _) in (CASES | ONLY).items()}
    submissions = lay_out(folder / "in", classes)
    return graded(root, submissions, folder / "out", "--jobs", 2, "--exercise", "01_dense")


def reported(result: dict[str, Any]) -> str:
    return result["filename"] if result["score"] == FULL else str(result["reason"])


@pytest.mark.parametrize("student", CASES)
def test_each_relative_gets_what_is_right_without_the_exercise(
    any_exercise: Results, student: str
) -> None:
    _, points, says = CASES[student]
    result = any_exercise[student]
    assert result["score"] == points, result
    assert says in reported(result) or says == "dense.py"


@pytest.mark.parametrize("student", CASES | ONLY)
def test_each_relative_gets_what_is_right_with_the_exercise(
    one_exercise: Results, student: str
) -> None:
    _, points, says = (CASES | ONLY)[student]
    result = one_exercise[student]
    assert result["score"] == points, result
    assert says in reported(result) or says == "dense.py"


def test_a_file_that_was_not_read_is_never_said_to_lack_a_function(
    one_exercise: Results,
) -> None:
    for student in ONLY:
        assert [task["message"] for task in one_exercise[student]["tasks"]] in ([], [""] * 3)


def test_check_gives_each_relative_the_points_of_grade(root: Path, tmp_path: Path) -> None:
    files = []
    for student, (submitted, points, _) in CASES.items():
        sources = [name for name in submitted if name.lower().endswith((".py", ".ipynb"))]
        if len(sources) == 1 and points is not None:
            path = tmp_path / student / Path(sources[0]).name
            path.parent.mkdir()
            path.write_bytes(submitted[sources[0]])
            files.append((path, points))
    assert len(files) > 45
    results = checked(root, *(path for path, _ in files))
    both = [
        (path, points, each["score"]) for (path, points), each in zip(files, results, strict=True)
    ]
    assert [each for each in both if each[1] != each[2]] == []
