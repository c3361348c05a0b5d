"""An assistant's afternoon with a class of 120: every number is right after every step.

It uses the real commands, the real sandbox and real hidden cases.
"""

import csv
import json
import re
import shutil
import sys
import zipfile

import numpy as np
import pytest
from support import ROOT
from support.downloads import packed, worksheet
from support.realistic import BACKWARD, COUNT, DENSE, RIGHT, command

from autograder import catalog
from autograder.answers import hidden, sheet

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux"),
]
ONE, TWO, SET = "01_dense", "02_activations", "week1"
TOML = """\
title = "Layers"

[sets.week1]
title = "Week 1"
exercises = ["01_dense", "02_activations"]
weights = { 01_dense = 40, 02_activations = 60 }
"""
ALL_OF_TWO = 16.5
SECOND = (ROOT / "solutions/02_activations/activations.py").read_bytes()
# Each is wrong in one of the three aspects of `dense`, which with the habits are quarters of 2
# points.
NO_BIAS = b"""import numpy as np
def dense(inputs, kernel, bias):
    return inputs @ kernel + bias * (inputs.ndim == 2)
"""
SQUARE = b"""import numpy as np
def dense(inputs, kernel, bias):
    square = inputs.ndim == 2 and kernel.shape[0] == kernel.shape[1]
    return inputs @ (kernel.T if square else kernel) + bias
"""
# What students submit, and their points in the two exercises; None is not graded.
KINDS = {
    "all": ({"dense.py": RIGHT, "activations.py": SECOND}, 6.0, ALL_OF_TWO),
    "one": ({"dense.py": RIGHT}, 6.0, 0.0),
    "begun": ({"dense.py": DENSE, "activations.py": SECOND}, 2.0, ALL_OF_TWO),
    "broken": ({"dense.py": RIGHT + b"def dense(:\n", "activations.py": SECOND}, 0.0, ALL_OF_TWO),
    "no bias": ({"dense.py": NO_BIAS + BACKWARD + COUNT}, 5.5, 0.0),
    "square": ({"dense.py": SQUARE + BACKWARD + COUNT}, 5.5, 0.0),
    "two files": ({"dense.py": RIGHT, "v2/dense.py": DENSE}, None, 0.0),
    "letter": ({"letter.txt": b"I was ill."}, 0.0, 0.0),
}
CLASS = {number: list(KINDS)[number % len(KINDS)] for number in range(1000, 1120)}
LATE = {1120: "all", 1121: "one", 1122: "no bias"}
ABSENT = 1123
WORK = ("--out", "graded", "--set", SET, "--students", "worksheet.csv", "--jobs", 2)
UNCOUNTED = 'uncounted={"further axes": "The text and TensorFlow disagree."},'


def name(number):
    return f"Zoë van {number * 7919 % 1000:03} O'Neil_{number}"


def pack(path, students):
    files = {}
    for number, kind in students.items():
        for file, data in KINDS[kind][0].items():
            files[f"{name(number)}_assignsubmission_file_/{file}"] = data
    return packed(path, files)


def student_of(path):
    return json.loads(path.with_name("result.json").read_text())["student"]


