"""catalog: where exercises are, their names, and specs that are refused."""

import sys

import pytest

from autograder import catalog
from autograder.errors import Refusal

SPEC = """
from autograder.spec import Case, Exercise, Part, Task
def task(name):
    return Task(name=name, points=1, reference=lambda tf: 1,
                parts=(Part("answer", ""),), cases=(Case(),))
exercise = Exercise(title="Dense", tasks=(task("dense"), task("Layer"), task("count")))
"""
MODULE = "def dense(): ...\nclass Layer: ...\nif True:\n    count = lambda: 1\n"
KNOWN = ["03_convolution", "04_convolution_as_matrix", "10_dense"]


@pytest.fixture
def folder(tmp_path):
    return exercise(tmp_path)


def exercise(root, spec=SPEC, module=MODULE):
    folder = catalog.solution(root, "01_dense")
    (folder.path / "mistakes").mkdir(parents=True)
    folder.spec.write_text(spec)
    folder.script.write_text(module)
    return folder


def test_the_root_is_found_from_anywhere_below(folder, tmp_path):
    below = folder.path / "mistakes"
    assert catalog.project_root(below) == catalog.project_root(tmp_path) == tmp_path


def test_an_empty_solutions_folder_in_the_working_directory_is_a_new_course(tmp_path):
    (tmp_path / "solutions").mkdir()
    assert catalog.project_root(tmp_path) == tmp_path
    (tmp_path / "below").mkdir()
    with pytest.raises(Refusal, match="Go to the course's folder"):
        catalog.project_root(tmp_path / "below")


def test_a_command_for_staff_is_refused_without_solutions(folder, tmp_path):
    assert catalog.solved(tmp_path) == ["01_dense"]
    with pytest.raises(Refusal, match=r"There is no exercise in .*solutions\."):
        catalog.solved(tmp_path / "exercises")


def test_a_folder_outside_a_course_is_refused(tmp_path):
    (tmp_path / "exercises/notes").mkdir(parents=True)
    with pytest.raises(Refusal) as refused:
        catalog.project_root(tmp_path)
    assert refused.value.problem == (
        f"There is no exercises/ with exercises in {tmp_path} or in a folder above it."
    )
    assert "cd " not in refused.value.remedy


def test_above_a_course_the_way_down_is_told(tmp_path):
    course = tmp_path / "layers-by-hand"
    (course / "exercises/01_dense").mkdir(parents=True)
    (course / "exercises/01_dense/spec.py").touch()
    with pytest.raises(Refusal) as refused:
        catalog.project_root(tmp_path)
    assert refused.value.remedy.endswith("cd layers-by-hand")


def test_an_exercise_is_a_numbered_folder_with_a_spec(folder):
    for name in ("02_empty", "dense", "03_Capital", "__pycache__"):
        (folder.root / name).mkdir()
    for name in ("dense", "03_Capital"):
        (folder.root / name / "spec.py").write_text(SPEC)
    assert catalog.exercises(folder.root.parent, "solutions") == ["01_dense"]
    assert catalog.exercises(folder.root.parent, "exercises") == []


@pytest.mark.parametrize(
    "name",
    [
        "03_convolution", "convolution", "03", "3", "exercises/03_convolution",
        "exercises/03_convolution/", "convolution.ipynb", "s01/03_convolution/convolution.py",
        "03_convolution/attempt.py",
    ],
)  # fmt: skip
def test_an_exercise_is_found_by_any_of_its_names(name):
    assert catalog.find(name, KNOWN) == "03_convolution"


def test_the_exercise_of_the_working_directory_is_found(folder, monkeypatch):
    monkeypatch.chdir(folder.path)
    assert catalog.find(".", ["01_dense"]) == "01_dense"


THERE = "The exercises are: 03_convolution, 04_convolution_as_matrix, 10_dense."
NOWHERE = "No exercise was found: change into the course's folder."


@pytest.mark.parametrize(
    ("name", "known", "tasks", "says"),
    [
        (
            "convoluton",
            KNOWN,
            (),
            "There is no exercise called convoluton. The closest name is 03_convolution. " + THERE,
        ),
        (
            "Dense",
            KNOWN,
            ("densely",),
            "There is no exercise or task called Dense. The closest name is 10_dense. " + THERE,
        ),
        (
            "Convl",
            KNOWN,
            ("conv", "convl2"),
            "There is no exercise or task called Convl. The closest name is convl2. " + THERE,
        ),
        (
            "CONVOLUTON",
            KNOWN,
            (),
            "There is no exercise called CONVOLUTON. The closest name is 03_convolution. " + THERE,
        ),
        (
            "03_aa",
            ["03_ab", "04_cd"],
            (),
            "There is no exercise called 03_aa. The closest name is 03_ab."
            " The exercises are: 03_ab, 04_cd.",
        ),
        ("zzz", KNOWN, (), "There is no exercise called zzz. " + THERE),
        ("1", KNOWN, (), "There is no exercise called 1. " + THERE),
        ("dense", [], (), "There is no exercise called dense. " + NOWHERE),
        ("03", ["03_a", "03_b"], (), "03 may be 03_a or 03_b. Give the name in full."),
    ],
)
def test_an_unknown_name_is_refused_with_the_closest_one(name, known, tasks, says):
    with pytest.raises(Refusal) as refused:
        catalog.find(name, known, tasks)
    assert str(refused.value) == says


