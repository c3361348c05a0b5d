"""pictures: the committed files are those that the script draws, and texts describe figures."""

import os
import re
import runpy
from xml.etree import ElementTree

import pictures
import pytest
from drawing import COLOURS, Picture
from support import ROOT

from autograder import catalog

DRAWN = pictures.figure_files()
FIGURES = [
    (exercise, figure) for exercise, figures in pictures.figures().items() for figure in figures
]
NAMES = [f"{exercise}/{figure.__name__}" for exercise, figure in FIGURES]
CURVES = runpy.run_path(str(ROOT / "solutions/02_activations/figures/draw.py"))["FUNCTIONS"]


def committed(path):
    return (ROOT / path).read_bytes().decode()


@pytest.mark.parametrize("path", DRAWN)
def test_a_committed_figure_is_what_the_script_draws(path):
    assert committed(path) == DRAWN[path], (
        f"{path} is stale: run `make pictures`, then `autograder release`."
    )


def test_the_committed_page_and_check_are_what_the_script_draws():
    assert committed("docs/figures.md") == pictures.gallery(), "run `make pictures`"
    assert committed("docs/check.svg") == pictures.check_picture(), "run `make pictures`"


def test_the_picture_of_the_report_is_a_small_png():
    data = (ROOT / "docs/report.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    assert len(data) <= 150 * 1024


def test_every_figure_has_a_function_that_draws_it():
    files = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("solutions/*/figures/*")}
    code = {f"solutions/{exercise}/figures/draw.py" for exercise in pictures.figures()}
    assert files - code == set(DRAWN)


@pytest.mark.parametrize("exercise", pictures.figures())
def test_students_get_the_figures_and_not_the_code_that_draws_them(exercise):
    solution, released = catalog.solution(ROOT, exercise), catalog.released(ROOT, exercise)
    drawn = [f"{figure.__name__}.svg" for owner, figure in FIGURES if owner == exercise]
    assert [path.name for path in solution.figures] == sorted(drawn)
    assert sorted(os.listdir(released.path / "figures")) == sorted(drawn)


@pytest.mark.parametrize("path", DRAWN)
def test_a_figure_is_small_and_loads_nothing(path):
    assert len(DRAWN[path].encode()) < 20 * 1024
    assert not re.search(r"url\(|@import|href|<script", DRAWN[path])
    assert {int(size) for size in re.findall(r"(\d+)px", DRAWN[path])} == {18, 20}


@pytest.mark.parametrize(("exercise", "figure"), FIGURES, ids=NAMES)
def test_the_text_shows_a_figure_and_says_what_is_seen(exercise, figure):
    text = committed(f"solutions/{exercise}/{exercise[3:]}.py").replace("\n# ", " ")
    assert f"![{pictures.words(figure)}](figures/{figure.__name__}.svg)" in text
    title = ElementTree.fromstring(DRAWN[f"solutions/{exercise}/figures/{figure.__name__}.svg"])[0]
    assert title.text == pictures.words(figure) != ""


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("letters", ["ink", "muted"])
@pytest.mark.parametrize("ground", ["card", "blue-pale", "orange-pale", "green-pale"])
def test_letters_have_contrast_with_their_background(theme, letters, ground):
    """WCAG 2 requires a contrast of 4.5 for text."""
    darker, lighter = sorted(luminance(COLOURS[name][theme]) for name in (letters, ground))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(colour):
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(("name", "function", "slope"), [row[:3] for row in CURVES])
def test_a_dashed_curve_is_the_slope_of_the_solid_one(name, function, slope):
    for x in (-2.5, -1.0, -0.3, 0.2, 0.9, 2.4):
        assert slope(x) == pytest.approx((function(x + 1e-5) - function(x - 1e-5)) / 2e-5, abs=1e-6)


def test_words_in_a_picture_are_words_and_not_markup():
    picture = Picture(40)
    picture.text(1, 1, "a < b & c")
    root = ElementTree.fromstring(picture.svg("<title>"))
    assert (root[0].text, root[-1].text) == ("<title>", "a < b & c")
