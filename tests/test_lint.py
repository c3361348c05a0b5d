"""lint: each slip in a spec is refused in a sentence that says where it is, and nothing else is."""

import runpy

import pytest

from autograder import catalog, lint
from autograder.answers.installed import check_here
from autograder.authoring.new import new
from autograder.errors import Refusal

PART = 'parts=(Part("outputs", "batch features"),)'
CASES = 'cases=(Case(values=EXAMPLE, aspect="unequal sizes"), *DRAWN)'
COINCIDE = '{"batch": 4, "features": 4}'
HERE = r"scale: case 3 \(equal sizes or 1\): "
REFERENCE = "def scale(tf, inputs, factor)"
NOT_CALLED = r"its reference \(line 10 of spec.py\) cannot be called with tf, inputs, factor"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "solutions").mkdir()
    new(tmp_path, "09_scaling")
    return catalog.solution(tmp_path, "09_scaling")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (PART, "parts=()", "scale: `parts` is not a tuple of Parts"),
        (
            PART,
            'parts=(Part("outputs", "batch features"))',
            "scale: `parts` is not a tuple of Parts",
        ),
        ("points=1", 'points=1, uses=("Scale",)', "a task has steps, and there is no `right`"),
        ("    title=", "    files=('steps.py'),\n    title=", "`files` is not a tuple of names"),
        (
            "    title=",
            "    predicted={'scal': 'Two.'},\n    title=",
            "`predicted` answers for scal",
        ),
        ("points=1", 'points=1, hints=("Multiply.")', "scale: `hints` is not a tuple of texts"),
        ("            reference=scale,\n", "", "scale: it has no reference"),
        ("points=1", 'points=1, integers=("input",)', "scale: `integers` names input, which is no"),
        (
            PART,
            PART.replace("features", "featuresss"),
            "outputs has an axis featuresss, .* called features",
        ),
        (
            PART,
            PART.replace("batch", "bacth"),
            "outputs has an axis bacth, and there is one called batch",
        ),
        (PART, PART.replace('")', '", sums="bacth")'), "outputs sums over bacth"),
        ("points=1", 'points=1, uncounted={"size": "no"}', "`uncounted` has 'size': 'no'"),
        (
            "points=1",
            'points=1, uncounted={"unequal sizes": ""}',
            "`uncounted` has 'unequal sizes'",
        ),
        (
            "points=1",
            'points=1, uncounted={"unequal sizes": "x", "equal sizes or 1": "x"}',
            "`uncounted` leaves nothing to count",
        ),
        (CASES, "cases=()", "scale: `cases` is not a tuple of Cases"),
        (
            'Part("grad_factor"',
            'Part("factor"',
            "scale_backward: its part factor is the gradient of no array",
        ),
        (
            'Part("grad_factor", "features"',
            'Part("grad_factor", "feature"',
            "grad_factor has the axes 'feature'",
        ),
        ("points=1", 'points="1"', "scale: `points` is '1'"),
        ("points=1", "points=0", "`points` is 0"),
        ("points=1", "points=-1", "`points` is -1"),
        ("points=1", "points=True", "`points` is True"),
        (
            "points=1",
            'points=1, off_limits="numpy.convolve"',
            "`off_limits` is not a tuple of names",
        ),
        (
            "points=1",
            'points=1, off_limits=("scipy.signal.convolve",)',
            "`off_limits` is not a tuple of names from its `packages`",
        ),
        ("points=1", "points=1, by_hand=True", "it is `by_hand`, and `packages` has no TensorFlow"),
        (
            "points=1",
            'points=1, off_limits=("numpy.nosuch",)',
            "nothing of `off_limits` is installed here: numpy.nosuch",
        ),
        ("points=1", 'points=1, kinds=("exactly",)', "`kinds` is"),
        (
            "    title=",
            '    packages=("numpy", "nosuchpackage"),\n    title=',
            "names nosuchpackage, which is not inst",
        ),
        ("    title=", '    packages=("numpy"),\n    title=', "`packages` is not a tuple of names"),
        ('title="', 'title=None and "', "`title` is None"),
        (COINCIDE, '{"batch": 4}', HERE + "`sizes` has no features, an axis of inputs"),
        (COINCIDE, '{"batch": "4", "features": 4}', HERE + "the size of batch is '4'"),
        (COINCIDE, '{"batch": 0, "features": 4}', HERE + "the size of batch is 0"),
        (COINCIDE, '{"batch": 4, "features": 4, "foo": 3}', HERE + "nothing uses the size foo"),
        (
            COINCIDE,
            COINCIDE + ', {"axis": 1}',
            HERE + r"its reference \(line 10 .* unexpected keyword argument 'axis'",
        ),
        (COINCIDE, COINCIDE + ', {"axis": object()}', HERE + "the option axis is <object"),
        (
            COINCIDE,
            COINCIDE + ', {"axis": lambda s: s["x"]}',
            HERE + "a size or an option cannot be had: KeyError: 'x'",
        ),
        ("range(2, 5)", "range(5, 2)", r"the size of batch is range\(5, 2\)"),
        (
            COINCIDE,
            COINCIDE + ', draws={"input": lambda rng, shape, kind: rng.random(shape)}',
            HERE + "`draws` names input, which is no array",
        ),
        (COINCIDE, COINCIDE + ', draws={"inputs": 3}', HERE + "`draws` does not map arrays to fun"),
        ("points=1", 'points=1, draws={"kernel": max}', "scale: `draws` names kernel, which is no"),
        (
            COINCIDE,
            '{"batch": 60_000, "features": range(7, 100_001)}',
            HERE + "inputs has up to 6,000,000,000 numbers",
        ),
        ("range(2, 5)", "range(2, 10**18)", r"scale: case 2 .*: inputs has up to 6,9"),
        (
            REFERENCE,
            "def scale(tf, factor, inputs)",
            r"its reference \(line 10 of spec.py\) takes factor, inputs, in this order",
        ),
        (', "factor": [2, -1, 5]}', "}", r"scale: case 1 \(unequal sizes\): `values` has inputs"),
        (REFERENCE, "def scale(tf, inputs)", NOT_CALLED + ": too many positional arguments"),
        (
            REFERENCE,
            "def scale(tf, inputs, factor, axis)",
            NOT_CALLED + ": missing a required argument: 'axis'",
        ),
    ],
)
def test_each_slip_is_refused_with_its_place(folder, old, new, says):
    path = folder.spec
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal, match=f"^{path}: .*{says}") as refused:
        check_here(catalog.load_spec(folder), path)
    assert refused.value.remedy


