"""lint: each error in a spec is refused with its place, and valid specs are accepted."""

import re
import runpy

import pytest
from msgspec.structs import replace

from autograder import catalog, lint
from autograder.answers.installed import check_here
from autograder.authoring.new import new
from autograder.errors import Refusal
from autograder.spec import Case, Part

PART = 'parts=(Part("outputs", "batch features"),)'
CASES = 'cases=(Case(values=EXAMPLE, aspect="unequal sizes"), *DRAWN)'
COINCIDE = '{"batch": 4, "features": 4}'
HERE = "scale: case 3 (equal sizes or 1): "
REFERENCE = "def scale(tf, inputs, factor)"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    (root / "solutions").mkdir()
    new(root, "09_scaling")
    folder = catalog.solution(root, "09_scaling")
    return folder, folder.spec.read_text(encoding="utf-8")


@pytest.fixture
def folder(made):
    folder, text = made
    folder.spec.write_text(text, encoding="utf-8")
    return folder


SLIPS = [
    (
        PART,
        "parts=()",
        "scale: `parts` is not a tuple of Parts. Write `parts=(Part(...),)`, with the comma.",
    ),
    (
        PART,
        'parts=(Part("outputs", "batch features"))',
        "scale: `parts` is not a tuple of Parts. Write `parts=(Part(...),)`, with the comma.",
    ),
    (
        "points=1",
        'points=1, uses=("Scale",)',
        "a task has steps, but there is no `right`. Write one that returns a dict.",
    ),
    (
        "    title=",
        "    files=('steps.py'),\n    title=",
        '`files` is not a tuple of names. Write `files=("steps.py",)`, with the comma.',
    ),
    (
        "    title=",
        "    predicted={'scal': 'Two.'},\n    title=",
        "`predicted` names scal, which is not a task. Name one of the tasks.",
    ),
    (
        "points=1",
        'points=1, hints=("Multiply.")',
        'scale: `hints` is not a tuple of strings. Write `hints=("...", "..."),`, with the comma.',
    ),
    (
        "            reference=scale,\n",
        "",
        "scale: it has no reference. Write `reference=...`, or `uses=...` if steps.py"
        " has its steps.",
    ),
    (
        "points=1",
        'points=1, integers=("input",)',
        "scale: `integers` names input, which is not an array. Name arrays of this task.",
    ),
    (
        PART,
        'parts=(Part("outputs", "batch featuresss"),)',
        "scale: outputs has an axis featuresss, but another is called features. "
        "Give both the same name.",
    ),
    (
        PART,
        'parts=(Part("outputs", "bacth features"),)',
        "scale: outputs has an axis bacth, but another is called batch. Give both the same name.",
    ),
    (
        PART,
        'parts=(Part("outputs", "batch features", sums="bacth"),)',
        "scale: outputs sums over bacth, which is not an axis of this task. Its axes are:"
        " batch, features.",
    ),
    (
        "points=1",
        'points=1, uncounted={"size": "no"}',
        "scale: `uncounted` has 'size': 'no'. Map an aspect to a reason. The aspects are: "
        "equal sizes or 1, unequal sizes.",
    ),
    (
        "points=1",
        'points=1, uncounted={"unequal sizes": ""}',
        "scale: `uncounted` has 'unequal sizes': ''. Map an aspect to a reason. The"
        " aspects are: equal sizes or 1.",
    ),
    (
        "points=1",
        'points=1, uncounted={"unequal sizes": "x", "equal sizes or 1": "x"}',
        "scale: `uncounted` leaves nothing to count. Remove the task.",
    ),
    (
        CASES,
        "cases=()",
        "scale: `cases` is not a tuple of Cases. Write `cases=(Case(...),)`, with the comma.",
    ),
    (
        'Part("grad_factor"',
        'Part("factor"',
        "scale_backward: its part factor is the gradient of no array. The parts of "
        "this task may be grad_inputs, grad_factor.",
    ),
    (
        'Part("grad_factor", "features"',
        'Part("grad_factor", "feature"',
        "scale_backward: grad_factor has the axes 'feature', but factor has "
        "'features'. A gradient has the axes of its array: make them the same.",
    ),
    ("points=1", 'points="1"', "scale: `points` is '1'. Write `points=2`, or any number above 0."),
    ("points=1", "points=0", "scale: `points` is 0. Write `points=2`, or any number above 0."),
    ("points=1", "points=-1", "scale: `points` is -1. Write `points=2`, or any number above 0."),
    (
        "points=1",
        "points=True",
        "scale: `points` is True. Write `points=2`, or any number above 0.",
    ),
    (
        "points=1",
        'points=1, off_limits="numpy.convolve"',
        "scale: `off_limits` is not a tuple of names from its `packages`. Write "
        '`off_limits=("numpy.convolve",)`, with the comma.',
    ),
    (
        "points=1",
        'points=1, off_limits=("scipy.signal.convolve",)',
        "scale: `off_limits` is not a tuple of names from its `packages`. Write "
        '`off_limits=("numpy.convolve",)`, with the comma.',
    ),
    (
        "points=1",
        "points=1, by_hand=True",
        'scale: it is `by_hand`, but `packages` lacks TensorFlow. Add "tensorflow".',
    ),
    (
        "points=1",
        'points=1, off_limits=("numpy.nosuch",)',
        "scale: no call in `off_limits` exists here: numpy.nosuch. Correct the names.",
    ),
    (
        "points=1",
        'points=1, kinds=("exactly",)',
        'scale: `kinds` is (\'exactly\',). Write a tuple of "exact", "real" and "wide".',
    ),
    (
        "    title=",
        '    packages=("numpy", "nosuchpackage"),\n    title=',
        "`packages` names nosuchpackage, which is not installed. Install it, or leave it out.",
    ),
    (
        "    title=",
        '    packages=("numpy"),\n    title=',
        '`packages` is not a tuple of names. Write `packages=("numpy",)`, with the comma.',
    ),
    ('title="', 'title=None and "', '`title` is None. Write `title="..."`, a line for the reader.'),
    (
        COINCIDE,
        '{"batch": 4}',
        HERE + "`sizes` has no features, an axis of inputs. Add it: 'features': 3.",
    ),
    (
        COINCIDE,
        '{"batch": "4", "features": 4}',
        HERE
        + (
            "the size of batch is '4'. Write a number above 0, or a range of them that is"
            " not empty."
        ),
    ),
    (
        COINCIDE,
        '{"batch": 0, "features": 4}',
        HERE
        + ("the size of batch is 0. Write a number above 0, or a range of them that is not empty."),
    ),
    (
        COINCIDE,
        '{"batch": 4, "features": 4, "foo": 3}',
        HERE + "nothing uses the size foo. Remove it.",
    ),
    (
        COINCIDE,
        COINCIDE + ', {"axis": 1}',
        HERE
        + (
            "its reference (line 10 of spec.py) cannot be called with tf, inputs, factor,"
            " axis=...: got an unexpected keyword argument 'axis'. Make the two agree."
        ),
    ),
    (
        COINCIDE,
        COINCIDE + ', {"axis": slice(3)}',
        HERE
        + (
            "the option axis is slice(None, 3, None). Give a number, a string, or tuples "
            "and lists of them."
        ),
    ),
    (
        COINCIDE,
        COINCIDE + ', {"axis": lambda s: s["x"]}',
        HERE
        + (
            "a size or an option cannot be computed: KeyError: 'x'. Fix the function"
            " that computes it."
        ),
    ),
    (
        "range(2, 5)",
        "range(5, 2)",
        "scale: case 2 (unequal sizes): the size of batch is range(5, 2). Write a "
        "number above 0, or a range of them that is not empty.",
    ),
    (
        COINCIDE,
        COINCIDE + ', draws={"input": lambda rng, shape, kind: rng.random(shape)}',
        HERE
        + "`draws` names input, which is not an array."
        + " The arrays are: factor, grad_outputs, inputs.",
    ),
    (
        COINCIDE,
        COINCIDE + ', draws={"inputs": 3}',
        HERE
        + (
            '`draws` does not map arrays to functions. Write `draws={"inputs": draw}`, '
            "where draw(rng, shape, kind) returns an array."
        ),
    ),
    (
        "points=1",
        'points=1, draws={"kernel": max}',
        "scale: `draws` names kernel, which is not an array."
        " The arrays are: factor, grad_outputs, inputs.",
    ),
    (
        COINCIDE,
        '{"batch": 60_000, "features": range(7, 100_001)}',
        HERE
        + (
            "inputs has up to 6,000,000,000 numbers. Draw smaller sizes: an array "
            "may have 4,194,304 numbers at most."
        ),
    ),
    (
        "range(2, 5)",
        "range(2, 10**18)",
        "scale: case 2 (unequal sizes): inputs has up to 6,999,999,999,999,999,993 "
        "numbers. Draw smaller sizes: an array may have 4,194,304 numbers at most.",
    ),
    (
        REFERENCE,
        "def scale(tf, factor, inputs)",
        "scale: case 1 (unequal sizes): its reference (line 10 of spec.py) takes "
        "factor, inputs, in this order. Arrays are passed in the order of `arrays`: "
        "inputs, factor.",
    ),
    (
        ', "factor": [2, -1, 5]}',
        "}",
        "scale: case 1 (unequal sizes): `values` has inputs. Give numbers for"
        " exactly: factor, inputs.",
    ),
    (
        REFERENCE,
        "def scale(tf, inputs)",
        "scale: case 1 (unequal sizes): its reference (line 10 of spec.py) cannot be "
        "called with tf, inputs, factor: too many positional arguments. Make the two agree.",
    ),
    (
        REFERENCE,
        "def scale(tf, inputs, factor, axis)",
        "scale: case 1 (unequal sizes): its reference (line 10 of spec.py) cannot be "
        "called with tf, inputs, factor: missing a required argument: 'axis'. Make the two agree.",
    ),
    (
        "points=1",
        "points=float('inf')",
        "scale: `points` is inf. Write `points=2`, or any number above 0.",
    ),
    (
        "points=1",
        "points=1, seconds=0",
        "scale: `seconds` is 0. Write `seconds=2`, or any number above 0.",
    ),
    (
        "    title=",
        "    packages=('np.linalg',),\n    title=",
        '`packages` is not a tuple of names. Write `packages=("numpy",)`, with the comma.',
    ),
    (
        'name="scale_backward"',
        'name="scale"',
        "two tasks are called scale. Give every task its own function.",
    ),
    (
        "points=1",
        'points=1, kinds=("real", "bounded")',
        'scale: `kinds` is (\'real\', \'bounded\'). Write a tuple of "exact", "real" and "wide".',
    ),
    (
        COINCIDE,
        COINCIDE + ', kinds="real"',
        HERE + '`kinds` is \'real\'. Write a tuple of "exact", "real" and "wide".',
    ),
    (
        "points=1",
        "points=1, hints=('One.', 2)",
        'scale: `hints` is not a tuple of strings. Write `hints=("...", "..."),`, with the comma.',
    ),
    (
        "points=1",
        "points=1, off_limits=('numpy.convolve', 'npy.x')",
        "scale: `off_limits` is not a tuple of names from its `packages`. Write "
        '`off_limits=("numpy.convolve",)`, with the comma.',
    ),
    (
        COINCIDE,
        COINCIDE + ', {"axis": float("nan")}',
        HERE + "the option axis is nan. Give a number, a string, or tuples and lists of them.",
    ),
    (
        COINCIDE,
        '{"batch": range(0, 3), "features": 4}',
        HERE
        + (
            "the size of batch is range(0, 3). Write a number above 0, or a range of them"
            " that is not empty."
        ),
    ),
    (
        COINCIDE,
        '{"batch": range(3, -1, -1), "features": 4}',
        HERE
        + (
            "the size of batch is range(3, -1, -1). Write a number above 0, or a range of"
            " them that is not empty."
        ),
    ),
    (
        'title="',
        'title=" " and " " or "',
        "`title` is ' '. Write `title=\"...\"`, a line for the reader.",
    ),
]


