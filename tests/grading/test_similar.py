"""similar: by the real commands, in the real sandbox, on a page only for staff."""

import sys
from pathlib import Path

import pytest
from support import ROOT, realistic
from support.made_up_grades import NASTY
from support.pages import outside, raw
from support.realistic import COUNT, DENSE

from autograder import catalog
from autograder.grading.similar import similar
from autograder.grading.submitted import STAFF
from autograder.intake.candidate import course
from autograder.intake.submissions import received

WRONG = f"""
def dense_backward(grad_outputs, inputs, kernel, bias):
    # {NASTY} </td><script>
    flat = inputs.reshape(-1, inputs.shape[-1])
    up = grad_outputs.reshape(-1, grad_outputs.shape[-1])
    return grad_outputs @ kernel.T, flat.T @ up * 3 - up[0], up.sum(axis=0)
""".encode()
OTHERS = b"""
def dense_backward(g, x, w, b):
    a = np.concatenate([each.reshape(1, -1, x.shape[-1]) for each in x[None]])[0]
    g2 = np.vstack(g.reshape(-1, g.shape[-1]))
    return g @ w.T, (np.swapaxes(a, 0, 1) @ g2) * 3 - g2[0], g2.sum(axis=0)
"""
THREE_LINES = DENSE + b"\ndef unused():\n    return 1\n"


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")
def test_the_same_wrong_numbers_reveal_two_students_with_different_code(tmp_path: Path) -> None:
    root = realistic.course(tmp_path / "course")
    files = {
        "<b>ada": DENSE + WRONG + COUNT,
        "bob": DENSE + OTHERS + COUNT,
        "cem": THREE_LINES,
        "dia": THREE_LINES,
        "eva": (ROOT / "examples/class/hana/dense.py").read_bytes(),  # a mistake on file
    }
    realistic.lay_out(root / "in", {name: {"dense.py": data} for name, data in files.items()})
    realistic.command(root, "grade", "in", "--out", "out")
    before = {path for path in (root / "out").rglob("*") if path.is_file()}
    done = realistic.command(root, "similar", "out")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split() for line in done.stdout.splitlines() if "01_dense" in line]
    assert rows[0][:3] == ["<b>ada", "and", "bob"]
    assert " ".join(rows[0]).endswith("01_dense: wrong numbers in dense_backward")
    assert "cem and dia" not in done.stdout
    page = root / "out" / STAFF / "similar.html"
    assert {path for path in (root / "out").rglob("*") if path.is_file()} - before == {page}
    assert page.stat().st_mode & 0o777 == 0o600
    text = page.read_text(encoding="utf-8")
    assert outside(text) == set()
    assert not raw(text)
    assert "<b>" not in text
    assert "&lt;b&gt;ada" in text


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")
def test_last_years_submissions_are_compared_but_nobodys_with_their_own(tmp_path: Path) -> None:
    root = realistic.course(tmp_path / "course")
    mine = {"dense.py": DENSE + WRONG + COUNT}
    realistic.lay_out(root / "in", {"ada": mine, "cem": {"dense.py": THREE_LINES}})
    old = {"ada": mine, "bob": {"dense.py": DENSE + OTHERS + COUNT}}
    realistic.lay_out(root / "last year", old)
    realistic.command(root, "grade", "in", "--out", "out")
    done = realistic.command(root, "similar", "out", "in", "--exercise", "dense")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nothing stands out." in done.stdout
    done = realistic.command(root, "similar", "out", "last year")
    assert (done.returncode, done.stderr) == (0, "")
    assert "ada and bob (last year)" in done.stdout
    assert "ada (last year)" not in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")
def test_a_student_called_like_one_of_last_year_is_compared_as_well(tmp_path: Path) -> None:
    root = realistic.course(tmp_path / "course")
    mine, theirs = ({"dense.py": DENSE + wrong + COUNT} for wrong in (WRONG, OTHERS))
    realistic.lay_out(root / "in", {"ada": mine, "bob (old)": theirs})
    realistic.lay_out(root / "old", {"bob": {"dense.py": THREE_LINES}})
    realistic.command(root, "grade", "in", "--out", "out")
    older = received(root / "old", course(root, catalog.solved(root)))
    (found,) = similar(root / "out", root, None, "auto", {"old": older})
    assert set(found.codes) == {"ada", "bob (old)", "bob (old) (old)"}
