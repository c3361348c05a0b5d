"""Draws the pictures of the documentation: `make pictures`. What they show is what the program says."""

import io
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from autograder.intake import one_file
from autograder.pipeline import check_one, load_sheet, only_task
from autograder.reports.terminal import check_report
from autograder.sandbox.process import ProcessSandbox

ROOT = Path(__file__).parents[1]
# rich's own template fetches its font from elsewhere; a picture in a repository should not.
TEMPLATE = re.sub(r"@font-face \{\{.*?\}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL).strip() + "\n"


def check_picture() -> str:
    """A student's check that has found a kernel turned round."""
    answers = load_sheet((ROOT / "exercises/03_convolution/sheet.npz").read_bytes())
    with ProcessSandbox() as sandbox:
        submission = one_file(ROOT / "examples/class/fatima/convolution.py", "03_convolution")
        graded = check_one(submission, only_task(answers, "conv2d"), sandbox)
    console = Console(record=True, width=92, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(check_report([graded]))
    title = "autograder check 03_convolution --task conv2d"
    return console.export_svg(title=title, code_format=TEMPLATE, unique_id="check")


if __name__ == "__main__":
    (ROOT / "docs/check.svg").write_text(check_picture(), encoding="utf-8")