@pytest.mark.parametrize(("old", "new", "says"), SLIPS)
def test_each_error_in_a_spec_is_refused_with_its_place_and_a_remedy(folder, old, new, says):
    path = folder.spec
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        check_here(catalog.load_spec(folder), path)
    assert str(refused.value) == f"{path}: {says}"


def checked(folder, task, **changes):
    """Check the exercise with changes to its first task and to itself."""
    exercise = runpy.run_path(str(folder.spec))["exercise"]
    first, *others = exercise.tasks
    changes = {"tasks": (replace(first, **task), *others)} | changes
    lint.check(replace(exercise, **changes), folder.spec)


ARRAYS = '`arrays` does not map each array to its axis words. Write `arrays={"inputs": "batch fe'
STEPS = {"uses": ("Scale",), "reference": None}
WITH_STEPS = {"right": max, "files": ("steps.py",)}
NO_CALL = " cannot be called with tf, inputs, factor"
SUMS = (Part("outputs", "batch units", sums="units features"),)
DOTS = {"inputs": "batch ... features", "factor": "features"}
DOTTED = (Part("outputs", "batch ... features"),)


def sized(middle="", **sizes):
    return (Case({"batch": 2, "features": 3, **sizes}, aspect="one", middle=middle),)


@pytest.mark.parametrize(
    ("task", "changes", "says"),
    [
        (STEPS, {"right": max}, 'students do not get steps.py. Write `files=("steps.py",)`.'),
        (
            STEPS | {"uses": "Scale"},
            WITH_STEPS,
            'scale: `uses` is not a tuple of names. Write `uses=("Dense",)`, with the comma.',
        ),
        *(
            (
                STEPS | both,
                WITH_STEPS,
                "scale: it has `uses` and also a reference or `gradient`. A task with steps has"
                " neither: the steps also run with `right(tf)`.",
            )
            for both in ({"reference": max}, {"gradient": True})
        ),
        *(
            ({"arrays": arrays}, {}, f'scale: {ARRAYS}atures"}}`.')
            for arrays in ({"inputs": 2}, {"": "batch"}, {"inputs": " "}, ("inputs",))
        ),
        (
            {"reference": 3},
            {},
            "scale: it has no reference. Write `reference=...`, or `uses=...` if steps.py has"
            " its steps.",
        ),
        (
            {"also": (max,), "cases": sized()},
            {},
            f"scale: case 1 (one): its reference{NO_CALL}: no signature found for builtin"
            " <built-in function max>. Make the two agree.",
        ),
        (
            {"also": (lambda tf, inputs: 1,), "cases": sized()},
            {},
            f"scale: case 1 (one): its referenceLINE{NO_CALL}: too"
            " many positional arguments. Make the two agree.",
        ),
        (
            {"arrays": DOTS, "parts": DOTTED, "cases": sized("time")},
            {},
            "scale: case 1 (one): `sizes` has no time, an axis of inputs. Add it: 'time': 3.",
        ),
        (
            {"cases": sized(batch=lambda sizes: sizes["x"])},
            {},
            "scale: case 1 (one): a size or an option cannot be computed: KeyError:"
            " 'x'. Fix the function that computes it.",
        ),
        (
            {"parts": SUMS, "cases": sized(units=2**21)},
            {},
            None,
        ),
        (
            {"parts": SUMS, "cases": sized(units=2**21 + 1)},
            {},
            "scale: case 1 (one): outputs has up to 4,194,306 numbers. Draw smaller sizes:"
            " an array may have 4,194,304 numbers at most.",
        ),
        ({"cases": sized(batch=lambda sizes: 2, features=lambda sizes: sizes["batch"])}, {}, None),
        ({"arrays": DOTS, "parts": DOTTED, "cases": sized("time", time=2)}, {}, None),
        ({"cases": sized("time", time=3)}, {}, None),
        ({"parts": (Part("outputs", "batch features patch"),), "cases": sized(patch=1)}, {}, None),
        (
            {"cases": (Case(values={}, aspect="one"),)},
            {},
            "scale: case 1 (one): `values` has nothing. Give numbers for exactly: factor, inputs.",
        ),
        ({"by_hand": True, "off_limits": ("tensorflow.nn.relu",)}, {}, "scale: `off_limits` is"),
        (
            {"by_hand": True, "off_limits": ("tensorflow.nn.relu",)},
            {"packages": ("numpy", "tensorflow")},
            None,
        ),
        ({"integers": ("factor",), "hints": ("One.",), "points": 0.5}, {}, None),
        (STEPS | {"parts": (Part("outputs", ""),), "arrays": {}, "cases": sized()}, {}, "a task"),
        ({}, {"predicted": {"scale_backward": "Two."}}, None),
        ({}, {"tasks": ()}, "`tasks` is not a tuple of Tasks. Write `tasks=(Task(...),)`, with"),
        ({}, {"tasks": [3]}, "`tasks` is not a tuple of Tasks."),
        ({}, {"title": " "}, "`title` is ' '. Write `title=\"...\"`, a line for the reader."),
    ],
)
def test_each_field_of_a_record_is_refused_or_accepted(folder, task, changes, says):
    if says is None:
        checked(folder, task, **changes)
        return
    with pytest.raises(Refusal) as refused:
        checked(folder, task, **changes)
    for function in task.get("also", ()):
        says = says.replace("LINE", lint.line_of(function))
    assert str(refused.value).startswith(f"{folder.spec}: {says}")


