"""Test how the worker reads cells, makes calls and converts answers.

It is the same in every sandbox, so the tests use the fastest one that works here.
"""

import sys
from collections.abc import Iterator

import numpy as np
import pytest

from autograder.records import (
    Answer,
    Outcome,
    Raised,
    Refused,
    Run,
    SheetCase,
    Submission,
    TaskSheet,
)
from autograder.sandbox.inside import crash
from autograder.sandbox.inside.packing import LONGEST_HEADER
from autograder.sandbox.pool import open_sandbox
from autograder.sandbox.runner import ProcessSandbox, Runner

X = np.arange(6, dtype=np.float32).reshape(2, 3)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Runner]:
    with open_sandbox("auto") if sys.platform == "linux" else ProcessSandbox() as sandbox:
        yield sandbox


def run(
    sandbox: Runner,
    *cells: bytes | str,
    parts: int = 1,
    filename: str = "layers.py",
    **options: object,
) -> Run:
    sources = tuple(cell.encode() if isinstance(cell, str) else cell for cell in cells)
    module = filename.partition(".")[0]
    submission = Submission(
        exercise="03_layers", module=module, filename=filename, cells=sources, sha256=""
    )
    case = SheetCase(
        aspect="", exact=True, public=True, arrays={"x": X}, options=options, answers={}
    )
    sheet = TaskSheet(
        name="f",
        points=1.0,
        arrays={"x": "a b"},
        parts={f"part{n}": "a b" for n in range(parts)},
        integer=False,
        seconds=5.0,
        cases=(case, case),
    )
    return sandbox.run(submission, [sheet])[0]


def returned(sandbox: Runner, expression: str, parts: int = 1) -> Outcome:
    source = f"import numpy as np\nnp.seterr(all='ignore')\ndef f(x):\n    return {expression}\n"
    return run(sandbox, source, parts=parts).outcomes[0]


def answer(run: Run) -> list[object]:
    assert isinstance(run.outcomes[0].result, Answer), run
    return run.outcomes[0].parts[0].tolist()


def raised(outcome: Outcome) -> Raised:
    assert isinstance(outcome.result, Raised), outcome
    return outcome.result


# -- loading -----------------------------------------------------------------------------------

