"""Grade, as submissions, the NumPy helpers with which Keras tests its own layers.

They are read from the installed Keras package and never copied into the project. Print the points
of each helper and the mistake named. Tasks without a helper are left out.
"""

import argparse
import ast
import json
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAD = "import numpy as np\nfrom numpy.lib.stride_tricks import as_strided\n"
# Exercise -> test modules below keras/src/layers, and functions that call their helpers.
WRAPPED = {
    "02_activations": (
        ("activations/elu_test.py", "activations/prelu_test.py"),
        """
def elu(inputs, alpha):
    return np_elu(inputs, alpha)

def prelu(inputs, alpha):
    return np_prelu(inputs, alpha)
""",
    ),
    "03_convolution": (
        ("convolutional/conv_test.py",),
        """
def cross_correlate(signal, kernel):
    images, kernel = signal[None, :, None], kernel[:, None, None]
    return np_conv1d(images, kernel, np.zeros(1), 1, "valid", "channels_last", 1, 1)[0, :, 0]

def conv2d(inputs, kernel, bias, padding):
    return np_conv2d(inputs, kernel, bias, 1, padding, "channels_last", 1, 1)
""",
    ),
    "05_strides_and_dilation": (
        ("convolutional/conv_test.py",),
        """
def conv2d(inputs, kernel, bias, strides, padding, dilation_rate):
    return np_conv2d(inputs, kernel, bias, strides, padding, "channels_last", dilation_rate, 1)

def pointwise_conv2d(inputs, kernel, bias):
    return np_conv2d(inputs, kernel, bias, 1, "valid", "channels_last", 1, 1)
""",
    ),
    "06_pooling": (
        (
            "pooling/max_pooling_test.py",
            "pooling/average_pooling_test.py",
            "pooling/global_average_pooling_test.py",
        ),
        """
def max_pool2d(inputs, pool_size, strides, padding):
    return np_maxpool2d(inputs, pool_size, strides, padding, "channels_last")

def average_pool2d(inputs, pool_size, strides, padding):
    return np_avgpool2d(inputs, pool_size, strides, padding, "channels_last")

def global_average_pool2d(inputs):
    return np_gap2d(inputs, "channels_last", False)
""",
    ),
}


def helpers(module: Path) -> Iterator[str]:
    """Yield the source of each helper in a Keras test module, even inside a test."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith(("np_", "_same_padding")):
            yield ast.unparse(node)


def submission(exercise: str) -> str:
    """Return a submission made of Keras' helpers."""
    spec = find_spec("keras")
    if spec is None or spec.origin is None:
        raise SystemExit("Keras is not installed: pip install -r requirements.txt")
    names, calls = WRAPPED[exercise]
    layers = Path(spec.origin).parent / "src/layers"
    return "\n\n".join([HEAD, *(each for name in names for each in helpers(layers / name)), calls])


def tasks(exercise: str) -> Collection[str]:
    """Return the tasks that a submission answers."""
    wrappers = ast.parse(WRAPPED[exercise][1]).body
    return [node.name for node in wrappers if isinstance(node, ast.FunctionDef)]


def graded(folder: Path, exercises: Sequence[str], isolation: str) -> None:
    """Grade the submissions as a course does, and print each task's points."""
    for exercise in exercises:
        path = folder / "submissions/Keras" / f"{exercise.partition('_')[2]}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(submission(exercise), encoding="utf-8")
    command = [sys.executable, "-m", "autograder", "grade", str(folder / "submissions")]
    command += ["--out", str(folder / "graded"), "--isolation", isolation]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    row = "{:<26}{:<24}{:>10}   {}".format
    print(row("exercise", "task", "points", "mistake"))
    for exercise in exercises:
        result = json.loads((folder / f"graded/Keras/{exercise}/result.json").read_text())
        for task in result["tasks"]:
            if task["name"] in tasks(exercise):
                points = f"{task['score']:g} of {task['max_score']:g}"
                unnamed = "" if task["verdict"] == "pass" else "without a name"
                print(row(exercise, task["name"], points, task["mistake"] or unnamed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--isolation", choices=("auto", "none"), default="auto")
    given = parser.parse_args()
    # This folder holds a file called keras.py, which is not the package.
    sys.path.remove(str(Path(__file__).parent))
    with tempfile.TemporaryDirectory() as folder:
        graded(Path(folder), list(WRAPPED), given.isolation)


if __name__ == "__main__":
    main()
