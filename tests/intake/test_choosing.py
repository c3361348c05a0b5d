"""choosing: which of a student's files is graded for an exercise, and when none can be."""

import io
import tracemalloc
import zipfile

import pytest

from autograder.errors import Refusal
from autograder.intake.candidate import asked_for
from autograder.intake.choosing import Candidates, file_list
from autograder.intake.files import MIB, File

WANTED = asked_for(
    {"01_dense": ["dense", "count", "total"], "03_convolution": ["conv2d", "pad", "count"]}
)
CODE = b"def dense(x): return x\n"
STUB = b"def dense(x): raise NotImplementedError\n"
CONV2D = b"def conv2d(x): return x\n"


def file(path, data, late=False, version=0):
    return File(tuple(path.split("/")), lambda cap: data, late, version)


def seen(files):
    return Candidates([file(path, data) for path, data in files.items()], WANTED)


def packed(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        ({"a.py": CODE}, "a.py"),
        ({"a/dense.py": CODE, "b.py": CODE}, "b.py"),
        ({"a.py": STUB, "b.py": CODE}, "b.py"),
        ({"a.py": STUB, "work.txt": CODE}, "work.txt"),
        ({"a.py": CODE, "work.txt": CODE + b"x = 1"}, "a.py"),
        ({"b.py": STUB, "a.py": STUB}, "a.py"),
        ({"dense.py": b"x = 1"}, "dense.py"),
        ({"other.py": b"x = 1"}, None),
        ({"03_convolution/dense.py": b"x = 1"}, None),
        ({"a.py": CONV2D}, None),
        ({"a.py": CODE, "b.py": CODE + b"# the same\n"}, "a.py"),
        ({"a.zip": packed({"dense.py": CODE})}, "a.zip/dense.py"),
        ({"a.zip": packed({"b.zip": packed({"dense.py": CODE})})}, "a.zip/b.zip/dense.py"),
        ({"all.py": CONV2D + b"pad = 1\n" + CODE, "a.py": CODE + b"total = 1\n"}, "a.py"),
        ({"all.py": CONV2D + b"pad = 1\n" + CODE, "z.py": CODE + b"total = 1\n"}, "z.py"),
        ({"all.py": CONV2D + b"pad = 1\n" + CODE}, "all.py"),
        ({"01_dense/dense.py": b"x = 1"}, "01_dense/dense.py"),
        ({"a.py": STUB + CONV2D, "b.py": CODE}, "b.py"),
        ({"a.py": CONV2D + b"count = 1\n"}, None),
        ({"a.py": STUB, "b.py": STUB + b"x = 1\n"}, "a.py"),
    ],
)
def test_the_file_with_work_for_an_exercise_is_taken(files, taken):
    """It makes no difference whether the student's exercises were listed before."""
    fresh, used = seen(files), seen(files)
    used.exercises()
    for found in fresh.chosen("01_dense"), used.chosen("01_dense"):
        assert (found and found.file.shown) == taken


@pytest.mark.parametrize("name", ["{}.dat", "{}.zip", "{}.ipynb", "{}.py"])
def test_large_files_without_work_are_neither_all_read_nor_kept(name):
    read = []

    def zeros(cap):
        read.append(min(cap, 40 * MIB))
        return bytes(read[-1])

    files = [File((name.format(number),), zeros) for number in range(99)]
    tracemalloc.start()
    try:
        found = Candidates([*files, file("a.txt", b"")], WANTED)
        assert found.doubt() is not None
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sum(read) <= 240 * MIB
    assert kept < 2 * MIB


def test_thousands_of_files_with_work_are_compared_in_a_moment():
    """To compare each with each would take minutes."""
    with pytest.raises(Refusal, match="There are 5000 files with different work for 01_dense"):
        seen({f"{n}.py": b"def dense(x): return %d\n" % n for n in range(5000)}).chosen("01_dense")


def test_large_files_with_work_are_not_parsed_to_compare_them(monkeypatch):
    """A zip of 100 KiB with 50 MiB of code would take ten minutes, and longer for each exercise."""
    monkeypatch.setattr("autograder.intake.choosing.digest_of_work", None)
    files = {f"{n}.py": CODE + b"#%d\n" % n + b"#\n" * 2**16 for n in range(9)}
    with pytest.raises(Refusal, match="There are 9 files with different work for 01_dense"):
        seen(files).chosen("01_dense")


@pytest.mark.parametrize("names", ["ab", "ba"])
def test_no_other_file_is_read_if_a_script_has_work(names):
    def unread(cap):
        raise AssertionError("It was read.")

    scripts = [file(f"{name}.py", data) for name, data in zip(names, (CODE, STUB), strict=True)]
    found = Candidates([*scripts, File(("work.txt",), unread)], WANTED).chosen("01_dense")
    assert found.file.name == f"{names[0]}.py"


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (
            {"b.py": CODE + b"count = 1", "a.py": CODE},
            "There are 2 files with different work for 01_dense: a.py and b.py. Keep the one to"
            " grade, or put all of the work into one file.",
        ),
        (
            {"dense.py": CODE + b"pad = 1", "convolution.py": CODE + CONV2D},
            "There are 2 files with different work for 01_dense: convolution.py and dense.py.",
        ),
        (
            {"a.py": STUB, "b.rar": b"Rar!", "c.rar": b"Rar!"},
            "b.rar is a RAR archive, which cannot be opened here.",
        ),
        (
            {"c.zip": packed({"b.zip": packed({"a.zip": b""})}), "a.py": STUB},
            "c.zip/b.zip/a.zip is in an archive in an archive.",
        ),
    ],
)
def test_an_ambiguous_choice_of_file_is_refused(files, says):
    with pytest.raises(Refusal) as refused:
        seen(files).chosen("01_dense")
    assert str(refused.value).startswith(says)


