"""candidate: the names one file defines, whether it holds work, and why it cannot be graded."""

import codecs
import hashlib
import io
import json
import sys
import time

import pytest
from support import ROOT

from autograder.catalog import released, solution
from autograder.errors import Refusal
from autograder.intake.candidate import (
    Assigned,
    Budget,
    Candidate,
    asked_by,
    asked_for,
    course,
    inspect_file,
    is_source,
)
from autograder.intake.files import File, at_most
from autograder.records import Sheet, TaskSheet

WANTED = asked_for({"01_dense": ["dense", "count"], "03_convolution": ["conv2d"]})
CODE = b"def dense(x):\n    return x\n"
AS_SOURCE = "Submit the .py or .ipynb file itself."
MIB = 1 << 20
STUB = "raise NotImplementedError"
CLASS = "class dense:\n    def a(self): {}\n    def b(self): {}\n"


def book(*cells):
    sources = [{"cell_type": "code", "metadata": {}, "source": cell} for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": sources}).encode()


def looked(data, name="dense.py", wanted=WANTED, budget=None):
    file = File((name,), lambda cap: at_most(cap, io.BytesIO(data), name))
    return inspect_file(file, wanted, budget or Budget())


@pytest.mark.parametrize(
    "start",
    [
        *(b"# coding: ", b"#!python\n# -*- coding=\t", b"\r# coding:", b"# coding: _-"),
        *(b"#\r\r\r# coding: ", b"#\n#\r\r# coding: "),
    ],
)
def test_an_encoding_that_is_slow_to_read_is_not_read(start):
    """Python takes five seconds for 128 KiB of it, and more than a minute for a student's files."""
    source = start + b"PunyCode\ndef dense(x): return x\n-"
    assert "the encoding punycode" in looked(source).problem


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.PDF", b"", "a PDF document"),
        ("a.doc", b"", "a Word document"),
        ("a.docx", b"", "a Word document"),
        ("a.odt", b"", "an OpenDocument text"),
        ("a.rtf", b"", "an RTF document"),
        ("a.pages", b"", "a Pages document"),
        ("dense.pyc", b"", "compiled"),
        ("work link.html", b"", "a link"),
        ("a.url", b"", "a link"),
        ("a.webloc", b"", "a link"),
        ("a.lnk", b"", "a link"),
        ("a.gdoc", b"", "a link"),
        ("dense.py", b"%PDF-1.7", "a PDF document"),
        ("dense.py", b"\xef\xbb\xbf \n<!DOCTYPE html>", "a web page"),
        ("dense.ipynb", b"<HTML>", "a web page"),
        ("dense.py", b"PK\x03\x04", "an archive or a word processor's document"),
        ("dense.py", b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer"),
    ],
)
def test_a_document_is_refused_with_what_it_is(name, data, kind):
    with pytest.raises(Refusal) as refused:
        looked(data, name)
    assert str(refused.value) == f"{name} is {kind}, not a Python file. {AS_SOURCE}"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04\x14\0", "an archive or a word processor's document, not a Python file"),
        (b"Rar!\x1a\x07\0", "too large, damaged or a nameless archive"),
        (CODE + bytes(9), "too large, damaged or a nameless archive"),
        (b"#" * MIB + CODE, "too large, damaged or a nameless archive"),
    ],
)
def test_a_file_without_a_known_ending_that_may_hold_work_is_refused(data, kind):
    with pytest.raises(Refusal) as refused:
        looked(data, "homework")
    assert str(refused.value) == f"homework is {kind}. {AS_SOURCE}"


@pytest.mark.parametrize("data", [bytes(99), CODE + bytes(9), CODE.decode().encode("utf-16-le")])
def test_a_script_with_null_bytes_is_damaged_and_no_work_with_a_syntax_error(data):
    with pytest.raises(Refusal, match="has null bytes: it may be damaged"):
        looked(data)


def test_a_file_without_a_known_ending_that_cannot_be_read_is_refused():
    def damaged(cap):
        raise Refusal("homework is damaged inside the zip file.", "Pack it again.")

    with pytest.raises(Refusal, match="damaged inside"):
        inspect_file(File(("homework",), damaged), WANTED, Budget())


def test_a_notebook_of_another_name_may_be_as_large_as_any():
    text = json.dumps({"cells": [], "metadata": {"a": "b" * MIB}}).encode()
    assert looked(text, "notebook.json")


