"""naming: mistakes are counted, and the cost of each is reported."""

import pytest

from autograder import catalog
from autograder.answers.making import public_sheet
from autograder.authoring.naming import special_value, special_values_cost_at_most_half
from autograder.authoring.new import new
from autograder.authoring.release import release
from autograder.authoring.verify import SEEDS, Proof

pytestmark = pytest.mark.oracle


@pytest.fixture
def folder(tmp_path):
    """Make a new exercise, and release it."""
    (tmp_path / "solutions").mkdir()
    folder = new(tmp_path, "09_scaling")
    release(tmp_path, {folder.name: public_sheet(tmp_path, folder.name)})
    return folder


def test_the_table_counts_mistakes_that_are_named_and_that_are_named_wrongly(folder, autograder):
    root = folder.parent.parent
    done = autograder("verify", "scaling", "--table", "--seeds", "1", cwd=root)
    assert (done.returncode, [line.split()[-4:] for line in done.stdout.splitlines()[1:4]]) == (
        0,
        [["scale", "1", "1", "0"], ["scale_backward", "1", "1", "0"], ["total", "2", "2", "0"]],
    )
    twin = (folder / "mistakes/added.py").read_text(encoding="utf-8")
    (folder / "mistakes/twin.py").write_text(twin, encoding="utf-8")
    done = autograder("verify", "scaling", "--table", "--seeds", "1", cwd=root)
    assert (done.returncode, done.stdout.splitlines()[1].split()[-4:]) == (
        1,
        ["scale", "2", "1", "1"],
    )


def test_the_table_shows_what_each_mistake_costs_and_in_which_task(folder, autograder):
    root, added = folder.parent.parent, folder / "mistakes/added.py"
    added.write_text(added.read_text(encoding="utf-8") + "\n# special value: 1\n", encoding="utf-8")
    done = autograder("verify", "scaling", "--table", "--seeds", "1", cwd=root)
    costs = [line.split() for line in done.stdout.splitlines()[6:]]
    assert ["09_scaling", "added", "scale", "100%", "1"] in costs
    assert len(costs) == len(list((folder / "mistakes").glob("*.py")))


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("", ("", "")),
        ("# special value: 1", ("1", "")),
        ("# special value: 1; nothing else can be scaled", ("1", "nothing else can be scaled")),
    ],
)
def test_a_mistake_about_one_value_costs_at_most_half_or_has_a_reason(
    folder, oracle, comment, expected
):
    added = folder / "mistakes/added.py"
    added.write_text(added.read_text(encoding="utf-8") + f"\n{comment}\n", encoding="utf-8")
    assert special_value(added) == expected
    proof = Proof(catalog.solution(folder.parent.parent, folder.name), oracle, SEEDS[:1])
    complaints = list(special_values_cost_at_most_half(proof))
    assert bool(complaints) == (expected == ("1", ""))
    assert all("mistakes/added.py costs 100% of scale" in each for each in complaints)