@pytest.mark.parametrize("word", ["patch", "out_features", "features2", "units"])
def test_another_word_is_no_slip(folder, word):
    text = folder.spec.read_text(encoding="utf-8")
    text = text.replace(PART, PART.replace("features", word))
    folder.spec.write_text(text, encoding="utf-8")
    assert catalog.load_spec(folder).tasks[0].parts[0].axes == f"batch {word}"


def test_a_size_that_only_an_option_asks_for_is_used(folder):
    text = folder.spec.read_text(encoding="utf-8")
    text = text.replace(REFERENCE, "def scale(tf, inputs, factor, axis=0)")
    options = '{"batch": 4, "features": 4, "foo": 3}, {"axis": lambda drawn: drawn.get("foo")}'
    folder.spec.write_text(text.replace(COINCIDE, options), encoding="utf-8")
    assert catalog.load_spec(folder)


@pytest.mark.parametrize("line", ["import keras", "from tensorflow.keras import layers"])
def test_tensorflow_at_the_top_of_a_spec_is_refused_before_it_is_imported(folder, line):
    text = folder.spec.read_text(encoding="utf-8")
    folder.spec.write_text(text.replace("\n\n", f"\n\n{line}\n", 1), encoding="utf-8")
    with pytest.raises(Refusal, match=r"spec\.py: line 3 imports (keras|tensorflow\.keras), "):
        catalog.load_spec(folder)
    inside = text.replace("    return inputs", f"    {line}\n    return inputs", 1)
    folder.spec.write_text(inside, encoding="utf-8")
    assert catalog.load_spec(folder)


def test_a_draw_of_an_array_that_another_task_has_is_no_slip(folder):
    text = folder.spec.read_text(encoding="utf-8")
    draws = COINCIDE + ', draws={"grad_outputs": lambda rng, shape, kind: rng.random(shape)}'
    folder.spec.write_text(text.replace(COINCIDE, draws), encoding="utf-8")
    assert catalog.load_spec(folder)


def test_what_is_in_order_is_let_through(folder):
    exercise = runpy.run_path(str(folder.spec))["exercise"]
    lint.check(exercise, folder.spec)
    check_here(exercise, folder.spec)
