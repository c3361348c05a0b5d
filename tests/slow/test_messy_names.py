"""Grade 500 submissions with messy names: each gets the points of the clean class."""

import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path

from support import ROOT
from support.realistic import RIGHT, course, graded, lay_out
from support.zoo_archives import packed, tarred

STUDENTS = 500
FOLDER = ROOT / "solutions/01_dense"
SKELETON = (ROOT / "exercises/01_dense/dense.py").read_bytes()
SKELETON_BOOK = (ROOT / "exercises/01_dense/dense.ipynb").read_bytes()
KIT = {
    f"exercises/01_dense/{name}": (ROOT / "exercises/01_dense" / name).read_bytes()
    for name in ("spec.py", "sheet.npz", "dense.py", "dense.ipynb")
}
Files = Mapping[str, bytes]


def sources() -> dict[str, bytes]:
    """Return correct and wrong work; a mistake's file holds only the wrong functions."""
    rest = RIGHT.decode()
    mistakes = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("mistakes/*.py"))}
    styles = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("styles/*.py"))}
    wrong = {name: rest.encode() + b"\n\n" + data for name, data in mistakes.items()}
    return {"right": RIGHT, **styles, **wrong, "partly": RIGHT[: RIGHT.index(b"def count")]}


def notebook(source: bytes) -> bytes:
    """Make a notebook with a cell for each function, as students keep them, and with output."""
    pieces = source.decode().replace("\ndef ", "\n# %%\ndef ").split("# %%\n")
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# My *work*\n"]},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": "%matplotlib inline\n!ls"},
        *(
            {"cell_type": "code", "metadata": {}, "outputs": [{"text": "x" * 99}], "source": piece}
            for piece in pieces
        ),
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()


WAYS: list[Callable[[bytes], Files]] = [
    lambda data: {"dense.py": data},
    lambda data: {"Dense (1).py": data, "report.pdf": b"%PDF-1.7"},
    lambda data: {"dense-Copy1.ipynb": notebook(data), "dense.ipynb": SKELETON_BOOK},
    lambda data: {"dense.py": SKELETON, "final FINAL/v2/ABGABE.PY": data},
    lambda data: {"01_dense.ipynb": notebook(data), "README.md": b"# Hello"},
    lambda data: {"hw1 (ünï).zip": packed({"__MACOSX/._x": b"\0", "größe/dense.py": data})},
    lambda data: {"submission.tar.gz": tarred({"./src/my_dense.py": data})},
    lambda data: {"kit.zip": packed({**KIT, ".venv/lib/x.py": b"", "exercises/a.py": data})},
    lambda data: {**KIT, "exercises/01_dense/dense.py": data, ".git/HEAD": b"ref"},
    lambda data: {"a.zip": packed({"b.zip": packed({"c/d/e/dense.ipynb": notebook(data)})})},
    lambda data: {"dense.py.txt": data, "dense.py": SKELETON.replace(b"\n", b"\r\n")},
    lambda data: {"решение.py": b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")},
    lambda data: {"dense.py": data.decode().encode("utf-16"), "Thumbs.db": b"\0"},
    lambda data: {"dense.py": data, "copies/dense.py": data, "dense (2).ipynb": SKELETON_BOOK},
    lambda data: {"exported.py": b"get_ipython().system('ls')\nimport google.colab\n" + data},
    lambda data: {"dense.ipynb": notebook(data), "dense.py": b"# In[1]:\n\n" + data},
    lambda data: {"=cmd|'!A0.py": b"import matplotlib.pyplot as plt\nplt.show()\n" + data},
    lambda data: {"conv/convolution.py": data, "requirements.txt": b"numpy"},
]
NAMES = [
    "Ada Lovelace",
    "O'Neil, Ned",
    "王 小明",
    "=SUM(1)",
    "Groß_Jürgen",
    "x" * 90,
    "-rf",
    "Zoë\u0308",
]


def test_each_of_500_students_gets_the_points_of_the_clean_class(tmp_path: Path) -> None:
    root, work, luck = course(tmp_path / "course"), sources(), random.Random(13)
    clean = lay_out(tmp_path / "clean", {name: {"dense.py": data} for name, data in work.items()})
    points = {name: each["score"] for name, each in graded(root, clean, tmp_path / "one").items()}
    assert points["right"] == 6.0
    assert len(set(points.values())) > 4
    submitted: dict[str, str] = {}
    classes: dict[str, Files] = {}
    for number in range(STUDENTS):
        student = f"{NAMES[number % len(NAMES)]} {number}"
        submitted[student] = luck.choice(sorted(work))
        classes[student] = WAYS[number % len(WAYS)](work[submitted[student]])
    messy = lay_out(tmp_path / "messy", classes)
    for words in ((), ("--exercise", "01_dense")):
        results = graded(root, messy, tmp_path / f"out{len(words)}", *words)
        assert len(results) == STUDENTS
        differing = {
            student: (result["score"], points[submitted[student]], sorted(classes[student]))
            for student, result in results.items()
            if result["score"] != points[submitted[student]]
        }
        assert differing == {}
