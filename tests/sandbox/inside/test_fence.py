"""Test calls that are off limits: found in the source, removed at run time, restored afterwards."""

import subprocess
import sys

import numpy as np
import pytest
from msgspec.structs import replace
from support import builders

from autograder.answers.making import run_trusted
from autograder.grading.submission import grade_hidden_task, grade_task
from autograder.records import Submission
from autograder.sandbox.runner import ProcessSandbox

OFF_LIMITS = ("numpy.convolve", "numpy._core.multiarray.correlate", "numpy.no_such_function")
TASK = replace(builders.task(builders.case([0, 2, 4])), off_limits=OFF_LIMITS)
FREE = builders.task(builders.case([0, 1, 2]), name="free")
HEAD = "import numpy as np\n\ndef free(inputs):\n    return np.convolve(inputs, [1])\n\n"
FORBIDDEN_SOURCES = {
    "an attribute": "def double(inputs):\n    return np.convolve(inputs, [2])",
    "a name": "from numpy import convolve as c\ndef double(inputs):\n    return c(inputs, [2])",
    "another function": (
        "def other(x):\n    return np.convolve(x, [2])\n"
        "def double(inputs):\n    return other(inputs)"
    ),
    "a longer way": (
        "import numpy\n"
        "def double(inputs):\n    return numpy.polynomial.polyutils.np.convolve(inputs, [2])"
    ),
}
FORBIDDEN_RUNS = {
    "a module loaded again": (
        "import importlib, sys\ndef double(inputs):\n"
        "    whole = importlib.reload(sys.modules['numpy._core.numeric'])\n"
        "    return getattr(whole, 'conv' + 'olve')(inputs, [2])"
    ),
    "a module loaded again, while it is loaded": (
        "import importlib, sys\ntry:\n"
        "    whole = importlib.reload(sys.modules['numpy._core.numeric'])\n"
        "except BaseException:\n    pass\ndef double(inputs):\n    return 2 * inputs"
    ),
    "a module forgotten and loaded again": (
        "import sys\ndef double(inputs):\n"
        "    there = sys.modules.pop('numpy._core.numeric')\n    try:\n"
        "        return __import__('numpy._core.numeric')._core.numeric.convolve(inputs, [2])\n"
        "    finally:\n        sys.modules['numpy._core.numeric'] = there"
    ),
    "getattr": "def double(inputs):\n    return getattr(np, 'conv' + 'olve')(inputs, [2])",
    "eval": "def double(inputs):\n    return eval('np.convolve(inputs, [2])')",
    "importlib": (
        "def double(inputs):\n"
        "    return __import__('importlib').import_module('numpy').convolve(inputs, [2])"
    ),
    "polymul": "def double(inputs):\n    return np.polymul(inputs, [2])",
    "hidden by except": (
        "def double(inputs):\n    try:\n        eval('np.convolve(inputs, [2])')\n"
        "    except BaseException:\n        pass\n    return inputs * 2"
    ),
}

# A worker that prints where a fence has put its stubs, without or after a survey.
REPLACES = """
import sys
import numpy as np
from autograder.sandbox.inside import fence
for _ in sys.argv[1:]:
    fence.survey()
import numpy.polynomial  # after the survey
limits = fence.Fence(["numpy.convolve", "numpy.einsum"])
print(sorted((module.__name__, name) for module, name, _ in limits.replaced))
"""


def submitted(source):
    return Submission(
        exercise="09_doubling",
        module="doubling",
        filename="doubling.py",
        cells=(source.encode(),),
        sha256="",
    )


def graded(source, *tasks):
    runs = run_trusted(submitted(source), tasks)
    return [grade_task(task, run, {}) for task, run in zip(tasks, runs, strict=True)]


@pytest.mark.parametrize("source", [*FORBIDDEN_SOURCES.values(), *FORBIDDEN_RUNS.values()])
def test_a_call_that_is_off_limits_gives_no_points(source):
    (task,) = graded(HEAD + source, TASK)
    assert (task.verdict, task.score) == ("forbidden", 0.0)


RIGHT = "def double(inputs):\n    return 2 * inputs\n"
FREE_TO_DO = {
    "a check of one's own": f"{RIGHT}assert (np.convolve([1], [2]) == [2]).all()\n",
    "a check above": f"assert (np.convolve([1], [2]) == [2]).all()\n{RIGHT}",
    "a check in a function": (
        f"def check():\n    assert np.convolve([1], [2]) == [2]\ncheck()\n{RIGHT}"
    ),
    "a check that may fail": (
        f"try:\n    np.convolve([1], [2])\nexcept Exception:\n    pass\n{RIGHT}"
    ),
    "a name of one's own": (
        "from numpy import *\ndef double(inputs):\n    convolve = 2\n    return convolve * inputs\n"
    ),
    "a function of one's own": (
        "from numpy import *\n"
        "def double(inputs):\n    def convolve(x): return 2 * x\n    return convolve(inputs)\n"
    ),
}


