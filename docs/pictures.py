"""Draw the pictures of the documentation and of the exercises: `make pictures`.

An exercise's figures are in its figures/draw.py, which lists them as `FIGURES`, a tuple of
functions that return a `Picture`. A figure is named after its function, and the function's
docstring is its alternative text. All numbers in a picture are computed.
"""

import io
import re
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from drawing import Picture
from playwright.sync_api import sync_playwright
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from autograder import catalog
from autograder.disk import write_whole
from autograder.grading.check import Target, check, only_tasks, public_sheet
from autograder.reports.checked import check_report
from autograder.sandbox.runner import ProcessSandbox

Figure = Callable[[], Picture]

ROOT = Path(__file__).parents[1]
CHROMIUM = "/usr/bin/chromium"
# rich's template fetches its font from a server; a picture in a repository should not.
TEMPLATE = (
    re.sub(r"@font-face \{\{.*?\}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL).strip() + "\n"
)


def check_picture() -> str:
    """Draw a student's check that names a mistake: the kernel is not flipped."""
    target = Target(
        file=ROOT / "examples/class/fatima/convolution.py",
        folder=catalog.released(ROOT, "03_convolution"),
    )
    answers = only_tasks(public_sheet(target.folder), ["conv2d"])
    with ProcessSandbox() as sandbox:
        graded = check(sandbox, target.submission(), answers)
    console = Console(
        record=True, width=92, file=io.StringIO(), force_terminal=True, legacy_windows=False
    )
    console.print(check_report([graded]))
    title = "autograder check 03_convolution --task conv2d"
    return console.export_svg(title=title, code_format=TEMPLATE, unique_id="check")


def report_picture() -> bytes:
    """Capture the top of `make demo`'s class report, in Debian's chromium."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        grade = [sys.executable, "-m", "autograder", "grade", "examples/class", "--out", folder]
        if subprocess.run(grade, cwd=ROOT).returncode not in (0, 1):  # 1: not all can be graded
            raise SystemExit("The made-up class was not graded.")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 900, "height": 640})
        page.goto((Path(folder) / "report.html").as_uri())
        return page.screenshot()


def figures() -> dict[str, tuple[Figure, ...]]:
    """Return the figures of each exercise that has any, in the listed order."""
    listed = {}
    for exercise in catalog.exercises(ROOT, catalog.SOLUTIONS):
        script = catalog.solution(ROOT, exercise).path / "figures" / "draw.py"
        if script.is_file():
            listed[exercise] = runpy.run_path(str(script))["FIGURES"]
    return listed


def words(figure: Figure) -> str:
    """Return the alternative text of a figure, on one line."""
    return " ".join((figure.__doc__ or "").split())


def figure_files() -> dict[str, str]:
    """Draw the figures of all exercises: path -> text."""
    drawn = {}
    for exercise, listed in figures().items():
        for figure in listed:
            path = f"solutions/{exercise}/figures/{figure.__name__}.svg"
            drawn[path] = figure().svg(words(figure))
    return drawn


def gallery() -> str:
    """Write the page docs/figures.md, which shows all figures."""
    lines = ["# The figures of the exercises", "", "`make pictures` draws and lists them."]
    for exercise, listed in figures().items():
        folder = f"../exercises/{exercise}"
        notebook = f"{folder}/{catalog.module_name(exercise)}.ipynb"
        lines += ["", f"## {exercise}", "", f"From [its notebook]({notebook})."]
        for figure in listed:
            lines += ["", f"![{words(figure)}]({folder}/figures/{figure.__name__}.svg)"]
    return "\n".join(lines) + "\n"


def files() -> dict[str, str]:
    """Draw everything but the report, which browsers draw differently: path -> text."""
    return {
        "docs/check.svg": check_picture(),
        "docs/figures.md": gallery(),
        **figure_files(),
    }


if __name__ == "__main__":
    for path, text in files().items():
        write_whole(ROOT / path, text)
    write_whole(ROOT / "docs/report.png", report_picture())
