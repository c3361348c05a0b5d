"""Draws the pictures of the documentation and of the exercises: `make pictures`. What they show is what is computed."""

import io
import re
from collections.abc import Callable
from pathlib import Path

from figures import activations, convolution, dense, matrix, pooling, strides
from figures.drawing import Picture
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from autograder.disk import write_whole
from autograder.grading.check import only_task
from autograder.grading.submission import check_one, load_sheet
from autograder.intake.submissions import one_file
from autograder.reports.terminal import check_report
from autograder.sandbox.runner import ProcessSandbox

ROOT = Path(__file__).parents[1]
# A figure is named after its function, and the function's docstring says in words what is seen.
FIGURES: dict[str, tuple[Callable[[], Picture], ...]] = {
    "01_dense": (dense.axes,),
    "02_activations": (activations.curves,),
    "03_convolution": (convolution.sliding, convolution.padding, convolution.layer),
    "04_convolution_as_matrix": (matrix.toeplitz, matrix.columns),
    "05_strides_and_dilation": (strides.windows, strides.dilation, strides.field),
    "06_pooling": (pooling.keeps,),
}
# rich's own template fetches its font from elsewhere; a picture in a repository should not.
TEMPLATE = (
    re.sub(r"@font-face \{\{.*?\}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL).strip() + "\n"
)


def check_picture() -> str:
    """A student's check that has found a kernel turned round."""
    answers = load_sheet((ROOT / "exercises/03_convolution/sheet.npz").read_bytes())
    with ProcessSandbox() as sandbox:
        submission = one_file(ROOT / "examples/class/fatima/convolution.py", "03_convolution")
        graded = check_one(submission, only_task(answers, "conv2d"), sandbox)
    console = Console(
        record=True, width=92, file=io.StringIO(), force_terminal=True, legacy_windows=False
    )
    console.print(check_report([graded]))
    title = "autograder check 03_convolution --task conv2d"
    return console.export_svg(title=title, code_format=TEMPLATE, unique_id="check")


def words(figure: Callable[[], Picture]) -> str:
    """What is seen, for those who cannot see it: one line."""
    return " ".join((figure.__doc__ or "").split())


def figure_files() -> dict[str, str]:
    """The figures of the exercises: path -> text."""
    return {
        f"solutions/{exercise}/figures/{figure.__name__}.svg": figure().svg(words(figure))
        for exercise, figures in FIGURES.items()
        for figure in figures
    }


def gallery() -> str:
    """All figures on one page of the repository."""
    lines = ["# The figures of the exercises", "", "Drawn by `make pictures`, this page too."]
    for exercise, figures in FIGURES.items():
        lines += ["", f"## [{exercise}](../../exercises/{exercise}/{exercise[3:]}.ipynb)"]
        for figure in figures:
            path = f"../../exercises/{exercise}/figures/{figure.__name__}.svg"
            lines += ["", f"![{words(figure)}]({path})"]
    return "\n".join(lines) + "\n"


def files() -> dict[str, str]:
    """Everything drawn: path -> text."""
    return {
        "docs/check.svg": check_picture(),
        "docs/figures/README.md": gallery(),
        **figure_files(),
    }


if __name__ == "__main__":
    for path, text in files().items():
        write_whole(ROOT / path, text)