class Afternoon:
    """A course, and the expected table: number -> points of the two exercises."""

    def __init__(self, root):
        self.root = root
        for tree in catalog.TREES:
            for each in (ONE, TWO):
                ignore = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / tree / each, root / tree / each, ignore=ignore)
        (root / "course.toml").write_text(TOML, encoding="utf-8")
        pack(root / "class.zip", CLASS)
        pack(root / "late.zip", LATE)
        everyone = {number: name(number).rpartition("_")[0] for number in (*CLASS, *LATE, ABSENT)}
        listed = worksheet(root / "worksheet.csv", names=everyone)
        text = listed.read_text(encoding="utf-8").replace("6.00", "100.00")
        listed.write_text(text, encoding="utf-8")
        book = ["Student,ID,SIS Login ID,Section,Week 1 (4711)", "Points Possible,,,,100"]
        book += [f"{each},{number},u{number},A," for number, each in everyone.items()]
        (root / "gradebook.csv").write_text("\n".join(book) + "\n", encoding="utf-8")
        self.points = {number: KINDS[kind][1:] for number, kind in CLASS.items()}
        self.excused = set()

    def run(self, *words, code=0):
        done = command(self.root, *words)
        assert done.returncode == code, (words, done.stdout, done.stderr)
        assert "Traceback" not in done.stdout + done.stderr
        return done.stdout

    def first(self, kind, skip=0):
        """Return the number of a student who submitted this."""
        return [number for number, each in CLASS.items() if each == kind][skip]

    def total(self, number):
        one, two = self.points[number]
        if number in self.excused:
            return 100 * two / ALL_OF_TWO
        return None if one is None else round(40 * one / 6 + 60 * two / ALL_OF_TWO, 6)

    def check(self):
        """Compare grades.csv and every result.json with the expected points."""
        expected = {}
        for number, (one, two) in self.points.items():
            one = None if number in self.excused else one
            for exercise, score in (ONE, one), (TWO, two), (SET, self.total(number)):
                expected[name(number), exercise] = "" if score is None else str(score)
        with (self.root / "graded/grades.csv").open(encoding="utf-8", newline="") as file:
            rows = {(row["student"], row["exercise"]): row for row in csv.DictReader(file)}
        assert {place: row["score"] for place, row in rows.items()} == expected
        results = [json.loads(path.read_text()) for path in self.results("result.json")]
        stored = {(each["student"], each["exercise"]): each["score"] for each in results}
        assert {place: "" if score is None else str(score) for place, score in stored.items()} == {
            place: score for place, score in expected.items() if place[1] != SET
        }
        return rows

    def results(self, pattern):
        return sorted((self.root / "graded").glob(f"[!.]*/*/{pattern}"))

    def written(self):
        """Return the time at which each file of a student was written."""
        return {path: path.stat().st_mtime_ns for path in self.results("*")}

    def changed(self, before):
        """Return the students whose files have been written since."""
        now = self.written()
        return {student_of(path) for path in now if before.get(path) != now[path]}


@pytest.fixture(scope="module")
def afternoon(tmp_path_factory):
    return Afternoon(tmp_path_factory.mktemp("course"))


def test_an_assistant_grades_a_class_in_one_afternoon(afternoon):
    grade_the_class(afternoon)
    grade_who_is_late(afternoon)
    grade_one_again(afternoon)
    set_by_hand(afternoon)
    fix_a_task(afternoon)
    export(afternoon)
    grade_once_more(afternoon)
    answer_an_email(afternoon)


def grade_the_class(it):
    for number in (*LATE, ABSENT):
        it.points[number] = 0.0, 0.0
    said = it.run("grade", "class.zip", *WORK, code=1)  # two files with different work
    rows = it.check()
    nothing = {place[0] for place, row in rows.items() if row["reason"].startswith("Nothing")}
    assert nothing == {name(number) for number in (*LATE, ABSENT)}
    assert said.count("nothing submitted") == 2  # a line for each exercise
    assert "15 not graded" in said


def grade_who_is_late(it):
    before = it.written()
    it.points |= {number: KINDS[kind][1:] for number, kind in LATE.items()}
    it.run("grade", "late.zip", *WORK)
    it.check()
    assert it.changed(before) == {name(number) for number in LATE}


def grade_one_again(it):
    number, other = it.first("broken"), it.first("broken", 1)
    files, before = {**CLASS, number: "all", other: "all"}, it.written()
    pack(it.root / "class.zip", files)
    it.points[number] = KINDS["all"][1:]
    it.run("grade", "class.zip", *WORK, "--student", f"O'Neil_{number}")
    it.check()
    assert it.changed(before) == {name(number)}
    pack(it.root / "class.zip", {**CLASS, number: "all"})


def set_by_hand(it):
    number, excused = it.first("two files"), it.first("begun")
    why = "You said which file counts."
    it.points[number] = 4.5, 0.0
    said = it.run("override", "graded", name(number), ONE, 4.5, "--comment", why)
    assert "4.5 of 6 points" in said
    it.check()
    it.excused.add(excused)
    it.run("override", "graded", str(excused), ONE, "excused", "--comment", "Ill.")
    assert it.check()[name(excused), SET]["score"] == "100.0"
    pages = [each for each in it.results("feedback.html") if why in each.read_text()]
    assert list(map(student_of, pages)) == [name(number)]