ENCODINGS = {
    "utf-8": "def f(x): return ord('é')".encode(),
    "a mark": b"\xef\xbb\xbf" + "def f(x): return ord('é')".encode(),
    "latin-1": "# -*- coding: latin-1 -*-\ndef f(x): return ord('é')".encode("latin-1"),
    "carriage returns": "# é\r\ndef f(x):\r\n    return ord('é')\r\n".encode(),
    "magic in latin-1": "# -*- coding: latin-1 -*-\n%time\ndef f(x): return ord('é')".encode(
        "latin-1"
    ),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_sources_are_decoded_as_python_would(sandbox: Runner, name: str) -> None:
    assert answer(run(sandbox, ENCODINGS[name])) == ord("é")


BROKEN = {
    "syntax": (b"x = 1\ndef f(x) return x\n", "SyntaxError", 2),
    "bytes that are no text": (b"x = '\xff'\n", "SyntaxError", None),
    "an unknown encoding": (b"# coding: klingon\n", "SyntaxError", None),
    "a null byte": (b"x = 1\0\n", None, None),
    "too deep": (b"x = " + b"(" * 5000 + b")" * 5000, None, None),
    "deeper in the tree": (b"x = " + b"-" * 100_000 + b"1", None, None),
    "an import that is not there": (
        b"\nimport nothing_like_it\nf = nothing_like_it.f\n",
        "ModuleNotFoundError",
        2,
    ),
    "a nasty exception": (
        b"class E(BaseException):\n    def __str__(self): raise self\ndef g(): raise E\nf = g()\n",
        "E",
        3,
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_module_that_does_not_load_is_reported_with_the_reason(
    sandbox: Runner, name: str
) -> None:
    source, kind, line = BROKEN[name]
    seen = run(sandbox, source)
    assert (seen.ended, seen.defined) == ("done", False)
    assert seen.loading is not None
    assert seen.loading.type == (kind or seen.loading.type)
    assert line is None or seen.loading.line == line


STUB = "def f(x):\n    raise NotImplementedError('f: write your code here')"


@pytest.mark.parametrize(
    "cells", [("def f(x): return 22", STUB), (STUB, "def f(x): return 22", STUB)]
)
def test_a_copy_of_a_stub_does_not_replace_a_written_function(
    sandbox: Runner, cells: tuple[str, ...]
) -> None:
    assert answer(run(sandbox, *cells, filename="layers.ipynb")) == 22


OLD, NEW = "def f(x): return 1\n", "def f(x): return 2\n"
MODES = "def f(x):\n    if x.ndim:\n        return 2\n    raise NotImplementedError('a mode')\n"


@pytest.mark.parametrize(
    "cells",
    [(OLD + "print(later)", NEW, "later = 1"), (OLD, MODES), (OLD + "print(y)", MODES, "y=1")],
)
def test_an_older_function_does_not_replace_a_newer_one(
    sandbox: Runner, cells: tuple[str, ...]
) -> None:
    assert answer(run(sandbox, *cells, filename="layers.ipynb")) == 2


USES_OF_A_STUB = [
    "del f\ndef f(x): return 22",
    "import functools\n@functools.wraps(f)\ndef f(x): return 22",
    "def f(x, _old=f): return 22",
    "old = f\ndef f(x):\n    try:\n        return old(x)\n"
    "    except NotImplementedError:\n        return 22",
]


@pytest.mark.parametrize("source", USES_OF_A_STUB)
def test_code_between_a_stub_and_its_function_may_use_the_stub(
    sandbox: Runner, source: str
) -> None:
    assert answer(run(sandbox, f"{STUB}\n{source}")) == 22


def test_the_last_of_several_definitions_in_a_notebook_counts(sandbox: Runner) -> None:
    later = "def f(x):\n    if x is None:\n        raise NotImplementedError('no')\n    return 22"
    assert answer(run(sandbox, "def f(x): return 1", later, filename="layers.ipynb")) == 22
    seen = run(sandbox, STUB, filename="layers.ipynb")
    assert raised(seen.outcomes[0]).type == "NotImplementedError"


def test_without_its_import_a_notebook_has_numpy_and_a_script_has_not(
    sandbox: Runner,
) -> None:
    source = "def f(x: np.ndarray): return np.sum(x)"
    assert answer(run(sandbox, source, filename="layers.ipynb")) == 15
    assert run(sandbox, source).defined is False


FAILING = [
    "1 / 0",
    "raise SystemExit(0)",
    "raise KeyboardInterrupt",
    "import sys; sys.exit('no data')",
    "assert k == 3, 'not yet'",
    "input('your name')",
    "import torch, os",
    "from google.colab import drive\ndrive.mount('/content')",
    "import matplotlib.pyplot as plt\nplt.rcParams['figure.figsize'] = 6, 4",
    "open('/nowhere/log.txt', 'w').write('x')",
    "images = open('/nowhere/images.npz').read()",
    "return k",
    "nonlocal k",
    "raise type('Mine', (BaseException,), {})",
    "with open('/nowhere/x') as file:\n    text = file.read()",
    "for step in range(3):\n    undefined(step)",
]


@pytest.mark.parametrize("notebook", [True, False], ids=["notebook", "script"])
@pytest.mark.parametrize("statement", FAILING)
def test_a_statement_that_fails_at_the_top_level_costs_nothing(
    sandbox: Runner, statement: str, notebook: bool
) -> None:
    source = f"k = 20\n{statement}\ndef f(x): return k + m\nm = 2\n"
    filename = "layers.ipynb" if notebook else "layers.py"
    assert answer(run(sandbox, source, filename=filename)) == 22


PLOT = "import torch\ndef show(x): torch.ones(x)\n"
LACKED = {
    "an import": ("import torch\ndef f(x): return torch.ones(3)", "ModuleNotFoundError", 1),
    "an import for a constant": ("import torch\nk = torch.pi\ndef f(x): return k", None, 1),
    "a constant": ("import torch\nk = 1 / 0\ndef f(x): return k", "ZeroDivisionError", 2),
    "the function": ("import torch\n1 / 0\nf = [][0]", "IndexError", 3),
    "a decorator": ("import torch\n@[].f\ndef f(x): return x", "AttributeError", 2),
    "a default": (PLOT + "def f(x, k=np.zeos(3)): return x", "NameError", 3),
    "a base": (
        "import torch\nclass f(Layr): pass\nk = torch.pi\ndef g(): return k",
        "NameError",
        2,
    ),
    "an imported decorator": ("from numba import njit\n@njit\ndef f(x): return x", None, 1),
    "what a helper uses": (
        PLOT + "k = 1 / 0\ndef g(): return k\ndef f(x): return g()",
        "ZeroDivisionError",
        3,
    ),
}


@pytest.mark.parametrize(("source", "kind", "line"), LACKED.values(), ids=LACKED)
def test_the_one_of_several_failures_that_affects_a_task_is_reported(
    sandbox: Runner, source: str, kind: str | None, line: int
) -> None:
    loading = run(sandbox, source).loading
    assert loading is not None
    assert (loading.type, loading.line) == (kind or "ModuleNotFoundError", line)


UNRELATED = {
    "a loop beside it": "import torch\nfor i in (1, 2): torch.ones(i)\n{}    i = kernal",
    "a name of its own": "import torch as F\n{}    F = 2\n    return F + kernal",
    "a branch not taken": "import torch\n{}    if x is None: torch.ones(3)\n    return kernal",
    "a star": "from torch import *\n{}    return kernal",
    "an annotation": "import torch\nk: 'torch.T' = 1\n{}    return kernal + k",
    "a cell that does not parse": "for i in\n# cell\n{}    return kernal",
    "a name that only raises": "import torch\n{}    raise NameError('torch')",
}


@pytest.mark.parametrize("source", UNRELATED.values(), ids=UNRELATED)
def test_a_failure_elsewhere_is_not_blamed_for_a_misspelt_name(
    sandbox: Runner, source: str
) -> None:
    source = source.format("def f(x):\n    kernel = x\n")
    seen = run(sandbox, *source.split("# cell\n"), filename="layers.ipynb")
    assert raised(seen.outcomes[0]).type == "NameError"
    assert seen.loading is None


def test_a_failure_elsewhere_is_not_blamed_for_a_missing_function(sandbox: Runner) -> None:
    seen = run(sandbox, "import torch\ntorch.ones(3)\nassert False\ndef g(x): return 3")
    assert (seen.defined, seen.loading) == (False, None)
    seen = run(sandbox, PLOT + "k = 1 / 0\ndef g(x): return k")
    assert (seen.defined, seen.loading) == (False, None)


def test_cells_share_a_namespace_and_a_broken_one_does_not_stop_the_next(sandbox: Runner) -> None:
    cells = ["k = 20", "j = (1 +", "def f(x): return k + 2", "raise KeyError('later')"]
    seen = run(sandbox, *cells, filename="layers.ipynb")
    assert answer(seen) == 22
    cells[2] = "def f(x): return j"
    loading = run(sandbox, *cells, filename="layers.ipynb").loading
    assert loading is not None
    assert (loading.type, loading.cell, loading.line) == ("SyntaxError", 2, 1)


def test_a_cell_can_import_from_its_own_module(sandbox: Runner) -> None:
    assert (
        answer(run(sandbox, "def g(x): return 5", "from layers import g\ndef f(x): return g(x)"))
        == 5
    )


def test_a_notebook_of_ten_thousand_cells_is_loaded(sandbox: Runner) -> None:
    cells = [f"x{number} = {number}" for number in range(10_000)]
    assert len(cells) * len('["|u1", [7]], ') > LONGEST_HEADER
    assert answer(run(sandbox, *cells, "def f(x): return x9999", filename="layers.ipynb")) == 9999


NOT_PYTHON = [
    "%matplotlib inline\ndef f(x): return 3",
    "!pip install 'thing\ndef f(x): return 3",
    "x?\n?x\nnp.dot??\ndef f(x): return 3",
    "%%time\ndef f(x): return 3",
    "\n%%capture out\n%load_ext autoreload\ndef f(x): return 3",
    "def f(x):\n    %timeit 1 + 1\n    return 3",
    "if True:\n    !ls\ndef f(x): return 10 \\\n    %7",
    "!pip install \\\n    numpy\ndef f(x): return 3",
    "  def f(x):\n    return 3",
    "text = '''\n%no magic\n!nor this\n'''\n%who\ndef f(x): return 3",
    "k = [1,\n  2]\n%time y = 3\ndef f(x): return 3",
    "%time y = 3\ndef f(x): return y",
    "y = %time 3\ndef f(x): return y",
    "%%file layers.py\ndef f(x): return 3",
]
IN_CELLS = {
    "written to the module": ("%%writefile layers.py\ndef f(x): return 3", "from layers import f"),
    "written to another": ("%%writefile mine.py\ndef g(x): return 3", "import mine\nf = mine.g"),
    "written bit by bit": ("%%writefile a.py\nk = 3", "%%writefile -a 'a.py'\ndef f(x): return k"),
    "a text written": ("%%writefile notes.txt\ndef f(x) oops", "def f(x): return 3"),
    "for a shell": ("%%bash\nfor x in *; do ls; done", "def f(x): return 3"),
    "awaited": ("async def load(): return 3\nk = await load()", "def f(x): return k"),
    "awaited for nothing": ("import asyncio\nawait asyncio.sleep(1)", "def f(x): return 3"),
    "annotated": ("from __future__ import annotations", "def f(x: Array) -> Array: return 3"),
    "displayed": ("display('x')", "def f(x):\n    display(x)\n    return 3"),
    "asked for the shell": (
        "get_ipython().run_line_magic('load_ext', 'autoreload')",
        "def f(x):\n    get_ipython().system('ls')\n    return 3",
    ),
}
EXPORTED = [
    "get_ipython().run_line_magic('matplotlib', 'inline')\ndef f(x): return 3",
    "get_ipython().run_cell_magic('time', '', 'def f(x):\\n    return 3\\n')",
    "get_ipython().run_cell_magic('writefile', 'layers.py', 'def f(x):\\n    return 3\\n')",
    "get_ipython().run_line_magic('time', 'k = 3')\ndef f(x): return k",
    "get_ipython().run_cell_magic('bash', '', 'exit 1')\ndef f(x): return 3",
    "get_ipython().system('pip install numpy')\ndef f(x): return 3",
    "get_ipython().run_line_magic('pinfo', 'f')\nfiles = get_ipython().getoutput('ls')\n"
    "def f(x): return 3",
]


@pytest.mark.parametrize("cells", IN_CELLS.values(), ids=IN_CELLS)
def test_cells_are_read_as_jupyter_runs_them(sandbox: Runner, cells: tuple[str, str]) -> None:
    seen = run(sandbox, *cells, filename="layers.ipynb")
    assert seen.loading is None
    assert answer(seen) == 3


@pytest.mark.parametrize("source", EXPORTED)
def test_a_notebook_saved_as_a_script_is_read_as_the_notebook(sandbox: Runner, source: str) -> None:
    seen = run(sandbox, source)
    assert seen.loading is None
    assert answer(seen) == 3


@pytest.mark.parametrize("cell", NOT_PYTHON)
def test_lines_that_only_ipython_understands_are_dropped(sandbox: Runner, cell: str) -> None:
    seen = run(sandbox, cell, filename="layers.ipynb")
    assert seen.loading is None
    assert answer(seen) == 3


def test_dropped_lines_keep_the_numbers_of_the_others(sandbox: Runner) -> None:
    seen = run(
        sandbox,
        "%%bash\nexit 1",
        "!ls\n\ndef f(x):\n    !ls\n    return 1 / 0",
        filename="layers.ipynb",
    )
    assert seen.loading is None
    error = raised(seen.outcomes[0])
    assert (error.cell, error.line) == (2, 5)


CHECKED = [
    "from autograder.jupyter import check\ncheck('f')\ndef f(x): return 3",
    "def f(x):\n    from autograder.jupyter import check\n    return 3",
    "from autograder.jupyter import case, check, hint\nhint('f')\ncase('f', number=2)\n"
    "def f(x): return 3",
]


@pytest.mark.parametrize("source", CHECKED)
def test_calls_of_check_that_are_left_in_a_file_do_nothing(sandbox: Runner, source: str) -> None:
    seen = run(sandbox, source)
    assert seen.loading is None
    assert answer(seen) == 3


GRADER = [
    "import autograder",
    "import autograder.jupyter",
    "import autograder.sandbox.inside.calling as calling",
    "from autograder import jupyter",
    "from autograder import sandbox",
    "from autograder.answers import sheet",
    "from autograder.sandbox import inside",
]


@pytest.mark.parametrize("statement", GRADER)
def test_the_grader_cannot_be_imported(sandbox: Runner, statement: str) -> None:
    error = raised(run(sandbox, f"def f(x):\n    {statement}\n    return x").outcomes[0])
    assert error.type == "ModuleNotFoundError"
    assert error.message == "autograder may not be used in this exercise"
    seen = run(sandbox, f"{statement}\ndef f(x): return 3")
    assert answer(seen) == 3
    assert seen.loading is None


def test_the_module_has_a_name_and_a_file_and_is_fresh_for_each_run(sandbox: Runner) -> None:
    source = "import sys\nseen = globals().get('seen', 0) + 1\n"
    source += "def f(x):\n    global seen\n    seen += 1\n"
    source += "    module = sys.modules['layers']\n"
    source += "    return [__name__ == 'layers', __file__ == 'layers.py', module.f is f, seen]"
    for _ in range(2):
        assert answer(run(sandbox, source)) == [1, 1, 1, 2]


# -- calling -----------------------------------------------------------------------------------


def test_options_are_passed_by_keyword_and_tuples_stay_tuples(sandbox: Runner) -> None:
    source = "def f(x, *, strides, padding): return strides == (2, 1) and padding == 'same' and 4"
    assert answer(run(sandbox, source, strides=(2, 1), padding="same")) == 4


@pytest.mark.parametrize("sizes", [[1], ([1],)])
def test_a_call_that_changes_an_option_changes_no_other_call(
    sandbox: Runner, sizes: object
) -> None:
    source = "def f(x, **options):\n    sizes = options.pop('sizes')\n"
    source += "    sizes = sizes[0] if type(sizes) is tuple else sizes\n"
    source += "    sizes.append(1)\n    return len(sizes)"
    seen = run(sandbox, source, sizes=sizes)
    assert [outcome.parts[0] for outcome in seen.outcomes] == [2, 2]


@pytest.mark.parametrize("head", ["f()", "f(x, y)", "f(*, x)"])
def test_a_function_that_cannot_take_the_arguments_is_not_called(
    sandbox: Runner, head: str
) -> None:
    seen = run(sandbox, f"def {head}:\n    raise TypeError('called')\n")
    assert [outcome.result for outcome in seen.outcomes] == 2 * [Refused("signature")]


def test_every_call_gets_fresh_arrays_and_changes_are_reported(sandbox: Runner) -> None:
    source = "def f(x):\n    assert x.flags.writeable and x.flags.c_contiguous\n"
    source += "    y = x.copy()\n    x[0, 1] = 9\n    return y\n"
    seen = run(sandbox, source)
    assert [outcome.changed for outcome in seen.outcomes] == [(0,), (0,)]
    assert all(
        isinstance(outcome.result, Answer) and (outcome.parts[0] == X).all()
        for outcome in seen.outcomes
    )


def test_reshaping_an_argument_is_a_change(sandbox: Runner) -> None:
    assert run(sandbox, "def f(x):\n    x.shape = (6,)\n    return 1").outcomes[0].changed == (0,)
    assert run(sandbox, "def f(x):\n    return x.reshape(6)").outcomes[0].changed == ()


CALLABLES = [
    "f = lambda x: 3",
    "class F:\n    def __call__(self, x): return 3\nf = F()",
    "import functools\nf = functools.partial(lambda y, x: 3, 1)",
    "import numpy as np\nf = np.vectorize(lambda value: 3)\ng, f = f, lambda x: int(g(x)[0, 0])",
    "f = max\nf = lambda x, f=f: f(3, 2)",
]


@pytest.mark.parametrize("source", CALLABLES)
def test_any_callable_is_a_function(sandbox: Runner, source: str) -> None:
    assert answer(run(sandbox, source)) == 3


def test_a_name_that_is_not_callable_counts_as_missing(sandbox: Runner) -> None:
    assert run(sandbox, "f = 3").defined is False
    assert run(sandbox, "def __getattr__(name): return lambda x: 3").defined is False


def test_warnings_and_prints_are_output_and_do_no_harm(sandbox: Runner) -> None:
    seen = run(
        sandbox,
        "import warnings\ndef f(x):\n    print('é', end='')\n    warnings.warn('hm')\n    return 1",
    )
    assert answer(seen) == 1
    assert seen.output.startswith("é")
    assert "UserWarning: hm" in seen.output


# -- answers -----------------------------------------------------------------------------------

TAKEN = {
    "3": ("int64", []),
    "True + 1.5": ("float64", []),
    "[[1, 2], [3, 4]]": ("int64", [2, 2]),
    "x[:, ::-1]": ("float32", [2, 3]),
    "x.astype('>f8').T": ("float64", [3, 2]),
    "x.astype(np.longdouble)": ("float64", [2, 3]),
    "np.matrix(x)": ("float32", [2, 3]),
    "np.ma.masked_array(x)": ("float32", [2, 3]),
    "np.float16(2)": ("float16", []),
    "np.zeros((0, 4), np.uint8)": ("uint8", [0, 4]),
    "[x, x]": ("float32", [2, 2, 3]),
}


@pytest.mark.parametrize("expression", TAKEN)
def test_real_numbers_are_taken_as_asarray_makes_them(sandbox: Runner, expression: str) -> None:
    outcome = returned(sandbox, expression)
    assert isinstance(outcome.result, Answer), outcome
    dtype, shape = TAKEN[expression]
    assert (outcome.parts[0].dtype.name, list(outcome.parts[0].shape)) == (dtype, shape)
    assert type(outcome.parts[0]) is np.ndarray


REFUSED = {
    "None": "NoneType",
    "True": "bool",
    "x > 1": "bool",
    "x + 1j": "complex64",
    "'text'": "str",
    "np.array(['text'])": "str",
    "b'text'": "bytes",
    "x.astype(object)": "object",
    "{1: 2}": "dict",
    "{1, 2}": "set",
    "(value for value in x)": "generator",
    "f": "function",
    "np.zeros(1, 'M8[s]')": "datetime64[s]",
    "np.zeros(1, [('a', 'f8')])": "void64",
    "[[1, 2], [3]]": "ragged list",
    "np.broadcast_to(np.float64(1), (10**6, 10**6))": "too large",
    "np.broadcast_to(np.longdouble(1), (10**6, 10**6))": "too large",
}


@pytest.mark.parametrize("expression", REFUSED)
def test_any_other_answer_is_refused_with_its_type(sandbox: Runner, expression: str) -> None:
    outcome = returned(sandbox, expression)
    assert (outcome.result, outcome.parts) == (Refused(REFUSED[expression]), ())


def test_all_answers_of_a_task_share_one_size_limit(sandbox: Runner) -> None:
    source = "import numpy as np\ndef f(x): return (np.zeros(2**17),) * 40"  # 40 MiB
    first, second = run(sandbox, source, parts=40).outcomes
    assert isinstance(first.result, Answer)
    assert second.result == Refused("too large")


def test_several_parts_are_read_from_a_tuple_or_a_list_of_any_length(sandbox: Runner) -> None:
    for expression, count in (
        ("x, 1", 2),
        ("[x, 1]", 2),
        ("x, x, x", 3),
        ("[x]", 1),
        ("[x] * 50", 8),
        ("()", 0),
    ):
        outcome = returned(sandbox, expression, parts=2)
        assert isinstance(outcome.result, Answer)
        assert len(outcome.parts) == count
    assert returned(sandbox, "x", parts=2).result == Refused("ndarray")


def test_a_part_that_is_not_an_array_costs_no_other_part(sandbox: Runner) -> None:
    first, second = returned(sandbox, "(x, None)", parts=2).parts
    assert isinstance(first, np.ndarray)
    assert second == Refused("NoneType")
    assert returned(sandbox, "({}, (1, [2]))", parts=2).parts == (
        Refused("dict"),
        Refused("ragged tuple"),
    )


BUFFER = "import numpy as np\nkept = np.zeros((2, 3))\ncalls = []\n"
BUFFERS = {
    "the array itself": ("def f(x):\n    kept[...] = x + len(kept); return kept", [(), ()]),
    "a view of it": ("def f(x):\n    kept[...] += x; return kept.T[:2]", [(0,), ()]),
    "an array made anew": ("def f(x):\n    kept[...] += x; return kept.copy()", [(), ()]),
    "what is returned is kept, and written into by the next call": (
        "def f(x):\n    for each in calls: each += 1\n    calls.append(x.copy()); return calls[-1]",
        [(0,), ()],
    ),
    "a new shape": (
        "def f(x):\n    for each in calls: each.shape = (6,)\n"
        "    calls.append(x.copy()); return calls[-1]",
        [(0,), ()],
    ),
    "what it was given": ("def f(x):\n    return x", [(), ()]),
    "no array": ("def f(x):\n    return 1 if calls else calls.append(1)", [(), ()]),
}


@pytest.mark.parametrize("name", BUFFERS)
def test_an_answer_that_a_later_call_overwrites_is_noticed(sandbox: Runner, name: str) -> None:
    source, overwritten = BUFFERS[name]
    seen = run(sandbox, BUFFER + source)
    assert [outcome.overwritten for outcome in seen.outcomes] == overwritten


def test_of_several_parts_the_overwritten_one_is_reported(sandbox: Runner) -> None:
    source = "def f(x):\n    kept[...] += 1\n    return None, x, kept"
    first, second = run(sandbox, BUFFER + source, parts=3).outcomes
    assert (first.overwritten, second.overwritten) == ((2,), ())
    assert isinstance(first.result, Answer)
    assert first.result.parts[2].max() == 1  # the answer that counts is the one returned


HOSTILE = {
    "an array that raises": "class H:\n    def __array__(self, *_, **__): raise RuntimeError\n",
    "a class that raises": "class H:\n    __class__ = property(lambda self: 1 / 0)\n",
    "a length that raises": (
        "class H(list):\n    def __iter__(self): 1 / 0\n    def __len__(self): 1 / 0\n"
    ),
    "an exception that lies": (
        "class H(Exception):\n    __traceback__ = property(lambda self: 1 / 0)\n"
        "    def __array__(self, *_, **__): raise self\n"
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_raises_or_is_refused_and_the_next_call_runs(
    sandbox: Runner, name: str
) -> None:
    source = (
        HOSTILE[name]
        + "calls = []\ndef f(x):\n    calls.append(1)\n    return x if calls[1:] else (H(), H())\n"
    )
    for parts in 1, 2:
        first, *_ = run(sandbox, source, parts=parts).outcomes
        assert not any(isinstance(part, np.ndarray) for part in first.parts)
    second = run(sandbox, source).outcomes[1]
    assert isinstance(second.result, Answer)


def test_a_broken_numpy_breaks_only_its_own_answers(sandbox: Runner) -> None:
    source = "import numpy as np\nnp.asarray = lambda value: 1 / 0\ndef f(x): return x"
    outcome = run(sandbox, source).outcomes[0]
    assert isinstance(outcome.result, Raised)
    assert (answer(run(sandbox, "def f(x): return x")) == X).all()


def test_an_endless_recursion_takes_no_more_time_in_a_longer_file(monkeypatch):
    """The student's CPU time is counted, and an error has thousands of frames."""
    source = "def f(n):\n    return f(n + 1)\n"
    scope: dict = {}
    exec(compile(source, "layers.py", "exec"), scope)
    split = []
    monkeypatch.setattr(crash, "lines_of", lambda text: split.append(text) or text.splitlines())
    with pytest.raises(RecursionError) as caught:
        scope["f"](0)
    found = crash.where(caught.value, {"layers.py": None}, {"layers.py": source})
    assert (len(split), len(found["frames"])) == (1, crash.MOST_FRAMES)
    assert found["values"].startswith("n = ")


def test_a_students_file_may_have_the_name_of_the_steps(sandbox):
    source = b"def f(x):\n    return x[\n\n\n'a']\n"
    results = [run(sandbox, source, filename=name) for name in ("layers.py", "steps.py")]
    assert [each.ended for each in results] == ["done", "done"]
    assert [type(each.outcomes[0].result) for each in results] == [Raised, Raised]
