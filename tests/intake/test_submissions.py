"""submissions: students' bytes become submissions or reasons."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zipfile
from contextlib import suppress

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support import ROOT, builders

from autograder import catalog
from autograder.answers.sheet import load
from autograder.errors import Refusal
from autograder.intake.archives import in_zip
from autograder.intake.candidate import Budget, asked_by, asked_for, course, inspect_file
from autograder.intake.files import File
from autograder.intake.submissions import one_file, received

EXERCISES = asked_for({"01_dense": ["dense"], "03_convolution": ["convolve", "conv2d"]})
CONV2D = b"def conv2d(x): return x\n"
WITH_STEPS = [folder.name for folder in catalog.folders(ROOT, "solutions") if folder.steps.exists()]
CODE = b"def dense(inputs, kernel, bias):\n    return inputs @ kernel + bias\n"
needs_links = pytest.mark.skipif(
    os.name == "nt", reason="Windows lets only administrators make links"
)


def notebook(*code, text="A story."):
    cells = [
        nbformat.v4.new_markdown_cell(text),
        *(nbformat.v4.new_code_cell(source) for source in code),
    ]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()


def packed(files, compression=zipfile.ZIP_DEFLATED):
    """Zip {name: bytes}, or [(name, bytes)] if a name occurs twice."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in files.items() if isinstance(files, dict) else files:
            archive.writestr(name, data)
    return file.getvalue()


def tarred(name, data):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return file.getvalue()


