"""verify: a new exercise keeps every promise, and each way to break one is found."""

import shutil

import numpy as np
import pytest
from msgspec.structs import replace as replaced

from autograder import catalog
from autograder.answers.making import public_sheet
from autograder.authoring import promises
from autograder.authoring.new import new
from autograder.authoring.promises import PROMISES
from autograder.authoring.release import release
from autograder.authoring.verify import SEEDS, Proof
from autograder.errors import Refusal
from autograder.records import SheetCase
from autograder.sandbox.runner import HARMLESS_TASK

pytestmark = pytest.mark.oracle


@pytest.fixture
def folder(tmp_path):
    """Make a new exercise, and release it."""
    (tmp_path / "solutions").mkdir()
    folder = new(tmp_path, "09_scaling")
    release(tmp_path, {folder.name: public_sheet(tmp_path, folder.name)})
    return folder


def proof_of(folder, oracle, seeds=SEEDS[:1]):
    return Proof(catalog.solution(folder.parent.parent, folder.name), oracle, seeds)


def broken(folder, oracle):
    """Map each broken promise to the first complaint."""
    proof = proof_of(folder, oracle)
    complaints = {}
    for promise in PROMISES.values():
        sentences = [each for each in promise(proof) if not isinstance(each, promises.Counted)]
        if sentences:
            complaints[promise.__name__] = sentences[0]
    return complaints


def by_name(proof):
    return {promise.text: promise for promise in promises.proved(proof)}


def replace(folder, file, old, new):
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_exercise_keeps_every_promise(folder, oracle):
    assert broken(folder, oracle) == {}


def test_a_new_exercise_with_steps_keeps_every_promise(tmp_path, oracle):
    (tmp_path / "solutions").mkdir()
    folder = new(tmp_path, "09_scaling", steps=True)
    release(tmp_path, {folder.name: public_sheet(tmp_path, folder.name)})
    assert broken(folder, oracle) == {}
    replace(
        folder,
        "steps.py",
        "(inputs)\n    if",
        "(inputs) * (1 + 1e-12 * np.random.random())\n    if",
    )
    replace(folder, "steps.py", '"""\n\n\n', '"""\n\nimport numpy as np\n\n\n')
    assert "outputs is not the same" in broken(folder, oracle)["steps_repeat"]


@pytest.mark.parametrize(
    ("file", "old", "new", "promise", "complaint"),
    [
        (
            "scaling.py",
            "inputs * factor",
            "inputs / factor",
            "solution_earns_full_points",
            "scale does not",
        ),
        (
            "scaling.py",
            "return inputs * factor",
            "return (inputs * factor).astype(np.float16)",
            "solution_earns_full_points",
            "scale does not earn full points",
        ),
        ("scaling.py", "### BEGIN SOLUTION", "# nothing to hide", "skeleton_earns_nothing", ""),
        (
            "spec.py",
            "return inputs * factor",
            "return inputs * factor * 0",
            "lazy_stubs_earn_nothing",
            "scale that returns zeros earns",
        ),
        (
            "spec.py",
            'Case(values=EXAMPLE, aspect="unequal sizes")',
            'Case(values=EXAMPLE, aspect="the example")',
            "lazy_stubs_earn_nothing",
            "scale that returns the public answers earns",
        ),
        (
            "spec.py",
            "return inputs * factor",
            "return inputs * factor / 3",
            "exact_answers_are_integers",
            "scale (",
        ),
        (
            "spec.py",
            "return inputs * factor",
            "return tf.stop_gradient(inputs) * factor"
            " + 2 * (inputs - tf.stop_gradient(inputs)) * factor",
            "gradients_agree",
            "grad_inputs differs from a numeric gradient by",
        ),
        (
            "mistakes/added.py",
            "inputs + factor",
            "inputs * factor",
            "mistakes_are_named",
            "loses no points",
        ),
        (
            "mistakes/added.py",
            "def scale(",
            "def other(",
            "mistakes_are_named",
            "defines none of: scale, scale_b",
        ),
        (
            "mistakes/added.py",
            "def scale(",
            "@(1 / 0)\ndef scale(",
            "mistakes_are_named",
            "Loading it raises ZeroDivisionError in line 7: division by",
        ),
        (
            "mistakes/added.py",
            "the factor added",
            "a factor added",
            "release_is_fresh",
            "hints changed",
        ),
        (
            "spec.py",
            'Part("grad_factor", "features", sums="batch")',
            'Part("grad_factor", "features")',
            "allowances_count_every_term",
            "grad_factor reaches 3 where every array is 1, but `sums` declares only 1.",
        ),
        (
            "scaling.py",
            "array([[  2.,  -2.,",
            "array([[  2.,  -3.,",
            "docstring_examples_hold",
            "gives array([",
        ),
        ("scaling.py", "You build", "You write", "release_is_fresh", "is stale from line"),
        (
            "spec.py",
            '"features": range(9, 12)}',
            '"features": 5}',
            "inputs_cover_the_space",
            "scale draws no case with features > 8: add one, or a reason in `uncovered`.",
        ),
        (
            "spec.py",
            "points=1,",
            'points=1, uncovered={"batch > 8": "It takes long."},',
            "inputs_cover_the_space",
            "scale: `uncovered` gives a reason for 'batch > 8', which is covered.",
        ),
    ],
)
def test_each_broken_promise_is_found(folder, oracle, file, old, new, promise, complaint):
    replace(folder, file, old, new)
    if "nothing to hide" in new:
        replace(folder, file, "### END SOLUTION", "# nothing to hide")
    complaints = broken(folder, oracle)
    assert promise in complaints
    assert complaint in complaints[promise]


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        (
            "tf.nn.relu(-inputs) * factor",
            "but on absolute values its reference gives only 0, which",
        ),
        ("tf.cast(inputs * factor, tf.float32)", "returns float32, not float64"),
    ],
)
def test_a_reference_that_cannot_be_bounded_is_refused(folder, oracle, reference, says):
    replace(folder, "spec.py", "return inputs * factor", f"return {reference}")
    with pytest.raises(Refusal, match=says) as refused:
        proof_of(folder, oracle).sheets  # noqa: B018
    assert refused.value.remedy


