"""Fair: whatever way the right numbers are computed in, full points; whatever is not computed, none. On 50 seeds."""

import pytest
from conftest import ROOT

from autograder import catalog
from autograder.authoring.verify import lazy_runs
from autograder.grade import grade_task
from autograder.pipeline import build_sheet, run_trusted
from autograder.records import Submission

pytestmark = pytest.mark.oracle

EXERCISES = catalog.exercises(ROOT, "solutions")
SEEDS = range(1000, 1050)
STYLES = {"ada": "loops", "bela": "im2col", "chiara": "einsum"}
# A second cell that wraps every function of the first: it computes in another precision and answers in it.
ARITHMETIC = """
import numpy as np
def _in(dtype, function):
    def cast(value):
        return tuple(map(cast, value)) if isinstance(value, (tuple, list)) else np.asarray(value).astype(dtype)
    def wrapped(*arrays, **options):
        answer = function(*[array.astype(dtype) for array in arrays], **options)
        return cast(answer) if arrays else answer
    return wrapped
for _name in {names}:
    globals()[_name] = _in(np.{dtype}, globals()[_name])
"""


@pytest.fixture(scope="module", params=["01_dense", "03_convolution"])
def sheets(request, oracle):
    folder = ROOT / "solutions" / request.param
    return [build_sheet(folder, seed, oracle, mistakes=False) for seed in SEEDS]


def verdicts(sheet, *cells):
    module = catalog.module_name(sheet.exercise)
    runs = run_trusted(Submission(sheet.exercise, module, f"{module}.py", cells, ""), sheet.tasks)
    return [grade_task(task, run, {}, hidden=False) for task, run in zip(sheet.tasks, runs, strict=True)]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("student", STYLES, ids=STYLES.get)
def test_every_style_and_precision_earns_full_points(sheets, student, dtype):
    for sheet in sheets:
        source = ROOT / "examples/class" / student
        (file,) = source.rglob(f"{catalog.module_name(sheet.exercise)}.py")
        casts = ARITHMETIC.format(names=[task.name for task in sheet.tasks], dtype=dtype).encode()
        wrong = [task for task in verdicts(sheet, file.read_bytes(), casts) if task.verdict != "pass"]
        assert not wrong, f"{wrong[0].name}: {wrong[0].message}"


def test_skeletons_earn_nothing(sheets):
    for sheet in sheets:
        module = catalog.module_name(sheet.exercise)
        skeleton = (ROOT / "exercises" / sheet.exercise / f"{module}.py").read_bytes()
        graded = verdicts(sheet, skeleton)
        assert {(task.score, task.verdict) for task in graded} == {(0.0, "not_implemented")}


def test_lazy_stubs_earn_nothing(sheets):
    for sheet in sheets:
        for task in sheet.tasks:
            scores = {name: grade_task(task, run, {}, hidden=False).score for name, run in lazy_runs(task)}
            assert len(scores) >= 3
            assert set(scores.values()) == {0.0}