def test_the_name_of_a_file_decides_its_exercise_before_its_folder_does():
    assert catalog.meant_by("10_dense/convolution.py", KNOWN) == ["03_convolution"]
    assert catalog.meant_by("10_dense/notes.txt", KNOWN) == []
    assert catalog.meant_by("10_dense/x.ipynb", KNOWN) == ["10_dense"]


def test_the_released_files_are_read_by_name(tmp_path):
    folder = catalog.released(tmp_path, "01_dense")
    folder.path.mkdir(parents=True)
    folder.script.write_bytes(b"skeleton")
    assert catalog.skeletons(tmp_path, ["01_dense", "02_x"]) == {"dense.py": b"skeleton"}
    folder.notebook.write_bytes(b"{}")
    files = {"dense.py": b"skeleton", "dense.ipynb": b"{}"}
    assert catalog.skeletons(tmp_path, ["02_x", "01_dense"]) == files


def test_exercises_come_in_order_each_with_its_folder_and_names(folder, tmp_path):
    for name in ("03_c", "02_b"):
        path = tmp_path / "exercises" / name
        path.mkdir(parents=True)
        (path / "spec.py").write_text(SPEC)
    names = [each.path for each in catalog.folders(tmp_path, "exercises")]
    assert names == [tmp_path / "exercises/02_b", tmp_path / "exercises/03_c"]
    assert catalog.asked_names(tmp_path, ["01_dense"]) == {"01_dense": ["dense", "Layer", "count"]}
    (tmp_path / "solutions").rename(tmp_path / "elsewhere")
    assert catalog.project_root(tmp_path / "exercises/02_b") == tmp_path


def test_steps_are_read_if_there_are_any(folder):
    assert folder.steps_source() == ""
    folder.steps.write_text("# ü\n", encoding="utf-8")
    (folder.path / "digits.npz").write_bytes(b"digits")
    folder.sheet.write_bytes(b"sheet")
    assert folder.steps_source() == "# ü\n"
    assert list(folder.sources()) == ["dense.py", "spec.py", "digits.npz", "steps.py"]


def test_a_further_file_that_a_spec_names_must_exist(tmp_path):
    folder = exercise(tmp_path, SPEC.replace("title=", "files=('digits.npz',), title="))
    with pytest.raises(Refusal) as refused:
        catalog.load_spec(folder)
    missing = f"{folder.path / 'digits.npz'} cannot be read: No such file or directory."
    assert str(refused.value) == f"{missing} Restore it: the exercise needs this file."
    (folder.path / "digits.npz").touch()
    assert catalog.load_spec(folder).files == ("digits.npz",)


JSON_ERROR = "line 2: JSONDecodeError: Expecting value: line 1 column 1 (char 0)"
RUN_ELSEWHERE = "def f():\n    return 1 / 0\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\nraise ValueError", "line 2: ValueError"),
        ("raise ValueError('a.\\nb')", "line 1: ValueError: a"),
        ("raise ValueError('x' * 300)", "line 1: ValueError: " + "x" * 200),
        ("raise ValueError('{{function_node f}} no {{x}}y')", "line 1: ValueError: no y"),
        (RUN_ELSEWHERE + "f()", "line 2: ZeroDivisionError: division by zero"),
        (
            "import json\njson.loads('')",
            JSON_ERROR,
        ),
        ("exec('1 +')", "line 1: SyntaxError: invalid syntax"),
    ],
)
def test_an_error_in_an_authors_file_is_reported_in_one_line_with_its_place(tmp_path, text, says):
    path = tmp_path / "spec.py"
    path.write_text(text)
    with pytest.raises(Refusal) as refused:
        catalog.executed(path)
    problem = refused.value.problem
    assert problem == f"{path} cannot be loaded: {says}."
    assert refused.value.remedy == "Correct that line and try again."


def test_an_executed_file_knows_its_own_path_and_name(tmp_path):
    path = tmp_path / "spec.py"
    path.write_text("import sys\nhere, own = __file__, sys.modules[__name__].__dict__ is globals()")
    module = catalog.executed(path)
    assert (module.here, module.own) == (str(path), True)
    assert module.__name__ not in sys.modules