def test_a_stub_returns_its_input_in_the_shape_of_the_answer():
    inputs = np.arange(6.0).reshape(2, 3)
    case = SheetCase(
        aspect="one output",
        exact=True,
        public=False,
        arrays={"inputs": inputs},
        options={},
        answers={"columns": inputs.reshape(2, 1, 3)},
    )
    task = replaced(HARMLESS_TASK, arrays={"inputs": "batch features"}, cases=(case,))
    (outcome,) = dict(promises.lazy_runs(task))["inputs"].outcomes
    assert np.array_equal(outcome.parts[0], case.answers["columns"])


def test_a_wrong_solution_is_the_only_complaint(folder, oracle):
    replace(folder, "scaling.py", "return inputs * factor", "return inputs + factor")
    proof = proof_of(folder, oracle)
    reported = {
        name: promise.sentences for name, promise in by_name(proof).items() if promise.broken
    }
    assert list(reported) == ["the solution earns full points, in float32 and float64"]
    assert len(*reported.values()) == 1


STYLE = '''"""One row after another."""

import numpy as np


def scale(inputs, factor):
    return np.stack([row * factor for row in inputs])


def scale_backward(grad_outputs, inputs, factor):
    grad_factor = np.zeros_like(factor)
    for errors, row in zip(grad_outputs, inputs):
        grad_factor += errors * row
    return np.stack([errors * factor for errors in grad_outputs]), grad_factor
'''


def write_style(folder, source):
    path = folder / "styles/rows.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(source, encoding="utf-8")


def test_an_exercise_with_or_without_styles_keeps_the_promise_about_them(folder, oracle):
    shutil.rmtree(folder / "styles", ignore_errors=True)
    assert proof_of(folder, oracle).folder.styles == {}
    assert list(promises.styles_earn_full_points(proof_of(folder, oracle))) == []
    write_style(folder, STYLE)
    assert broken(folder, oracle) == {}


@pytest.mark.parametrize(
    ("old", "new", "task"),
    [
        ("row * factor for", "row + factor for", "scale"),
        (
            "row * factor for row in inputs])",
            "row * factor for row in inputs]).astype('f')",
            "scale",
        ),
        ("grad_factor += errors * row", "grad_factor += errors", "scale_backward"),
        ("def scale_backward", "def backward", "scale_backward"),
    ],
    ids=["wrong", "wrong in float64 alone", "wrong in another task", "without a task"],
)
def test_a_style_that_loses_points_is_named_with_its_file_and_task(folder, oracle, old, new, task):
    assert old in STYLE
    write_style(folder, STYLE.replace(old, new))
    (complaint,) = promises.styles_earn_full_points(proof_of(folder, oracle, SEEDS))
    assert complaint.startswith(f"styles/rows.py's {task} does not earn full points: ")
    assert list(broken(folder, oracle)) == ["styles_earn_full_points"]