def test_a_size_that_only_the_last_task_needs_counts_as_used(folder):
    exercise = runpy.run_path(str(folder.spec))["exercise"]
    first, last = exercise.tasks
    wider = replace(
        last,
        arrays={"grad_outputs": "batch features", "inputs": "batch features units"},
        reference=lambda tf, inputs: inputs,
        parts=(Part("grad_inputs", "batch features units"),),
        cases=sized(units=2),
    )
    shared = replace(first, cases=sized(units=2))
    lint.check(replace(exercise, tasks=(shared, wider)), folder.spec)
    astray = replace(wider, draws={"kernel": max})
    with pytest.raises(Refusal, match="scale_backward: `draws` names kernel"):
        lint.check(replace(exercise, tasks=(shared, astray)), folder.spec)


def test_an_error_in_a_call_is_reported_with_its_options(folder):
    for options, says in (
        ({"axis": lambda sizes: sizes["batch"]}, f"{NO_CALL}, axis=...: got an unexpected"),
        ({"axis": [1, (2, "x")], "b": None}, f"{NO_CALL}, axis=..., b=...: got an unexpected"),
    ):
        case = Case({"batch": 2, "features": 3}, options)
        with pytest.raises(Refusal, match=re.escape(says)):
            checked(folder, {"cases": (case,)})


