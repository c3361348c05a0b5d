"""markers: skeletons for students, without a line of the solution."""

import pytest

from autograder.authoring.markers import bare_lines, solution_lines, strip_solutions
from autograder.errors import Refusal

TODO = 'raise NotImplementedError("{}: replace this line")'
SOURCE = '''\
import numpy as np


### BEGIN SOLUTION
def helper(rows):
    return rows.sum(axis=0)
### END SOLUTION


def dense(inputs, kernel):
    """Connect."""
    scale = 1
    ### BEGIN SOLUTION
    # a word of explanation
    product = inputs @ kernel
    scale = 1
    )
    ### END SOLUTION
    return product


class Layer:
    def call(self):
        def inner():
            pass
        for _ in range(3):
            ### BEGIN SOLUTION
            inner()
            self.rows = helper(3)
            ### END SOLUTION
'''.replace("    )\n", "")


def test_each_region_becomes_a_line_that_says_what_to_do():
    skeleton = strip_solutions(SOURCE, "dense.py")
    assert f"    scale = 1\n    {TODO.format('dense')}\n    return product\n" in skeleton
    assert f"        for _ in range(3):\n            {TODO.format('Layer.call')}\n" in skeleton


def test_the_innermost_function_is_named():
    source = (
        "def outer():\n    def inner():\n"
        "        ### BEGIN SOLUTION\n        pass\n        ### END SOLUTION\n"
    )
    assert TODO.format("outer.inner") in strip_solutions(source, "dense.py")


def test_a_region_outside_functions_is_removed():
    assert strip_solutions(SOURCE, "dense.py").startswith("import numpy as np\n\n\n\n\ndef dense")


def test_the_skeleton_raises_what_a_student_can_act_on():
    names = {}
    exec(strip_solutions(SOURCE.replace("import numpy as np", ""), "dense.py"), names)
    with pytest.raises(NotImplementedError, match=r"^dense: replace this line"):
        names["dense"](1, 2)


def test_solution_lines_are_those_that_occur_nowhere_else():
    assert solution_lines(SOURCE) == {
        "def helper(rows):",
        "return rows.sum(axis=0)",
        "# a word of explanation",
        "product = inputs @ kernel",
        "self.rows = helper(3)",
    }


def test_a_trailing_comment_does_not_hide_a_solution_line():
    commented = SOURCE.replace("product = inputs @ kernel", "product = inputs @ kernel  # rows")
    assert solution_lines(commented) & {*bare_lines("    product = inputs @ kernel  # x")}


def test_no_solution_line_survives():
    skeleton = {line.strip() for line in strip_solutions(SOURCE, "dense.py").splitlines()}
    assert not solution_lines(SOURCE) & skeleton


def test_a_text_without_regions_stays_as_it_is():
    assert strip_solutions("x = 1\n", "dense.py") == "x = 1\n"


BEGIN, END = "    ### BEGIN SOLUTION\n", "    ### END SOLUTION\n"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (BEGIN + "    x = 1\n", "dense.py, line 2: this ### BEGIN SOLUTION has no END"),
        ("    x = 1\n" + END, "dense.py, line 3: this ### END SOLUTION has no BEGIN"),
        (
            BEGIN + "    x = 1\n" + BEGIN + END + END,
            "line 4: a region begins inside the one opened in line 2",
        ),
        (
            BEGIN + "    x = 1\n    " + END,
            "line 4: this END is not indented like its BEGIN in line 2",
        ),
        (BEGIN + "    x = 1\n" + END + END, "line 5: this ### END SOLUTION has no BEGIN"),
        (
            "    # BEGIN SOLUTION\n    x = 1\n    # END SOLUTION\n",
            "line 2: '# BEGIN SOLUTION' looks like a marker",
        ),
        ("    ### begin solution\n    x = 1\n", "looks like a marker"),
        ("    x = 1  ### BEGIN SOLUTION\n", "looks like a marker"),
        ("    ###BEGIN SOLUTION\n    x = 1\n", "looks like a marker"),
        ("    x = (\n", "dense.py is not valid Python, line 2"),
        ("    if True:\n        x = 1\n" + BEGIN + "    else:\n        y = 1\n" + END, None),
        (
            BEGIN + "    if True:\n" + END + "        x = 1\n",
            "without its solutions is not valid Python",
        ),
    ],
)
def test_markers_that_do_not_pair_are_refused_with_the_line(body, says):
    if says is None:
        assert "else" not in strip_solutions("def f():\n" + body, "dense.py")
        return
    with pytest.raises(Refusal, match=says):
        strip_solutions("def f():\n" + body, "dense.py")