@pytest.mark.parametrize("source", FREE_TO_DO.values(), ids=FREE_TO_DO)
def test_an_off_limits_call_outside_the_answer_costs_nothing(source):
    (task,) = graded("import numpy as np\n" + source, TASK)
    assert (task.verdict, task.score) == ("pass", 2.0)


@pytest.mark.parametrize("source", FORBIDDEN_SOURCES.values())
def test_an_off_limits_call_in_the_source_is_reported_with_its_line(source):
    (task,) = graded(HEAD + source, TASK)
    lines = (HEAD + source).splitlines()
    line = 1 + next(
        n for n, text in enumerate(lines) if n > 5 and ("np.convolve" in text or "c(inputs" in text)
    )
    assert f"at line {line}." in str(task.message)


# The second is NumPy 1.26's.
@pytest.mark.parametrize("private", ["_core.umath", "core.umath", "linalg._umath_linalg"])
def test_a_private_module_of_numpy_is_off_limits_if_any_call_is(private):
    head = HEAD.replace("numpy as np\n", f"numpy as np; import numpy.{private} as private\n")
    source = f"{head}def double(inputs):\n    return 2 * inputs if private.__name__ else None"
    (task,) = graded(source, TASK)
    assert (task.verdict, task.score) == ("forbidden", 0.0)
    assert "a private module of NumPy at line 7." in str(task.message)
    assert graded(source, replace(TASK, off_limits=()))[0].verdict == "pass"


def test_a_function_is_off_limits_under_its_name_in_c_too():
    task = replace(TASK, off_limits=("numpy.einsum",))
    source = "def double(inputs):\n    c = vars(np)['_core'].multiarray\n"
    source += "    return getattr(c, 'c_ein' + 'sum')('i,->i', inputs, 2)"
    assert graded(HEAD + source, task)[0].verdict == "forbidden"


def test_numpys_own_list_of_its_functions_does_not_have_a_call_that_is_off_limits():
    source = (
        "import sys\n"
        "def double(inputs):\n"
        "    every = sys.modules['numpy._core.overrides'].ARRAY_FUNCTIONS\n"
        "    found = {each.__name__: each for each in every}\n"
        "    return found['conv' + 'olve'](inputs, [2])"
    )
    with ProcessSandbox() as sandbox:
        (run,) = sandbox.run(submitted(source), [replace(TASK, off_limits=("numpy.convolve",))])
    assert [outcome.result.type for outcome in run.outcomes] == ["KeyError"]


@pytest.mark.parametrize("core", ["_core", "core"])
def test_numpys_sliding_sum_in_c_is_off_limits_whatever_its_modules_name(core):
    source = f"from numpy.{core}.multiarray import correlate as slide\n"
    source += "def double(inputs):\n    return slide(inputs, [2])"
    assert graded(HEAD + source, TASK)[0].verdict == "forbidden"


def test_a_module_may_be_loaded_again_where_nothing_is_off_limits():
    source = "import importlib, numpy.version as v\n"
    source += "def double(inputs):\n    importlib.reload(v)\n    return inputs * 2"
    assert graded(source, replace(TASK, off_limits=()))[0].verdict == "pass"


def test_another_task_may_use_a_call_that_was_off_limits():
    first, second = graded(f"{HEAD}def double(inputs):\n    return 2 * inputs", TASK, FREE)
    assert (first.verdict, second.verdict) == ("pass", "pass")
    assert np.convolve([1, 2], [2]).tolist() == [2, 4]


def test_a_students_own_function_with_the_name_of_a_call_is_allowed():
    source = "def convolve(x, k):\n    return x * k\n\n"
    source += "def double(inputs):\n    return convolve(inputs, 2)"
    assert graded(HEAD + source, TASK)[0].verdict == "pass"


@pytest.mark.parametrize("package", ["tensorflow", "scipy.signal", "torch", "click"])
@pytest.mark.parametrize(
    "place",
    [
        "import {} as a\ndef double(inputs): return a.f(inputs)",
        "def double(inputs):\n    import {}",
    ],
)
def test_packages_that_are_not_allowed_do_not_exist(package, place):
    with ProcessSandbox() as sandbox:
        (run,) = sandbox.run(submitted(place.format(package)), [TASK])
    task = grade_hidden_task(TASK, run, {})
    assert (task.verdict, task.score) == ("forbidden", 0.0)
    assert "Import only the standard library" in str(task.message)


def test_an_unused_import_costs_nothing():
    source = (
        "import numpy as np\nimport matplotlib.pyplot as plt\ndef double(inputs): return inputs * 2"
    )
    assert graded(source, TASK)[0].verdict == "pass"


def test_the_same_names_are_replaced_however_often_modules_are_surveyed():
    ran = [
        subprocess.run(
            [sys.executable, "-c", REPLACES, *words], capture_output=True, text=True, check=True
        ).stdout
        for words in ([], ["survey"], ["survey", "again"])
    ]
    assert ran[0] == ran[1] == ran[2]
    assert "('numpy', 'convolve')" in ran[0]