def fix_a_task(it):
    """Students without the bias get their points back; "square" loses a cell that was right."""
    shutil.copytree(it.root / "graded", it.root / "before")
    spec = it.root / "solutions" / ONE / "spec.py"
    text = spec.read_text(encoding="utf-8")
    fixed = re.sub(r'(Task\(\s+name="dense",)', rf"\1 {UNCOUNTED}", text)
    assert fixed != text
    spec.write_text(fixed, encoding="utf-8")
    kinds = {**CLASS, **LATE}
    gain = [number for number, kind in kinds.items() if kind == "no bias"]
    same = [number for number, kind in kinds.items() if kind == "square"]
    for number in gain:
        it.points[number] = 6.0, 0.0
    it.run("grade", "class.zip", *WORK, "--never-lower", code=1)
    said = it.run("grade", "late.zip", *WORK, "--never-lower")
    it.check()
    assert said.count("an earlier result with more points was kept") == len(same)
    assert said.count("The new one: 5.33 of 6 points") == len(same)
    said = it.run("compare", "before", "graded")
    rows = [line for line in said.splitlines() if "+0.5" in line]
    assert re.findall(r"O'Neil_(\d+)", "".join(sorted(rows, key=last))) == list(map(str, gain))
    assert f"{len(gain)} with more points   0 with fewer points   0 new   0 removed" in said


def last(row):
    return row.split("_")[1]


def export(it):
    cells = {}
    for number in it.points:
        total = it.total(number)
        cells[number] = "" if total is None else f"{total:.5f}".rstrip("0").rstrip(".")
    for system, option, table, key, column in [
        ("moodle", "--worksheet", "worksheet.csv", "Identifier", "Grade"),
        ("canvas", "--gradebook", "gradebook.csv", "ID", "Week 1 (4711)"),
    ]:
        words = ("--to", system, option, table, "--graded", "graded", "--set", SET)
        said = it.run("export", *words, code=1)  # not everyone is graded
        with (it.root / "upload" / table).open(encoding="utf-8", newline="") as file:
            rows = {row[key][-4:]: row[column] for row in csv.DictReader(file) if row[key]}
        assert {int(number): cell for number, cell in rows.items()} == cells
        assert said.startswith(f"{len(cells) - list(cells.values()).count('')} grades written")
    with zipfile.ZipFile(it.root / "upload/feedback_week1.zip") as archive:
        assert len(archive.namelist()) == 2 * len(cells)
    it.run("export", "--to", "nbgrader", "course", "--set", SET)
    assert {path.name for path in (it.root / "course/source").iterdir()} >= {ONE, TWO}


def grade_once_more(it):
    def everything():
        files = [path for path in (it.root / "graded").rglob("*") if path.is_file()]
        return {path: path.read_bytes() for path in files}

    before, times = everything(), it.written()
    for folder, code in ("class.zip", 1), ("late.zip", 0):
        it.run("grade", folder, *WORK, "--never-lower", code=code)
    assert everything() == before
    ungraded = {name(number) for number, kind in CLASS.items() if kind == "two files"}
    assert it.changed(times) <= ungraded  # which are retried each time
    it.check()


def answer_an_email(it):
    """Staff see the hidden cases, and the files of students contain nothing of them."""
    number = it.first("square")
    it.run("inspect", "graded", name(number), ONE)
    it.run("similar", "graded", "--exercise", ONE)
    numbers = hidden_numbers(it.root)
    assert len(numbers) > 100
    (page,) = it.root.glob("graded/.staff/*/*.html")
    assert any(each in page.read_text(encoding="utf-8") for each in numbers)
    reported = []
    for path in it.results("*"):
        text = path.read_text(encoding="utf-8")
        reported += [(path, each) for each in numbers if each in text]
    assert reported == []


def hidden_numbers(root):
    """Return the real numbers of the hidden cases, as `inspect` writes them."""
    path = hidden._path(root, ONE, hidden.secret_seed(root))
    arrays = [
        array
        for task in sheet.load(path.read_bytes()).tasks
        for case in task.cases
        if not case.exact and not case.public
        for array in (*case.arrays.values(), *case.answers.values())
    ]
    numbers = np.abs(np.concatenate([np.ravel(array) for array in arrays]))
    return {f"{number:#.4g}" for number in numbers if 0.1 < number < 10}