@pytest.mark.parametrize(
    ("files", "exercises", "doubt"),
    [
        ({"a.py": CODE}, {"01_dense"}, None),
        ({"a.txt": CONV2D}, {"03_convolution"}, None),
        ({"a.py": b"count = 1"}, {"01_dense", "03_convolution"}, None),
        ({"dense.py": b"count = 1"}, {"01_dense"}, None),
        ({"Dense.py": b"count = 1"}, {"01_dense"}, None),
        ({"a.py": CODE + b"total = 1\n" + CONV2D}, {"01_dense"}, None),
        (
            {"a.py": CODE + b"total = count = 1\n" + CONV2D},
            {"01_dense", "03_convolution"},
            None,
        ),
        ({"convolution.py": b"count = 1"}, {"03_convolution"}, None),
        ({"convolution.py": b""}, {"03_convolution"}, None),
        ({"dense.py": b""}, {"01_dense"}, None),
        ({"a.pdf": b"", "b.rar": b""}, set(), "b.rar is "),
        ({"a.py": CODE, "b.pdf": b""}, {"01_dense"}, None),
        ({"b.pdf": b""}, set(), "b.pdf is a PDF document, not a Python file."),
        ({"a.py": CODE, "b.rar": b""}, {"01_dense"}, "b.rar is "),
        ({"b.rar": b"", "dense.py": b""}, set(), "b.rar is "),
        ({"a.rar": b"", "b.rar": b""}, set(), "a.rar is "),
        ({}, set(), None),
    ],
)
def test_a_student_has_submitted_the_exercises_of_the_files(files, exercises, doubt):
    student = seen(files)
    assert student.exercises() == exercises
    why = student.doubt()
    assert str(why).startswith(doubt) if doubt else why is None


WIDE = asked_for({"01_a": "abcde", "02_b": "def", "03_c": "yz", "04_d": "pqrs"})


@pytest.mark.parametrize(
    ("names", "exercises"),
    [
        ("abcde", {"01_a"}),  # two of three names of 02_b, but nothing of its own
        ("abcy", {"01_a", "03_c"}),
        ("pqrsab", {"04_d"}),
        ("pqrsabc", {"01_a", "04_d"}),
        ("abcdey", {"01_a", "03_c"}),
        ("abcf", {"01_a"}),
        ("abcdf", {"01_a", "02_b"}),
    ],
)
def test_half_of_an_exercise_is_enough_with_a_name_of_its_own(names, exercises):
    code = "".join(f"{name} = 1\n" for name in names).encode()
    assert Candidates([file("work.py", code)], WIDE).exercises() == exercises


def test_one_late_file_makes_a_submission_late():
    files = [file("a.py", CODE), file("b.py", CODE, late=True)]
    assert Candidates(files, WANTED).late
    assert Candidates(files[::-1], WANTED).late
    assert not Candidates(files[:1], WANTED).late


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (1, "0.py"),
        (2, "0.py and 1.py"),
        (5, "0.py, 1.py, 2.py, 3.py and 4.py"),
        (6, "0.py, 1.py, 2.py, 3.py, 4.py and 1 more"),
        (9, "0.py, 1.py, 2.py, 3.py, 4.py and 4 more"),
    ],
)
def test_five_files_are_named_and_the_others_counted(count, text):
    assert file_list([file(f"{number}.py", b"") for number in range(count)]) == text


# -- versions ----------------------------------------------------------------------------------

NEWER = CODE + b"x = 2\ndef dense(x): return -x\n"


@pytest.mark.parametrize(
    ("files", "taken", "older"),
    [
        ({"lab-1.py": CODE, "lab-2.py": NEWER}, "lab-2.py", ["lab-1.py"]),
        (
            {"lab.py": CODE, "lab-10.py": CODE, "lab-9.py": NEWER},
            "lab-9.py",
            ["lab.py", "lab-10.py"],
        ),
        ({"lab-1.py": CODE, "lab-2.py": CONV2D}, "lab-1.py", []),
        ({"lab-1.py": CODE, "lab-2.py": STUB}, "lab-1.py", []),
        ({"lab-1.py": STUB, "lab-2.py": CODE}, "lab-2.py", []),
        ({"dense.py": b"x = 1", "dense-1.py": b"y = 1"}, "dense-1.py", ["dense.py"]),
        (
            {"a.zip": packed({"a.py": CODE}), "a-1.zip": packed({"b/a.py": NEWER})},
            "a-1.zip/b/a.py",
            ["a.zip/a.py"],
        ),
    ],
)
def test_of_several_versions_the_newest_with_work_counts_and_the_older_are_named(
    files, taken, older
):
    listed = [file(*each, version=90 + place) for place, each in enumerate(files.items())]
    for theirs in listed, listed[::-1]:
        found = Candidates(theirs, WANTED).chosen("01_dense")
        assert found.file.shown == taken
        assert sorted(each.shown for each in found.older) == sorted(older)


def test_an_older_version_with_work_that_the_newest_lacks_may_be_a_file_of_its_own():
    parts = [file("lab-1.py", CODE, version=1), file("lab-2.py", b"count = max\n", version=2)]
    with pytest.raises(Refusal, match=r"different work for 01_dense: lab-2\.py and lab-1\.py"):
        Candidates(parts, WANTED).chosen("01_dense")


def test_what_is_alike_in_name_but_has_no_version_is_different_work():
    with pytest.raises(Refusal, match="different work"):
        seen({"lab-1.py": CODE, "lab-2.py": NEWER}).chosen("01_dense")