def laid_out(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def summary(entries):
    """Map (student, exercise) to the cells, or to the problem."""
    return {
        (each.student, each.exercise): each.submission.cells if each.submission else each.problem
        for each in entries
    }


LAYOUTS = {
    "the module itself": {"s01/dense.py": CODE},
    "in the exercise's folder": {"s01/01_dense/dense.py": CODE},
    "in one folder around everything": {"s01/homework/dense.py": CODE},
    "in the exercise's folder inside another": {"s01/homework/01_dense/dense.py": CODE},
    "a zip": {"s01.zip": packed({"dense.py": CODE})},
    "a zip of a folder": {"s01.zip": packed({"homework/": b"", "homework/dense.py": CODE})},
    "a zip made by Windows' older tools": {"s01.zip": packed({"homework\\dense.py": CODE})},
    "a zip inside the folder": {"s01/work.zip": packed({"dense.py": CODE})},
    "beside what systems leave behind": {
        "s01/dense.py": CODE,
        "s01/._dense.py": b"\0",
        "s01/__pycache__/dense.py": b"old",
        "s01/.ipynb_checkpoints/dense.py": b"old",
        "__MACOSX/dense.py": b"\0",
        ".DS_Store": b"\0",
    },
    "the same file twice": {"s01/dense.py": CODE, "s01/01_dense/dense.py": CODE},
    "a notebook": {"s01/dense.ipynb": notebook(CODE.decode())},
}


@pytest.mark.parametrize("files", LAYOUTS.values(), ids=LAYOUTS)
def test_a_submission_is_found(tmp_path, files):
    entries = received(laid_out(tmp_path, files), EXERCISES)
    assert summary(entries) == {("s01", "01_dense"): (CODE,)}


@pytest.mark.parametrize("around", ["", "class/"])
@pytest.mark.parametrize("files", LAYOUTS.values(), ids=LAYOUTS)
def test_a_submission_is_found_in_a_zip_of_the_class(tmp_path, files, around):
    path = tmp_path / "class.zip"
    path.write_bytes(
        packed({around + name: data for name, data in {**files, "s02/dense.py": b""}.items()})
    )
    assert summary(received(path, EXERCISES)) == {
        ("s01", "01_dense"): (CODE,),
        ("s02", "01_dense"): (b"",),
    }


def test_a_submission_holds_the_bytes_as_submitted(tmp_path):
    data = b"\xef\xbb\xbfx = 1\r\n\xff"
    (entry,) = received(laid_out(tmp_path, {"s01/convolution.py": data}), EXERCISES)
    submission = entry.submission
    assert (submission.cells, submission.sha256) == ((data,), hashlib.sha256(data).hexdigest())
    assert (submission.student, submission.module, submission.filename) == (
        "s01",
        "convolution",
        "convolution.py",
    )


def test_without_a_name_every_submitted_exercise_is_taken(tmp_path):
    entries = received(
        laid_out(
            tmp_path, {"s02/dense.py": b"2", "s01/dense.py": b"1", "s01/convolution.py": b"c"}
        ),
        EXERCISES,
    )
    assert [(each.student, each.exercise) for each in entries] == [
        ("s01", "01_dense"),
        ("s01", "03_convolution"),
        ("s02", "01_dense"),
    ]


def test_a_named_exercise_without_a_file_is_missing(tmp_path):
    (tmp_path / "s02").mkdir()
    entries = received(
        laid_out(tmp_path, {"s01/convolution.py": CONV2D, "s03/dense.py": CODE}),
        EXERCISES,
        only=["01_dense"],
    )
    assert summary(entries) == {
        ("s01", "01_dense"): "missing",
        ("s02", "01_dense"): "missing",
        ("s03", "01_dense"): (CODE,),
    }


@pytest.mark.parametrize("only", [[], ["01_dense"]])
def test_a_class_in_which_nothing_can_be_opened_is_reported_student_by_student(tmp_path, only):
    files = {"s01/hw.rar": b"Rar!", "s02.7z": b"7z\xbc\xaf", "s03/hw.pdf": b"%PDF"}
    entries = received(laid_out(tmp_path, files), EXERCISES, only=only)
    (exercise,) = only or [None]
    assert summary(entries) == dict.fromkeys(
        [("s01", exercise), ("s02", exercise), ("s03", exercise)], "unusable"
    )


def test_each_student_has_an_entry_for_each_named_exercise(tmp_path):
    """An absent exercise is missing, unless a file that cannot be opened may be it."""
    asked = ["01_dense", "03_convolution"]
    files = {
        "s01/dense.py": CODE,
        "s02/dense.py": CODE,
        "s02/rest.rar": b"Rar!",
        "s03.7z": b"7z\xbc\xaf",
        "s04/both.py": CODE + CONV2D,
    }
    (tmp_path / "s05").mkdir()
    assert summary(received(laid_out(tmp_path, files), EXERCISES, only=asked)) == {
        ("s01", "01_dense"): (CODE,),
        ("s01", "03_convolution"): "missing",
        ("s02", "01_dense"): (CODE,),
        ("s02", "03_convolution"): "unusable",
        ("s03", "01_dense"): "unusable",
        ("s03", "03_convolution"): "unusable",
        ("s04", "01_dense"): (CODE + CONV2D,),
        ("s04", "03_convolution"): (CODE + CONV2D,),
        ("s05", "01_dense"): "missing",
        ("s05", "03_convolution"): "missing",
    }


def test_submissions_of_another_assignment_are_refused(tmp_path):
    (tmp_path / "s02").mkdir()
    with pytest.raises(
        Refusal, match=r"Nobody submitted 01_dense; .* holds files for 03_convolution"
    ):
        received(laid_out(tmp_path, {"s01/convolution.py": CONV2D}), EXERCISES, only=["01_dense"])


UNUSABLE = {
    "different work": (
        {"s01/dense.py": CODE, "s01/dense.ipynb": notebook("dense = max")},
        "2 files with different work for 01_dense: dense.ipynb and dense.py. Keep the one",
    ),
    "two places": (
        {"s01/dense.py": CODE, "s01/01_dense/dense.py": CODE + b"dense = max"},
        "different work for 01_dense: dense.py and 01_dense/dense.py",
    ),
    "two ways": (
        {"s01/dense.py": CODE, "s01/a.zip": packed({"dense.py": b"dense = max"})},
        "dense.py and a.zip/dense.py",
    ),
    "folder and zip": (
        {"s01/dense.py": b"1", "s01.zip": packed({"dense.py": b"1"})},
        "There are 2 entries for s01",
    ),
    "other archive": ({"s01.tar.gz": b""}, "s01.tar.gz is damaged, or not a zip"),
    "loose": ({"bob.py": CODE}, "bob.py is beside"),
    "no zip": ({"s01.zip": b"Hello"}, "s01.zip is damaged, or not a zip file"),
    "cut off": (
        {"s01.zip": packed({"dense.py": CODE * 99})[:-30]},
        "is damaged, or not a zip file",
    ),
    "too much source": ({"s01/dense.py": b"#" * (1 << 20) + b"#"}, "dense.py is larger than 1 MiB"),
    "too much code": (
        {"s01/dense.ipynb": notebook("#" * (1 << 20), "#")},
        "more than 1 MiB of code",
    ),
    "unusual packing": (
        {"s01.zip": packed({"dense.py": CODE}, zipfile.ZIP_LZMA)},
        "uses unsupported compression",
    ),
    "text": (
        {"s01/dense.ipynb": b"print('hello')"},
        "dense.ipynb cannot be read as a notebook: not JSON at line 1",
    ),
    "nothing": ({"s01/dense.ipynb": b""}, "as a notebook"),
    "a merge gone wrong": (
        {"s01/dense.ipynb": b"{\n<<<<<<< HEAD\n}"},
        "merge conflict at line 2",
    ),
    "a list": ({"s01/dense.ipynb": b"[]"}, "as a notebook"),
    "not a cell": (
        {"s01/dense.ipynb": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [7]}'},
        "the structure is wrong",
    ),
    "nested too deep": ({"s01/dense.ipynb": b"[" * 100_000}, "the structure is wrong"),
    "code in a text": (
        {"s01/README.md": b"# Mine\n```python\n" + CODE + b"```\n"},
        "README.md holds code, but is neither a script nor a notebook",
    ),
    "a rest of archives": (
        {"s01.zip": packed({"a.zip": packed({"b.zip": packed({"dense.py": CODE})})})},
        "s01.zip/a.zip/b.zip is in an archive in an archive",
    ),
}


@pytest.mark.parametrize(("files", "reason"), UNUSABLE.values(), ids=UNUSABLE)
def test_an_unusable_submission_is_reported_with_the_reason(tmp_path, files, reason):
    (entry, _) = received(laid_out(tmp_path, {**files, "t/dense.py": b""}), EXERCISES)
    assert (entry.problem, entry.submission) == ("unusable", None)
    assert reason in entry.reason


# These take a while to make, so only the test makes them.
TOO_LARGE = {
    "a notebook": (
        lambda: {"s01/dense.ipynb": b" " * (20 << 20) + b" "},
        "larger than 20 MiB without its outputs",
    ),
    "a picture in the text": (
        lambda: {"s01/dense.ipynb": notebook("x", text="A" * (21 << 20))},
        "larger than 20 MiB without its outputs",
    ),
    "a bomb": (
        lambda: {"s01.zip": packed({"dense.py": CODE, "a.bin": bytes(50 << 20)})},
        "more than 50 MiB",
    ),
    "bombs in a zip": (
        lambda: {"s01.zip": packed({f"{i}.zip": packed({"a": bytes(26 << 20)}) for i in range(2)})},
        "more than 50 MiB",
    ),
    "a bomb in a tgz": (
        lambda: {"s01.tgz": gzip.compress(bytes(300 << 20), 1)},
        "more than 50 MiB",
    ),
    "many entries": (
        lambda: {"s01.zip": packed({f"{i}.txt": b"" for i in range(10_001)})},
        "more than 10,000 entries",
    ),
    "many entries together": (
        lambda: {f"s01/{n}.zip": packed({f"{i}.txt": b"" for i in range(6_000)}) for n in range(2)},
        "more than 10,000 entries",
    ),
    "a table of entries": (
        lambda: {"s01.zip": b"PK\x01\x02" * 100_001},
        "more than 10,000 entries",
    ),
}


@pytest.mark.parametrize(("make", "reason"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_a_submission_that_is_too_large_is_reported_with_the_reason(tmp_path, make, reason):
    test_an_unusable_submission_is_reported_with_the_reason(tmp_path, make(), reason)


@needs_links
@pytest.mark.parametrize("what", ["link", "link to a folder", "fifo", "folder"])
def test_only_ordinary_files_are_read(tmp_path, what):
    secret = laid_out(tmp_path / "secret", {"dense.py": b"precious"}) / "dense.py"
    path = laid_out(tmp_path / "class", {"s02/dense.py": b""}) / "s01" / "dense.py"
    path.parent.mkdir()
    match what:
        case "link":
            path.symlink_to(secret)
        case "link to a folder":
            path.parent.rmdir()
            path.parent.symlink_to(secret.parent)
        case "fifo":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
    (entry, _) = received(tmp_path / "class", EXERCISES)
    assert (entry.student, entry.problem) == ("s01", "unusable")
    assert what.split()[0] in entry.reason.replace("device", "fifo")


def test_a_link_in_a_zip_is_not_read(tmp_path):
    link = zipfile.ZipInfo("dense.py")
    link.external_attr = 0o120777 << 16
    (entry, _) = received(
        laid_out(tmp_path, {"s01.zip": packed([(link, b"/etc/passwd")]), "s02/dense.py": b""}),
        EXERCISES,
    )
    assert entry.reason.startswith("dense.py is a link")


@pytest.mark.parametrize(
    ("name", "filename"),
    [
        *(
            (f"{out}x.py", "x.py")
            for out in ("../", "/home/ada/", "a/../../", "a//", "C:\\", "..\\")
        ),
        ("dense: final.py", "dense: final.py"),
        *((name, "unnamed") for name in ("", "..", "C:", "../.")),
    ],
)
@pytest.mark.parametrize("archive", ["s01.zip", "s01.tar"])
def test_a_file_is_graded_wherever_its_path_in_an_archive_leads(tmp_path, name, filename, archive):
    data = packed([(zipfile.ZipInfo(name), CODE)]) if archive == "s01.zip" else tarred(name, CODE)
    (entry,) = received(laid_out(tmp_path, {archive: data}), EXERCISES, ["01_dense"])
    assert (entry.problem, entry.submission.filename) == (None, filename)


@pytest.mark.parametrize(
    ("code", "text", "cells"),
    [
        ("x = 1", "def dense():\n    return 1", 2),  # an accident
        (
            "def dense():\n    return 2",
            "def dense():\n    return 1",
            2,
        ),  # an old attempt, set aside: code cells come last
        ("x = 1", "We def(ine) dense: ```def dense():```", 1),
    ],
)
def test_a_function_whose_cell_was_turned_into_text_counts_unless_code_defines_it(
    tmp_path, code, text, cells
):
    (entry,) = received(
        laid_out(tmp_path, {"s01/dense.ipynb": notebook(code, text=text)}), EXERCISES
    )
    assert entry.submission.cells == (text.encode(), code.encode())[-cells:]


@pytest.mark.parametrize("source", [None, 7, [], [None], ["text"]])
def test_a_markdown_cell_without_text_does_not_affect_the_code(tmp_path, source):
    book = json.loads(notebook(CODE.decode()))
    book["cells"].insert(0, {"cell_type": "markdown", "metadata": {}, "source": source})
    (entry,) = received(
        laid_out(tmp_path, {"s01/dense.ipynb": json.dumps(book).encode()}), EXERCISES
    )
    assert entry.submission.cells == (CODE,)


def test_a_file_with_a_password_is_reported_as_such(tmp_path):
    data = bytearray(packed({"dense.py": CODE}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (entry, _) = received(laid_out(tmp_path, {"s01.zip": data, "s02/dense.py": b""}), EXERCISES)
    assert entry.reason == (
        "dense.py is protected by a password. Submit a .zip or the file itself."
    )


def test_entries_of_a_folder_are_counted_too(tmp_path):
    folder = laid_out(tmp_path, {f"s01/a/{i}.txt": b"" for i in range(10_000)})
    (entry, _) = received(laid_out(folder, {"t/dense.py": b""}), EXERCISES)
    assert entry.reason.startswith("The folder holds more than 10,000 entries")


def test_caps_hold_for_each_student_of_a_zip_of_the_class(tmp_path):
    path = tmp_path / "class.zip"
    many = {f"s01/{i}.txt": b"" for i in range(10_001)}
    path.write_bytes(
        packed(
            {**many, "s02/dense.py": CODE, "s03/a.bin": bytes((50 << 20) + 1), "s04/dense.py": CODE}
        )
    )
    entries = {each.student: each.reason.split(".")[0] for each in received(path, EXERCISES)}
    assert entries == {
        "s01": "s01 holds more than 10,000 entries",
        "s02": "",
        "s03": "s03 holds more than 50 MiB",
        "s04": "",
    }


def test_a_zip_of_one_student_alone_is_understood(tmp_path):
    path = tmp_path / "class.zip"
    path.write_bytes(packed({"s01/01_dense/dense.py": CODE}))
    assert summary(received(path, EXERCISES)) == {("s01", "01_dense"): (CODE,)}


def test_a_link_where_a_student_should_be_is_reported_in_a_zip_of_the_class(tmp_path):
    link, path = zipfile.ZipInfo("s01"), tmp_path / "class.zip"
    link.external_attr = 0o120777 << 16
    path.write_bytes(packed([(link, b"/etc"), ("s02/dense.py", CODE)]))
    assert summary(received(path, EXERCISES)) == {
        ("s01", None): "unusable",
        ("s02", "01_dense"): (CODE,),
    }


def test_a_header_with_a_false_size_is_not_trusted(tmp_path):
    data = bytearray(packed({"dense.py": CODE, "zeros.bin": bytes(60 << 20)}))
    size = (60 << 20).to_bytes(4, "little")
    assert data.count(size) == 2
    small = bytes(data).replace(size, (10).to_bytes(4, "little"))
    (entry,) = received(laid_out(tmp_path, {"s01.zip": small}), EXERCISES)
    assert entry.submission.cells == (
        CODE,
    )  # the entry with the false size is damaged, the rest is fine


def test_the_same_name_twice_in_a_zip_is_two_files(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed([("dense.py", CODE), ("dense.py", b"dense = max")])
    (entry,) = received(laid_out(tmp_path, {"s01.zip": data}), EXERCISES)
    assert entry.reason.startswith("There are 2 files with different work for 01_dense")


TODO = "def dense():\n    raise NotImplementedError"
GIVEN = "def dense(x):\n    size = len(x)\n    raise NotImplementedError"
SKELETONS = asked_for(EXERCISES.exercises, [GIVEN.encode(), notebook(GIVEN)])
MINE = "def dense():\n    return 1"


@pytest.mark.parametrize(
    ("script", "book", "taken"),
    [
        (CODE, notebook(TODO), "dense.py"),
        (CODE, notebook(GIVEN), "dense.py"),
        (CODE, notebook(GIVEN, "", text="My notes."), "dense.py"),
        (TODO.encode(), notebook(MINE), "dense.ipynb"),
        (GIVEN.replace("\n", "\r\n").encode(), notebook(MINE), "dense.ipynb"),
        (GIVEN.encode(), notebook(GIVEN), "dense.ipynb"),
        (GIVEN.encode(), notebook(MINE, TODO), "dense.ipynb"),
        (CODE, notebook(CODE.decode(), "dense(1, 2, 3)"), "dense.ipynb"),
        (CODE, notebook(MINE), None),
        (GIVEN.replace("x", "y").encode(), notebook(MINE), None),
    ],
)
def test_an_untouched_skeleton_does_not_count_beside_a_changed_file(tmp_path, script, book, taken):
    folder = laid_out(tmp_path, {"s01/dense.py": script, "s01/dense.ipynb": book})
    (entry,) = received(folder, SKELETONS)
    assert (entry.submission and entry.submission.filename) == taken


CLASS = """class Dense:
    def __init__(self, units):
        {}

    def __call__(self, inputs):
        {}
"""
STUB = "raise NotImplementedError"
GIVEN_CLASS = CLASS.format("self.units = units", STUB)


@pytest.mark.parametrize("other", [CLASS.format(STUB, STUB), GIVEN_CLASS])
def test_an_untouched_class_gives_way_to_a_written_one(tmp_path, other):
    wanted = asked_for({"07_network": ["Dense"]}, [GIVEN_CLASS.encode()])
    written = CLASS.format("self.units = units", "return inputs")
    folder = laid_out(tmp_path, {"s01/a.py": other.encode(), "s01/b.py": written.encode()})
    (entry,) = received(folder, wanted)
    assert entry.submission.filename == "b.py"


def test_a_folder_without_work_is_reported_with_its_files(tmp_path):
    files = {"s01/conv.py": b"x = 1", "s01/\x1b[2Jnotes.txt": b"", "s02/dense.py": CODE}
    (entry, _) = received(laid_out(tmp_path, files), EXERCISES)
    assert (entry.student, entry.exercise, entry.problem) == ("s01", None, "unusable")
    assert entry.reason == (
        "No file defines anything that an exercise asks for. Submitted: ?[2Jnotes.txt and conv.py."
    )


BOTH = {
    "05_strides_and_dilation": ["output_size", "conv2d"],
    "03_convolution": ["pad_images", "conv2d"],
    "01_dense": ["dense", "dense_backward", "count"],
}
SIZE, PAD = b"def output_size(x): return x\n", b"def pad_images(x): return x\n"
FOR: dict[str, tuple[dict[str, bytes], set[str]]] = {
    "what it defines most of": ({"a.py": CONV2D + SIZE}, {"05_strides_and_dilation"}),
    "its name, between equals": ({"convolution.py": CONV2D}, {"03_convolution"}),
    "its folder, between equals": ({"03_convolution/a.py": CONV2D}, {"03_convolution"}),
    "both, between equals": ({"a.py": CONV2D}, {"05_strides_and_dilation", "03_convolution"}),
    "a helper of another": ({"a.py": CONV2D + PAD + CODE}, {"03_convolution"}),
    "several in one file": (
        {"a.py": CONV2D + PAD + CODE + b"dense_backward = len"},
        {"01_dense", "03_convolution"},
    ),
    "all, whatever it is called": ({"convolution.py": CODE}, {"01_dense"}),
}


@pytest.mark.parametrize(("files", "exercises"), FOR.values(), ids=FOR)
def test_a_file_is_for_the_exercises_of_which_it_defines_most_or_half(tmp_path, files, exercises):
    folder = laid_out(tmp_path, {f"s01/{name}": data for name, data in files.items()})
    assert {each.exercise for each in received(folder, asked_for(BOTH))} == exercises


def test_a_file_counts_by_the_classes_that_an_exercise_with_steps_uses(tmp_path):
    task = builders.task(builders.case([2, 4]))
    wanted = asked_by(builders.sheet(replace(task, uses=("Double",))))
    files = {"s01/a.py": b"class Double: pass\n", "s01/b.py": b"def double(): return 1\n"}
    (entry,) = received(laid_out(tmp_path, files), wanted)
    assert entry.submission.filename == "a.py"


@pytest.mark.parametrize("known", ["the course", "the sheet"])
@pytest.mark.parametrize("edited", [b"", b"\nprint('looked at')\n"])
@pytest.mark.parametrize("name", WITH_STEPS)
def test_steps_beside_the_work_are_ignored(tmp_path, known, edited, name):
    """Students submit their whole folder, and nbgrader collects it."""
    given, made = catalog.released(ROOT, name), catalog.solution(ROOT, name)
    wanted = (
        course(ROOT, [name]) if known == "the course" else asked_by(load(given.sheet.read_bytes()))
    )
    files = {path.name: path.read_bytes() for path in given.path.glob("*.*")}
    files[made.script.name] = made.script.read_bytes()
    files["steps.py"] += edited
    laid_out(tmp_path / "s01" / name, files)
    (entry,) = received(tmp_path, wanted)
    assert entry.submission, entry.reason
    assert entry.submission.filename == made.script.name


@pytest.mark.parametrize("only", BOTH)
def test_a_name_that_exercises_share_does_not_make_a_file_one_for_all(tmp_path, only):
    folder = laid_out(tmp_path, {"s01/a.py": CONV2D + SIZE, "s02/b.py": CONV2D + PAD + CODE})
    problems = [each.problem for each in received(folder, asked_for(BOTH), only=[only])]
    assert (
        problems
        == {
            "05_strides_and_dilation": [None, "missing"],
            "03_convolution": ["missing", None],
            "01_dense": ["missing", None],
        }[only]
    )


@pytest.mark.parametrize(
    ("other", "taken"), [(CODE, "dense.py"), (CODE + b"dense_backward = count = len", None)]
)
def test_a_helper_does_not_compete_with_the_work_and_a_copy_does(tmp_path, other, taken):
    own = CODE.replace(b"+ bias", b"+ bias + 0") + b"def dense_backward(): return 1\n"
    folder = laid_out(tmp_path, {"s01/dense.py": own, "s01/all.py": CONV2D + SIZE + PAD + other})
    entries = received(folder, asked_for(BOTH), only=["01_dense"])
    assert (entries[0].submission and entries[0].submission.filename) == taken


def test_files_of_systems_are_not_mentioned(tmp_path):
    folder = laid_out(tmp_path, {"s01/._dense.py": b"", "s01/.DS_Store": b"", "s02/dense.py": CODE})
    assert received(folder, EXERCISES)[0].reason.endswith("asks for. Submitted: nothing.")


def test_a_helper_in_another_exercises_file_is_not_a_submission(tmp_path):
    entries = received(
        laid_out(
            tmp_path,
            {"s01/03_convolution/convolution.py": CONV2D, "s01/03_convolution/dense.py": b""},
        ),
        EXERCISES,
    )
    assert summary(entries) == {("s01", "03_convolution"): (CONV2D,)}


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({}, "no student's folder"),
        ({"README.md": b""}, "no student's folder"),
        ({"s01/notes.txt": b""}, "nothing to grade. s01: No file defines anything"),
        ({"dense.py": CODE}, "holds dense.py, like"),
        ({"01_dense/dense.py": CODE}, "holds 01_dense, like"),
    ],
)
def test_submissions_without_students_are_refused(tmp_path, files, problem):
    with pytest.raises(Refusal, match=problem) as refusal:
        received(laid_out(tmp_path, files), EXERCISES)
    assert "one folder (or one zip) per student" in refusal.value.remedy


@pytest.mark.parametrize("name", ["nowhere", "file.txt"])
def test_submissions_that_are_not_a_folder_are_refused(tmp_path, name):
    (tmp_path / "file.txt").write_bytes(b"")
    with pytest.raises(Refusal, match="neither a folder nor a zip"):
        received(tmp_path / name, EXERCISES)


@given(st.data())
def test_a_damaged_zip_or_notebook_is_read_or_refused(data):
    whole = data.draw(
        st.sampled_from(
            [packed({"a/dense.py": CODE}), packed({"dense.py": CODE}, 0), notebook("x = 1")]
        )
    )
    damaged = bytearray(whole)
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=5)):
        damaged[place] = data.draw(st.integers(0, 255))
    cut = bytes(
        damaged[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else damaged
    )
    for read in (
        lambda: in_zip(cut, "s01.zip"),
        lambda: [File(("dense.ipynb",), lambda cap: cut)],
    ):
        with suppress(Refusal):
            for file in read():
                found = inspect_file(file, EXERCISES, Budget())
                assert found is None or isinstance(found.cells, tuple)


PIECES = (
    *("def dense(x):", "class dense:", "dense = ", "    raise NotImplementedError", "\n", "    "),
    *("(", ")", "{", "'", '"""', "f'{", "!ls", "%time ", "%%writefile a.py", "# coding: utf-16"),
    *("get_ipython().run_cell_magic('time', '', 'x')", "<<<<<<<", "-" * 2000 + "1", "\\", "\t"),
    *("\0", "é"),
)


@given(
    st.lists(st.sampled_from(PIECES)), st.sampled_from(["dense.py", "a.txt", "b"]), st.booleans()
)
def test_any_source_is_inspected_or_refused(pieces, name, newlines):
    data = ("\n" if newlines else "").join(pieces).encode()
    wanted = asked_for(EXERCISES.exercises, [GIVEN_CLASS.replace("Dense", "dense").encode()])
    with suppress(Refusal):
        found = inspect_file(File((name,), lambda cap: data), wanted, Budget())
        assert found is None or found.names <= {"dense"}


def test_notebooks_of_older_formats_are_read(tmp_path):
    cell = {
        "cell_type": "code",
        "input": "x = 1",
        "language": "python",
        "outputs": [],
        "collapsed": False,
    }
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": [cell]}],
    }
    path = laid_out(tmp_path, {"mine.ipynb": json.dumps(old).encode()}) / "mine.ipynb"
    assert one_file(path, "01_dense", EXERCISES).cells == (b"x = 1",)


def test_one_file_may_have_any_name(tmp_path):
    path = laid_out(tmp_path, {"attempt 2.py": CODE}) / "attempt 2.py"
    submission = one_file(path, "01_dense", EXERCISES)
    assert (submission.filename, submission.module, submission.student) == (
        "attempt 2.py",
        "dense",
        None,
    )


@needs_links
def test_a_file_may_be_named_by_a_link(tmp_path):
    (laid_out(tmp_path, {"work.py": CODE}) / "dense.py").symlink_to(tmp_path / "work.py")
    assert one_file(tmp_path / "dense.py", "01_dense", EXERCISES).cells == (CODE,)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("dense.py", "cannot be read"),
        ("dense.txt", "neither a script"),
        ("dense.py.txt", r"Rename it dense\.py: Windows"),
    ],
)
def test_a_file_that_is_missing_or_of_no_exercise_is_refused(tmp_path, name, problem):
    with pytest.raises(Refusal, match=problem):
        one_file(tmp_path / name, "01_dense", EXERCISES)