@pytest.mark.parametrize("word", ["patch", "out_features", "features2", "units"])
def test_another_axis_word_is_not_an_error(folder, word):
    text = folder.spec.read_text(encoding="utf-8")
    text = text.replace(PART, PART.replace("features", word))
    folder.spec.write_text(text, encoding="utf-8")
    assert catalog.load_spec(folder).tasks[0].parts[0].axes == f"batch {word}"


def test_a_size_that_only_an_option_needs_counts_as_used(folder):
    text = folder.spec.read_text(encoding="utf-8")
    text = text.replace(REFERENCE, "def scale(tf, inputs, factor, axis=0)")
    options = '{"batch": 4, "features": 4, "foo": 3}, {"axis": lambda drawn: drawn.get("foo")}'
    folder.spec.write_text(text.replace(COINCIDE, options), encoding="utf-8")
    assert catalog.load_spec(folder)


@pytest.mark.parametrize("line", ["import keras", "from tensorflow.keras import layers"])
def test_tensorflow_at_the_top_of_a_spec_is_refused_before_it_is_imported(folder, line):
    text = folder.spec.read_text(encoding="utf-8")
    folder.spec.write_text(text.replace("\n\n", f"\n\n{line}\n", 1), encoding="utf-8")
    remedy = "Remove it: every reference gets TensorFlow as its first argument, tf."
    with pytest.raises(Refusal) as refused:
        catalog.load_spec(folder)
    lacked = f"line 3 imports {line.split()[1]}, which students may not have."
    assert str(refused.value) == f"{folder.spec}: {lacked} {remedy}"
    folder.spec.write_text(f"{text}{line}", encoding="utf-8")
    with pytest.raises(Refusal, match=f"line {len(text.splitlines()) + 1} imports"):
        catalog.load_spec(folder)
    inside = text.replace("    return inputs", f"    {line}\n    return inputs", 1)
    folder.spec.write_text(inside, encoding="utf-8")
    assert catalog.load_spec(folder)


def test_a_draw_for_an_array_of_another_task_is_not_an_error(folder):
    text = folder.spec.read_text(encoding="utf-8")
    draws = COINCIDE + ', draws={"grad_outputs": lambda rng, shape, kind: rng.random(shape)}'
    folder.spec.write_text(text.replace(COINCIDE, draws), encoding="utf-8")
    assert catalog.load_spec(folder)


def test_a_valid_spec_is_accepted(folder):
    exercise = runpy.run_path(str(folder.spec))["exercise"]
    lint.check(exercise, folder.spec)
    check_here(exercise, folder.spec)