def test_a_kink_is_not_a_wrong_gradient_and_does_not_hide_one(folder, oracle):
    promise = "gradients_agree"
    replace(folder, "spec.py", "return inputs * factor", "return tf.nn.relu(inputs) * factor")
    assert promise not in broken(folder, oracle)
    replace(
        folder,
        "spec.py",
        "tf.nn.relu(inputs)",
        "(2 * tf.nn.relu(inputs) - tf.stop_gradient(tf.nn.relu(inputs)))",
    )
    assert promise in broken(folder, oracle)


def test_two_mistakes_with_the_same_numbers_are_found(folder, oracle):
    twin = (folder / "mistakes/added.py").read_text(encoding="utf-8")
    (folder / "mistakes/twin.py").write_text(twin, encoding="utf-8")
    assert "mistakes/twin.py is named added" in broken(folder, oracle)["mistakes_are_named"]


def test_a_mistake_that_uses_an_off_limits_call_is_reported_as_such(folder, oracle):
    replace(folder, "spec.py", "points=1,", 'points=1, off_limits=("numpy.add",),')
    added = (
        "import numpy as np\n\n\ndef scale(inputs, factor):\n    return np.add(inputs, factor)\n"
    )
    replace(
        folder,
        "mistakes/added.py",
        "def scale(inputs, factor):\n    return inputs + factor\n",
        added,
    )
    assert (
        "is not named in scale. It uses np.add at line"
        in broken(folder, oracle)["mistakes_are_named"]
    )


def test_an_unreleased_exercise_breaks_no_promise_and_a_half_released_one_does(folder, oracle):
    proof, released = proof_of(folder, oracle), folder.parent.parent / "exercises/09_scaling"
    (released / "spec.py").unlink()
    assert list(promises.release_is_fresh(proof)) == [
        "exercises/09_scaling/spec.py is missing: run `autograder release`."
    ]
    shutil.rmtree(released)
    (note,) = promises.release_is_fresh(proof)
    assert (note, type(note)) == (
        "It is not released yet: run `autograder release`.",
        promises.Note,
    )


def test_a_complaint_appears_once_for_all_seeds(folder, autograder):
    shutil.rmtree(folder.parent.parent / "exercises")
    done = autograder("verify", "scaling", cwd=folder.parent.parent)
    assert (done.returncode, "– exercises/ is what" in done.stdout) == (0, True)
    replace(folder, "scaling.py", "return inputs * factor", "return inputs")
    done = autograder("verify", "scaling", cwd=folder.parent.parent)
    assert done.stdout.count("The solution's scale does not earn full points") == 1


def test_a_wrong_marker_is_refused_with_the_name_of_its_file(folder, oracle):
    replace(
        folder,
        "scaling.py",
        "    return inputs * factor  # features -> batch features\n    ### END SOLUTION",
        "    pass",
    )
    with pytest.raises(Refusal, match=r"^solutions/09_scaling/scaling.py, line \d+"):
        broken(folder, oracle)


def test_a_line_of_the_solution_that_reaches_students_is_found(folder, oracle):
    released = folder.parent.parent / "exercises/09_scaling/scaling.py"
    secret = "grad_factor = (grad_outputs * inputs).sum(axis=0)  # batch features -> features"
    released.write_text(released.read_text(encoding="utf-8") + secret + "\n", encoding="utf-8")
    complaints = list(promises.release_is_fresh(proof_of(folder, oracle, SEEDS)))
    assert [sentence for sentence in complaints if "contains a line of the solution" in sentence]


def test_verify_prints_each_promise_and_its_exit_status_says_whether_all_hold(folder, autograder):
    done = autograder("verify", "scaling", cwd=folder.parent.parent)
    assert (done.returncode, done.stdout.count("✓"), "✗" in done.stdout) == (
        0,
        len(PROMISES),
        False,
    )
    replace(folder, "mistakes/added.py", "inputs + factor", "inputs * factor")
    done = autograder("verify", "scaling", cwd=folder.parent.parent)
    assert (done.returncode, done.stdout.count("mistakes/added.py loses no points.")) == (1, 1)
    assert "Traceback" not in done.stdout + done.stderr