PICTURES_AND_DATA = """.PNG .jpg .jpeg .gif .svg .webp .bmp .heic .mp4 .mov .mp3 .npz .npy .csv
.xlsx .pkl .pt .h5 .keras"""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *((f"a{ending}", CODE) for ending in PICTURES_AND_DATA.split()),
        ("notes.txt", b"My notes: dense was hard."),
        ("notes.txt", b"https://a.org/x " + b"word " * 31),
        ("a.log", b"https://a.org/x"),
    ],
)
def test_files_that_cannot_hold_work_are_ignored(name, data):
    assert looked(data, name) is None


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"https://a.org/x " + b"word " * 30, "holds only a link, and nothing is down"),
        ("a.htm", b"HTTPS://A", "holds only a link, and nothing is down"),
        ("a.html", b"<p>www.a.org/x <b>here</b></p>", "holds only a link, and nothing is down"),
        ("a.md", "drive.google.com/x".encode("utf-16"), "holds only a link, and nothing is down"),
        ("text.html", b"<p>def dense(x):<br>return x</p>", "holds code, but is neither a script"),
        ("a.html", b"<pre><b>def</b> <i>dense</i>(x):", "holds code, but is neither a script"),
        ("a.txt", b"# Mine\ndense = (\n", "holds code, but is neither a script nor a notebook."),
    ],
)
def test_a_text_with_a_link_or_with_code_is_refused(name, data, says):
    with pytest.raises(Refusal) as refused:
        looked(data, name)
    assert refused.value.problem.startswith(f"{name} {says}")
    assert refused.value.remedy == AS_SOURCE