def test_names_that_a_module_binds_are_found_in_all_its_branches(tmp_path):
    path = tmp_path / "dense.py"
    path.write_text(
        "import numpy as np\nasync def a(): inner = 1\nb = c = 1\n(d, [e, *f]) = g[0], 1\n"
        "h: int = 1\ni: int\nx.j = 1\n"
        "try:\n    k = 1\nexcept E:\n    l = 1\nelse:\n    m = 1\nfinally:\n    n = 1\n"
        "if o:\n    p = 1\nelse:\n    q = 1\nwith r as s:\n    class t: u = 1\n"
    )
    names = catalog.defined_names(path)
    assert names & set("abcdefhijkmnpqtu") == set("abcdefhkmnpqt")
    assert not names & {"np", "inner", "i", "j", "u", "o", "r", "g", "E"}


def test_loading_a_spec_leaves_no_trace(folder):
    before = set(sys.modules)
    assert [task.name for task in catalog.load_spec(folder).tasks] == ["dense", "Layer", "count"]
    new = set(sys.modules) - before
    assert [name for name in new if not name.startswith("autograder")] == []
    assert not list(folder.path.rglob("__pycache__"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("exercise =", "exercize =", "spec.py has no `exercise`"),
        ("exercise = Exercise(", "exercise = dict(", "no `exercise` that is an Exercise"),
        ('task("Layer")', 'task("dense")', "spec.py: two tasks are called dense"),
        ('task("count")', 'task("total")', "spec.py names total, which .*dense.py does not define"),
        ('task("Layer")', 'task("layer")', "spec.py names layer, which .*dense.py does not define"),
        (
            '(task("dense"), task("Layer"), task("count"))',
            '(task("dense"))',
            "`tasks` is not a tuple of Tasks",
        ),
        ('(task("dense"), task("Layer"), task("count"))', "()", "`tasks` is not a tuple of Tasks"),
        ("points=1,", "", "spec.py cannot be loaded: line 4: TypeError: .* 'points'"),
        ("def task(name):", "def task(name:", "spec.py is not valid Python: line 3: SyntaxError"),
        (
            "from autograder.spec",
            "import sys; sys.exit(1)\nfrom autograder.spec",
            "line 2: SystemExit",
        ),
    ],
)
def test_an_inconsistent_spec_is_refused(tmp_path, old, new, says):
    assert old in SPEC
    with pytest.raises(Refusal, match=says):
        catalog.load_spec(exercise(tmp_path, SPEC.replace(old, new)))


@pytest.mark.parametrize(
    ("module", "says"), [("def dense(:", "not valid Python: line 1"), ("x = 1", "names dense")]
)
def test_a_module_without_the_functions_is_refused(tmp_path, module, says):
    with pytest.raises(Refusal, match=says):
        catalog.load_spec(exercise(tmp_path, module=module))


def test_the_module_itself_is_never_run(tmp_path):
    catalog.load_spec(exercise(tmp_path, module=MODULE + "raise SystemExit\n"))


def test_a_mistake_is_a_file_and_its_docstring_the_hint(folder):
    (folder.path / "mistakes" / "transposed.py").write_text(
        '"""Mind  the axes.\n\nAll of them."""\nimport nothing_there\n'
    )
    assert list(folder.mistakes) == ["transposed"]
    assert catalog.hint(folder.mistakes["transposed"]) == "Mind  the axes.\n\nAll of them."


def test_a_mistake_without_a_hint_is_refused(folder):
    (folder.path / "mistakes" / "mute.py").write_text("# nothing\n")
    with pytest.raises(Refusal) as refused:
        catalog.hint(folder.mistakes["mute"])
    assert refused.value.problem == f"{folder.mistakes['mute']} has no docstring."


def test_the_sources_are_the_files_that_a_sheet_depends_on_in_order(folder):
    for name in ("mistakes/a.py", "mistakes/b.py", "styles/c.py", "figures/draw.py", "notes.txt"):
        path = folder.path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(path.stem.encode())
    (folder.path / "__pycache__").mkdir()
    (folder.path / "__pycache__" / "dense.py").write_bytes(b"old")
    sources = folder.sources()
    assert list(sources) == ["dense.py", "spec.py", "mistakes/a.py", "mistakes/b.py"]
    assert sources["mistakes/a.py"] == b"a"


def test_an_exercise_without_its_solution_is_refused(folder):
    folder.script.unlink()
    with pytest.raises(Refusal, match=r"dense\.py cannot be read: No such file"):
        folder.sources()


def test_a_folder_knows_the_paths_of_an_exercise(tmp_path):
    folder = exercise(tmp_path)
    for name in (
        *(f"styles/{name}.py" for name in "hcfbgade"),
        "figures/two.svg",
        "figures/draw.py",
    ):
        path = folder.path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    released = catalog.released(tmp_path, "01_dense")
    assert list(folder.styles) == [*"abcdefgh"]
    assert [path.name for path in folder.figures] == ["two.svg"]
    assert folder.script == tmp_path / "solutions/01_dense/dense.py"
    assert released.notebook == tmp_path / "exercises/01_dense/dense.ipynb"
    assert released.sheet == tmp_path / "exercises/01_dense/sheet.npz"
