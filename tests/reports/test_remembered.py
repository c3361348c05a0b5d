"""remembered: what `list` shows of the last check, and that a damaged file is as good as none."""

import pytest

from autograder.reports.remembered import FILE, recall

WHOLE = (
    '{"01_dense": {"dense": {"verdict": "pass", "state": "", "score": 2.0, "file": "dense.py",'
    ' "sha256": "", "time": "2026-11-30 12:00"}}}'
)


def stored(root, text):
    (root / FILE).parent.mkdir(exist_ok=True)
    (root / FILE).write_text(text, encoding="utf-8")
    return recall(root)


def test_results_are_read_with_their_fields(tmp_path):
    last = stored(tmp_path, WHOLE)["01_dense"]["dense"]
    assert (last.verdict, last.score, last.file) == ("pass", 2.0, "dense.py")
    assert last.is_old(tmp_path)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"pass"', '"perfect"'),
        ('"2026-11-30 12:00"', "7"),
        ('"file"', '"path"'),
        ('{"dense"', '["dense"'),
        ("2.0", "NaN"),
    ],
)
def test_a_damaged_file_holds_no_results(tmp_path, right, wrong):
    assert stored(tmp_path, WHOLE.replace(right, wrong)) == {}


def test_a_name_that_no_file_can_have_is_of_an_old_file(tmp_path):
    last = stored(tmp_path, WHOLE.replace("dense.py", r"\u0000"))["01_dense"]["dense"]
    assert last.is_old(tmp_path)