@pytest.mark.parametrize(
    ("name", "data", "names", "written"),
    [
        ("dense.py", CODE, {"dense"}, {"dense"}),
        ("work", CODE, {"dense"}, {"dense"}),
        ("work", book("import x", "count = 1"), {"count"}, {"count"}),
        (
            "a.ipynb",
            book(CODE.decode(), "def conv2d(): raise NotImplementedError"),
            {"dense", "conv2d"},
            {"dense"},
        ),
        ("dense.py", b"def dense(): raise NotImplementedError", {"dense"}, set()),
        ("dense.py", b"def dense(): raise NotImplementedError\n" + CODE, {"dense"}, {"dense"}),
        ("dense.py", b"class dense: x = 1", {"dense"}, {"dense"}),
        ("dense.py", CLASS.format(STUB, STUB).encode(), {"dense"}, set()),
        ("dense.py", CLASS.format("x = 1", STUB).encode(), {"dense"}, {"dense"}),
        ("dense.py", CLASS.format(STUB, "x = 1").encode(), {"dense"}, {"dense"}),
        ("dense.py", CLASS.format(STUB, STUB).encode() + b"    x = 1", {"dense"}, set()),
        ("dense.py", CODE.decode().encode("utf-16"), {"dense"}, {"dense"}),
        ("dense.py", b"from autograder.spec import Task\n" + CODE, set(), set()),
        ("dense.py", CODE + b"from autograder.spec import Task\n", set(), set()),
        ("dense.py", b"from math import pi\n" + CODE, {"dense"}, {"dense"}),
        ("dense.py", b"def other(): pass", set(), set()),
        ("dense.py", b'"""\ndef dense(x): pass\n"""', set(), set()),  # only a string
        ("dense.py", CODE + b"#" * (MIB // 8), {"dense"}, {"dense"}),
    ],
)
def test_a_file_counts_by_the_names_it_defines_and_the_work_in_them(name, data, names, written):
    found = looked(data, name)
    assert (found.names, found.written) == (names, written)
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.problem == ""


@pytest.mark.parametrize(
    ("name", "data", "start"),
    [
        ("dense.py", b"x = (\n", "dense.py does not parse at line 1: "),
        (
            "a.ipynb",
            book("x = 1", "def dense(:\n"),
            "a.ipynb, code cell 2, does not parse at line 1: ",
        ),
        ("work", book("dense = ("), "work, code cell 1, does not parse at line 1: "),
        ("a.ipynb", book("x = (", "dense = 1"), ""),  # a cell that does not concern the task
        (
            "a.ipynb",
            book("dense = (", "count = ("),
            "a.ipynb, code cell 1, does not parse at line 1: ",
        ),
    ],
)
def test_a_file_that_does_not_parse_is_reported_with_its_place(name, data, start):
    problem = looked(data, name).problem
    assert problem.startswith(start) if start else problem == ""


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="no newer Python is known")
def test_work_in_newer_syntax_is_refused_and_other_code_is_not():
    newer = b"try:\n    x\nexcept A, B:\n    pass\n"
    with pytest.raises(Refusal, match=r"^dense\.py needs Python 3\.14; this machine"):
        looked(CODE + newer)
    assert looked(newer, "other.py").problem.startswith("other.py does not parse")


def test_a_course_has_the_names_to_define_and_the_code_it_gives():
    wanted = course(ROOT, ["07_network"])
    assert list(wanted.exercises) == ["07_network"]
    assert {"Dense", "SGD"} <= wanted.names == wanted.exercises["07_network"]
    given = released(ROOT, "07_network")
    assert looked(given.script.read_bytes(), wanted=wanted).written == set()
    steps = solution(ROOT, "07_network").steps.read_bytes()
    assert looked(steps, wanted=wanted).names == set()


def test_released_code_is_not_work_in_a_script_or_a_notebook():
    given = "def dense(x):\n    return 0\n\n\ndef conv2d(x):\n    return 1\n"
    for file in (given.encode(), book(*given.split("\n\n\n"))):
        wanted = asked_for(WANTED.exercises, [file])
        assert looked(given.encode(), wanted=wanted).written == set()
        changed = given.replace("return 1", "return 2").encode()
        assert looked(changed, wanted=wanted).written == {"conv2d"}


def test_the_steps_of_an_exercise_are_not_work():
    steps = "def dense(code): ...\nclass Count: ...\n"
    wanted = asked_for(WANTED.exercises, steps=[steps, ""])
    assert looked(steps.encode() + b"x = 1", wanted=wanted).names == set()
    assert looked(b"def dense(code): ...", wanted=wanted).names == {"dense"}
    assert looked(b"def conv2d(code): ...\nclass Count: ...", wanted=wanted).names == {"conv2d"}
    assert looked(b"count = 1", wanted=wanted).names == {"count"}


def test_a_broken_file_in_an_unknown_encoding_defines_what_its_lines_seem_to_define():
    found = looked(b"def dense(:\n# \xe9\n")
    assert (found.names, found.labels) == ({"dense"}, ())
    assert "does not parse at line 1" in found.problem


def test_reading_and_parsing_for_one_student_is_bounded():
    broken = b"def dense(:\n"
    budget = Budget(read=len(CODE + broken), parsed=len(CODE))
    assert looked(CODE, budget=budget).written == {"dense"}
    unparsed = looked(broken, budget=budget)
    assert (unparsed.names, unparsed.problem) == ({"dense"}, "")
    with pytest.raises(Refusal) as refused:
        looked(b"#", budget=budget)
    assert refused.value.problem == "With dense.py, there is more than 50 MiB of code."
    half = "#" * (MIB // 2)
    cells = looked(book(half, half), "a.ipynb")
    assert cells.cells == (half.encode(),) * 2
    assert cells.labels == ("code cell 1", "code cell 2")
    with pytest.raises(Refusal, match=r"a\.ipynb holds more than 1 MiB of code\. Shorten it\."):
        looked(book(half, f"{half}#"), "a.ipynb")


def test_a_short_cell_takes_more_of_the_budget_than_its_length():
    """To parse half a million of them would take a minute."""
    budget = Budget(parsed=10 * 128)
    looked(book(*["(;"] * 20), "dense.ipynb", budget=budget)
    assert budget.parsed == 0
    assert looked(CODE, budget=budget).written == {"dense"}


@pytest.mark.parametrize("word", [b"a.", b"a-", b"a.b ", b"<a."])
def test_a_text_that_is_almost_a_link_takes_no_longer_than_any_other(word):
    start = time.process_time()
    assert looked(word * (MIB // len(word)), "a.txt") is None
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "text", [b"see...a-b.org/x", b"(.a.co.uk/x)", b"-a.org/", b"a@b.org/x", b"\xe9 a.org/x"]
)
def test_a_link_may_follow_any_punctuation(text):
    with pytest.raises(Refusal, match="holds only a link"):
        looked(text, "a.txt")


def test_a_candidate_holds_all_that_its_file_defines_and_can_be_hashed():
    data = CODE + b"def spare(): pass\nclass Extra: pass\n"
    file = File(("Ann", "dense.py"), lambda cap: data)
    found = inspect_file(file, WANTED, Budget())
    assert found == Candidate(
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        cells=(data,),
        labels=(),
        names=frozenset({"dense"}),
        written=frozenset({"dense"}),
        unasked=("Extra", "spare"),
    )
    assert hash(found)


@pytest.mark.parametrize("name", ["dense.py", "DENSE.PY", "a.ipynb", "A.IPYNB"])
def test_a_script_or_notebook_is_known_by_its_ending_in_either_case(name):
    assert is_source(name)
    assert not is_source(f"{name}.txt")


@pytest.mark.parametrize("name", ["dense.py", "DENSE.PY"])
def test_a_script_of_more_than_a_mebibyte_is_refused(name):
    assert looked(CODE.ljust(MIB, b"#"), name)
    with pytest.raises(Refusal, match="larger than 1 MiB"):
        looked(CODE.ljust(MIB + 1, b"#"), name)


@pytest.mark.parametrize("name", ["a.ipynb", "A.IPYNB"])
def test_a_notebook_is_read_as_one_by_its_ending_however_large_it_is(name):
    large = json.dumps({"metadata": {"a": "b" * MIB}, "cells": []}).encode()
    assert looked(large, name).cells == ()
    with pytest.raises(Refusal, match="notebook"):
        looked(CODE, name)


def test_a_cell_of_more_than_128_kibibytes_is_not_parsed():
    broken = b"def dense(:\n"
    assert looked(broken.ljust(MIB // 8, b"#")).problem
    unparsed = looked(broken.ljust(MIB // 8 + 1, b"#"))
    assert (unparsed.names, unparsed.problem) == ({"dense"}, "")


def test_only_the_first_200_bytes_show_a_document():
    with pytest.raises(Refusal, match="is a web page"):
        looked(b"<html".rjust(200, b"\n"))
    assert "does not parse" in looked(b"<html".rjust(201, b"\n")).problem


def test_a_script_in_utf_16_with_half_a_character_at_its_end_is_read():
    source = codecs.BOM_UTF16_LE + (CODE.decode() + "# end").encode("utf-16-le")
    assert looked(source + b"!").written == {"dense"}


@pytest.mark.parametrize("data", [b"", b"# to do\n", book("", "# to do")])
def test_a_file_without_code_is_reported_with_its_name_safe_to_print(data):
    name = "de\anse.ipynb" if data.startswith(b"{") else "de\anse.py"
    assert looked(data, name).problem.startswith(f"{name.replace(chr(7), '?')} is empty, or has")


def test_an_empty_cell_beside_code_is_no_problem():
    assert looked(book("", CODE.decode()), "a.ipynb").problem == ""


def test_a_syntax_error_is_reported_with_a_name_safe_to_print():
    assert looked(b"x = (\n", "de\anse.py").problem.startswith("de?nse.py does not parse")
    in_a_cell = looked(book("dense = ("), "a\a.ipynb").problem
    assert in_a_cell.startswith("a?.ipynb, code cell 1, does not parse")


def test_a_broken_cell_leaves_the_names_of_the_others():
    assert looked(book("count = 1", "dense = ("), "a.ipynb").names == {"count", "dense"}


def task(name, steps=None, uses=None):
    return TaskSheet(
        name=name,
        points=1,
        arrays={},
        parts={},
        integer=False,
        seconds=1,
        steps=steps,
        uses=uses,
        cases=(),
    )


def test_sheets_tell_the_names_of_all_tasks_and_the_steps_that_came_with_them():
    steps = "def train(code): ...\n"
    more = "def fit(code): ...\n"
    tasks = (task("dense", more), task("count"), task("train", steps, ("Dense", "SGD")))
    sheets = {"01_dense": tasks, "03_convolution": (task("conv2d", "def third(): ...\n"),)}
    made = [
        Sheet(exercise=name, title="", hints={}, made_by={}, tasks=tasks)
        for name, tasks in sheets.items()
    ]
    assert asked_by(*made) == Assigned(
        {"01_dense": {"dense", "count", "Dense", "SGD"}, "03_convolution": {"conv2d"}},
        steps={frozenset({"fit"}), frozenset({"train"}), frozenset({"third"})},
    )


def test_a_released_notebook_that_cannot_be_read_is_refused_by_name():
    with pytest.raises(Refusal, match=r"^released\.ipynb "):
        asked_for({}, [b'{"cells": '])


def test_code_nested_too_deeply_to_compare_is_work():
    wanted = asked_for(WANTED.exercises, [b"def dense(x):\n    return 0\n"])
    deep = b"def dense(x):\n    return x" + b" + 1" * 1500
    assert looked(deep, wanted=wanted).written == {"dense"}
