"""check() in a notebook: a real kernel, and functions from its memory."""

import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from msgspec.structs import replace
from support import ROOT, builders
from support.nbgrader_course import environment

from autograder import catalog
from autograder.answers.sheet import dump
from autograder.authoring.release import notebook

DENSE = (
    "import numpy as np\ndef dense(inputs, kernel, bias):\n    {}return inputs @ kernel + {} * bias"
)
TASKS = "Its tasks are: dense, dense_backward, count_dense_parameters."
# Keep what is said of a task that runs, for a test to see.
SAYING = "from IPython.display import DisplayHandle\nDisplayHandle.update = lambda *_, **__: None"
CHECK = 'from autograder.jupyter import check\n\ncheck("dense")'


@pytest.fixture
def folder(tmp_path):
    shutil.copy(ROOT / "exercises/01_dense/sheet.npz", tmp_path)
    return tmp_path


def run(folder, *sources):
    """Return the outputs of each cell, run in a new kernel."""
    from nbclient import NotebookClient

    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    kernel = environment(folder)
    NotebookClient(book, allow_errors=True, resources={"metadata": {"path": str(folder)}}).execute(
        env=kernel
    )
    return [cell.outputs for cell in book.cells]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_cell_gives_points_and_shows_the_grid_and_the_wrong_numbers(folder):
    noise = "import sys; print(1); print(2, file=sys.stderr); "
    outputs = run(
        folder, DENSE.format(noise, 1), CHECK, DENSE.format(noise, 2), CHECK, 'check("dence")'
    )
    right, wrong, unknown = outputs[1], outputs[3], outputs[4]
    assert [output.output_type for output in right + wrong] == ["execute_result"] * 2
    assert [output.data["text/plain"] for output in right + wrong] == ["2.0", "0.0"]
    assert "5 of 5" in right[0].data["text/html"] or "2 of 2 points" in right[0].data["text/html"]
    assert 'class="grid"' in wrong[0].data["text/html"]
    assert "<mark>" in wrong[0].data["text/html"]
    assert '<pre class="scroll">1\n2\n</pre>' in wrong[0].data["text/html"]  # of one call alone
    assert "your code printed" not in right[0].data["text/html"]
    shapes, differ, numbers = re.findall(r"<p.*?>(?=inputs|4 of|yours)", wrong[0].data["text/html"])
    assert ['class="data"' in each for each in (shapes, differ, numbers)] == [True, False, True]
    assert unknown[0].traceback == [
        "01_dense has no task called dence.",
        f"The closest name is dense. {TASKS}",
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_anything_but_the_name_of_a_task_is_refused(folder):
    calls = ["check()", "check(check)", 'check("conv2d")']
    asked = [cell[0].traceback for cell in run(folder, CHECK, *calls)[1:]]
    quotes = 'check() takes the name of a task of 01_dense, in quotes: check("dense").'
    assert asked == [
        [quotes, TASKS],
        [quotes, TASKS],
        ["01_dense has no task called conv2d.", TASKS],
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_off_limits_call_is_found_in_the_cells_that_ran(tmp_path):
    shutil.copy(ROOT / "exercises/03_convolution/sheet.npz", tmp_path)
    cheat = (
        "import numpy as np\ndef cross_correlate(signal, kernel):\n"
        "    return np.correlate(signal, kernel)"
    )
    (points,) = run(tmp_path, "1 + 1", cheat, CHECK.replace("dense", "cross_correlate"))[2]
    assert points.data["text/plain"] == "0.0"
    assert "np.correlate at line 3 of cell [2]" in points.data["text/html"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_task_that_runs_long_says_so_until_it_ends(folder):
    impatient = "from autograder.grading import kernel\nkernel.PATIENCE = 0.05"
    slow = DENSE.format("slept or slept.append(time.sleep(1))\n    ", 1)
    outputs = run(folder, impatient, f"import time\nslept = []\n{slow}", CHECK, CHECK)
    (notice, points), (quick,) = outputs[2:]
    assert notice.data["text/plain"] == ""  # what it said is removed in the end
    assert points.data["text/plain"] == quick.data["text/plain"] == "2.0"
    endless = "\n    ".join(["def dense(*arrays):", "time.sleep(1)", "signal.raise_signal(2)"])
    (said, _) = run(folder, impatient, f"import signal, time\n{endless}", SAYING, CHECK)[3]
    assert said.data["text/plain"].startswith("dense is still running. If it does not end,")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_axes_read_in_another_order_are_named_with_their_cell(tmp_path):
    shutil.copy(ROOT / "exercises/03_convolution/sheet.npz", tmp_path)
    first = (
        "def conv2d(inputs, kernel, bias, padding):\n    n, c, h, w = inputs.shape\n    return {}"
    )
    asked = CHECK.replace("dense", "conv2d")
    ((points,),) = run(tmp_path, first.format("c"), first.format("c, h"), asked)[2:]
    wrong = "reads inputs.shape as n, c, h, w, but its axes are batch, height, width, channels."
    assert f"Line 2 of cell [2] {wrong}" in points.data["text/html"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_one_interrupt_ends_the_check_at_the_line_that_was_running(folder):
    endless = (
        "import signal\ncalls = []\ndef dense(inputs, kernel, bias):\n    calls.append(1)\n"
        "    while True: signal.raise_signal(signal.SIGINT)"
    )
    (interrupted,), (calls,) = run(folder, endless, CHECK, "len(calls)")[1:]
    assert interrupted.traceback == [
        "You interrupted dense at line 5 of cell [1].",
        "Look for an infinite loop, or for far more steps than the sizes need.",
    ]
    assert calls.data["text/plain"] == "1"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("slip", ["def dense(inputs:", "def dense(inputs):\n    break"])
def test_a_definition_with_a_syntax_error_is_reported(folder, slip):
    right = DENSE.format("", 1)
    outputs = run(folder, CHECK, slip, CHECK, right, CHECK, slip, CHECK, right, CHECK)
    points = [outputs[number][0].data for number in (0, 2, 4, 6, 8)]
    assert [each["text/plain"] for each in points] == ["0.0", "0.0", "2.0", "2.0", "2.0"]
    fresh, broken, fine, stale, again = (each["text/html"] for each in points)
    assert "There is no function dense in this notebook." in fresh
    assert "Run its cell first" in fresh
    assert "no function dense in this notebook: cell [2] has a syntax error." in broken
    assert "Cell [6] has a syntax error, so this check used an earlier definition." in stale
    assert not any(" file" in each for each in (fresh, broken, fine, stale, again))
    assert not any("syntax error" in each for each in (fresh, fine, again))


def test_a_function_inside_another_is_reported_with_its_place(folder):
    inside = "def layers():\n    def dense(inputs, kernel, bias):\n        return inputs"
    page = run(folder, inside, CHECK)[1][0].data["text/html"]
    assert "There is no function dense in this notebook." in page
    assert "inside <code>def layers</code>, where it is not found: move it to the top" in page
    assert "raised an error" not in page


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_cell_that_raised_before_its_definition_is_reported(folder):
    """Graded, its import is skipped and its definition counts."""
    right = DENSE.format("", 1)
    failed = right.replace("numpy", "numpi")
    alias = "def other(*arrays):\n    return dense_of_5(*arrays)"
    renamed = f"{alias}\ndense_of_5 = dense\ndense = other"
    outputs = run(folder, CHECK, failed, CHECK, right, CHECK, failed, CHECK, right, renamed, CHECK)
    points = [outputs[number][0].data for number in (2, 4, 6, 9)]
    assert [each["text/plain"] for each in points] == ["0.0", "2.0", "2.0", "2.0"]
    first, fine, stale, other = (each["text/html"] for each in points)
    raised = "raised an error before it defined dense"
    assert f"There is no function dense in this notebook: cell [2] {raised}." in first
    assert f"Cell [6] {raised}, so this check used an earlier definition." in stale
    assert not any("raised an error before" in each for each in (fine, other))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_definition_that_ran_before_a_syntax_error_counts(folder):
    """Jupyter compiles the statements of a cell one by one."""
    first = DENSE.format("", 2)
    ((points,),) = run(folder, first, DENSE.format("", 1) + "\nreturn 1", CHECK)[2:]
    assert points.data["text/plain"] == "2.0"
    assert "syntax error" not in points.data["text/html"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_kernel_in_another_folder_is_told_to_change_into_the_notebooks(folder):
    ((elsewhere,), _, (points,)) = run(folder, f"%cd -q ..\n{CHECK}", f"%cd -q {folder}", CHECK)
    problem, remedy = elsewhere.traceback
    assert problem == f"There is no sheet.npz in {folder.parent}."
    assert "change into it with `%cd FOLDER`" in remedy
    assert "There is no function dense" in points.data["text/html"]


USES = {
    "at the top": ("import nbformat as nf", "    nf.v4\n", "line 2"),
    "a function of it": ("from nbformat import reads", "    reads\n", "line 2"),
    "within": ("1", "    import nbformat.v4\n", "line 2"),
    "in another function": (
        "import nbformat\ndef other(): nbformat",
        "    other()\n",
        "line 2 of the cell before",
    ),
    "nowhere": ("import nbformat", "", None),
    "a name of its own": ("import nbformat as kernel", "    kernel\n", None),
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_package_that_is_not_allowed_is_found_where_a_function_uses_it(folder):
    """`autograder check` reports the failing import instead."""
    dense = DENSE.partition("\n")[2].format("", 1)
    cells = [
        (first, dense.replace("    return", f"{line}    return"), CHECK)
        for first, line, _ in USES.values()
    ]
    outputs = run(folder, "import numpy as np", *(source for three in cells for source in three))
    for (use, (_, _, place)), number in zip(USES.items(), range(3, len(outputs), 3), strict=True):
        (points,) = outputs[number]
        cell = number - 1 if place == "line 2 of the cell before" else number
        error = f"ModuleNotFoundError at line 2 of cell [{cell}]"
        message = f"{error}: nbformat may not be used in this exercise"
        assert (points.data["text/plain"], message in points.data["text/html"]) == (
            ("0.0", True) if place else ("2.0", False)
        ), use


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    "line",
    [
        "import io, sys; sys.stdout = io.TextIOWrapper(sys.stdout.buffer, 'utf-8')",
        "import sys; sys.stdout.close()",
    ],
)
def test_code_may_wrap_or_close_standard_output(folder, line):
    outputs = run(folder, DENSE.format(f"{line}; ", 1), CHECK)
    assert [output.data["text/plain"] for output in outputs[1]] == ["2.0"]


def test_check_needs_nothing_that_makes_a_student_wait(folder):
    heavy = (
        "{'tensorflow', 'keras', 'nbgrader', 'jinja2', 'nbformat', 'IPython', 'resource', 'fcntl'}"
    )
    code = f"import sys\n{DENSE.format('', 1)}\n{CHECK}\nprint(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.oracle
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_layer_of_keras_is_checked_in_a_notebook(tmp_path):
    shutil.copy(ROOT / "exercises/08_keras_layers/sheet.npz", tmp_path)
    layers = (ROOT / "solutions/08_keras_layers/keras_layers.py").read_text(encoding="utf-8")
    layers = layers.partition('if __name__ == "__main__":')[0]
    cheat = "class Dense(keras.layers.Dense): pass"
    ask = CHECK.replace("dense", "{}")
    names = ("dense", "conv2d", "good_citizen", "dense")
    cells = [layers, *map(ask.format, names)]
    cells.insert(4, cheat)
    outputs = run(tmp_path, *cells)
    points = [
        output["data"]["text/plain"]
        for cell in outputs
        for output in cell
        if output["output_type"] == "execute_result"
    ]
    assert points == ["2.0", "4.0", "2.0", "0.0"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_released_notebook_checks_each_task_below_it(tmp_path):
    """Run it with the solution in place of each stub; the last check shows the closing words."""
    folder = tmp_path / "exercises/01_dense"
    shutil.copytree(ROOT / "exercises/01_dense", folder)
    shutil.copy(ROOT / "solutions/01_dense/spec.py", folder)
    text = (ROOT / "solutions/01_dense/dense.py").read_text(encoding="utf-8")
    spec = catalog.read_spec(catalog.solution(ROOT, "01_dense"))
    book = nbformat.reads(notebook(text, "dense", spec.tasks), as_version=4)
    sources = [cell.source for cell in book.cells if cell.cell_type == "code"]
    *outputs, (wrong,) = run(folder, *sources, "def dense(*arrays): return None", 'check("dense")')
    assert "<code>hint(&#34;dense&#34;)</code> gives a hint." in wrong.data["text/html"]
    assert outputs[0] == []  # the first cell says nothing where the checker is installed
    points = [each[0].data["text/plain"] for each in outputs if each]
    assert points == [f"{task.points:.1f}" for task in spec.tasks]
    pages = [each[0].data["text/html"] for each in outputs if each]
    assert ["Did you predict it?" in page for page in pages] == [False, False, True]
    assert [spec.built in page for page in pages] == [False, False, True]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_hints_and_the_case_that_check_shows_need_no_command(tmp_path, autograder):
    """The kernel's environment need not be on PATH. Command and function count as one."""
    folder = tmp_path / "exercises/01_dense"
    shutil.copytree(ROOT / "exercises/01_dense", folder)
    texts = catalog.read_spec(catalog.released(tmp_path, "01_dense")).tasks[0].hints
    autograder("hint", "dense", cwd=folder)
    first = "from autograder.jupyter import case, check, hint"
    wrong = "import numpy as np\ndef dense(inputs, kernel, bias):\n    return inputs @ kernel[::-1]"
    shown = 'hint("dense")', "hint(dense)", 'check("dense")', 'case("dense")'
    outputs = run(folder, first, wrong, *shown, "case(dense)", "hint('01_dense/dense')")
    given, refused, points, example, another, last = (cell[0] for cell in outputs[2:])
    lines = given.data["text/plain"].splitlines()
    assert [line for line in lines if "hint" in line] == [
        "dense, hint 1 of 3",
        "dense, hint 2 of 3",
        '`hint("dense")` gives one more.',
    ]
    assert "<p><strong>dense, hint 2 of 3</strong><br>" in given.data["text/html"]
    assert "<code>inputs</code>" in given.data["text/html"]
    assert all(" ".join(text.split()) in " ".join("\n".join(lines).split()) for text in texts[:2])
    assert "dense, hint 3 of 3" in last.data["text/plain"]
    assert 'That was the last one. `case("dense")` shows' in last.data["text/plain"]
    assert autograder("hint", "dense", cwd=folder).stdout.count("dense, hint") == 3
    quotes = '() takes the name of a task of 01_dense, in quotes: {}("dense").'
    asked = [refused.traceback, another.traceback]
    assert asked == [[name + quotes.format(name), TASKS] for name in ("hint", "case")]
    advice = re.search(r"<code>case\(&#34;dense&#34;, (\d+)\)</code>", points.data["text/html"])
    assert advice[1] == "1"
    assert example.data["text/plain"].startswith("dense, case 1: ")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_package_that_the_kernel_lacks_is_installed_by_a_line_of_a_cell(tmp_path):
    task = replace(builders.task(builders.case((1.0,))), packages=("numpy", "no_such_package"))
    (tmp_path / "sheet.npz").write_bytes(dump(builders.sheet(task)))
    ((refused,),) = run(tmp_path, f'from autograder.jupyter import check\ncheck("{task.name}")')
    assert "uses no_such_package, which is not installed here." in refused.traceback[0]
    assert refused.traceback[1] == "Install it: %pip install no_such_package"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_notebook_outside_the_kit_is_told_where_the_hints_are(folder):
    asked = "from autograder.jupyter import case, hint\nhint('dense')"
    ((refused,), (shown,)) = run(folder, asked, 'case("dense")')
    assert refused.traceback == [
        "Hints are found only in exercises/01_dense of the course's kit.",
        '`case("dense")` shows a call with TensorFlow\'s answer.',
    ]
    assert shown.data["text/plain"].startswith("dense, case 1: ")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_case_of_images_is_shown_plane_by_plane_and_displays_nothing_else(tmp_path):
    shutil.copy(ROOT / "exercises/03_convolution/sheet.npz", tmp_path)
    ((shown,),) = run(tmp_path, 'from autograder.jupyter import case\ncase("conv2d")')
    assert "\ninputs[0, :, :, 0]\n" in shown.data["text/plain"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_task_that_is_not_written_yet_takes_one_line(tmp_path):
    """Whether it is the task itself, a helper that it calls, or a method."""
    for name in ("01_dense", "07_network"):
        shutil.copytree(ROOT / "exercises" / name, tmp_path / "exercises" / name)
    first, told = "from autograder.jupyter import check", []
    stub, helper = (
        "    raise NotImplementedError",
        "\ndef dense(*arrays):\n    return weigh(*arrays)",
    )
    cells = [f"def dense(*arrays):\n{stub}", f"def weigh(*arrays):\n{stub}{helper}"]
    method = f"class Dense:\n    def __init__(self, *arrays):\n    {stub}"
    for name, sources in (("01_dense", cells), ("07_network", [method])):
        asked = [source for each in sources for source in (each, 'check("dense")')]
        for cell in run(tmp_path / "exercises" / name, first, *asked)[2::2]:
            page = re.sub("<style>.*</style>", "", cell[0].data["text/html"], flags=re.DOTALL)
            told.append(re.sub("<[^>]+>", "", page).strip())
    ((absent,),) = run(tmp_path / "exercises/01_dense", CHECK)
    page = re.sub("<style>.*</style>|<[^>]+>", "", absent.data["text/html"], flags=re.DOTALL)
    assert page.strip().startswith("○ There is no function dense in this notebook. Run its cell")
    assert "\n" not in page.strip()
    gives = "hint(&#34;dense&#34;) gives a hint."
    assert told == [
        f"• dense is not written yet. {gives}",
        f"• dense needs weigh, which is not written yet. {gives}",
        f"• dense needs Dense.__init__, which is not written yet. {gives}",
    ]


UPDATED = """
from pathlib import Path
import autograder.jupyter as jupyter, autograder.grading.submission as submission
def dense(inputs, kernel, bias):
    return inputs @ kernel + bias
points = jupyter.check("dense")
package = Path(jupyter.__file__).parent
(package / "reports/html.py").write_text("")
print(points._repr_html_())
from autograder.sandbox import results
del results.read  # as it is where a module of another version has been imported
try:
    jupyter.check("dense")
except jupyter.Refusal as refusal:
    print(refusal)
"""


def test_an_update_of_the_checker_while_the_kernel_runs_is_reported(folder):
    shutil.copytree(ROOT / "autograder", folder / "package/autograder")
    environment = {**os.environ, "PYTHONPATH": str(folder / "package")}
    command = [sys.executable, "-c", UPDATED]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    message = (
        "The checker was updated while this was running. Start it again; in a notebook, restart"
    )
    assert done.stdout.splitlines() == [f"<p>{message} the kernel.</p>", f"{message} the kernel."]
