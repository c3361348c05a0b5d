"""Make notebooks that students submit: damaged by accident, or with a trick."""

import copy

import nbformat

from support.nbgrader_course import grade_id

code = nbformat.v4.new_code_cell


def cell_of(book, name):
    return next(cell for cell in book.cells if grade_id(cell) == name)


def cell_for_nbgrader(source, name, **roles):
    data = {
        "schema_version": 3,
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
        **roles,
    }
    return code(source, metadata={"nbgrader": {**data, "grade_id": name}})


def imports_of(book):
    return next(cell for cell in book.cells if cell.source.startswith("import numpy"))


# -- accidents ---------------------------------------------------------------------------------
# Each gets a solved notebook and the released one, and must earn every point.


def checks_and_questions_deleted(book, _):
    book.cells = [
        cell
        for cell in book.cells
        if not grade_id(cell).startswith(("check-", "predict", "explain"))
    ]


def all_but_solutions_deleted(book, _):
    book.cells = [cell for cell in book.cells if grade_id(cell).startswith("solution-")]


def reversed_order(book, _):
    book.cells.reverse()


def every_cell_twice(book, _):
    book.cells = [copy.deepcopy(cell) for cell in book.cells for _ in range(2)]


def untouched_copy_below(book, released):
    at = book.cells.index(cell_of(book, "solution-dense"))
    book.cells.insert(at + 1, cell_of(released, "solution-dense"))


def functions_in_cells_of_their_own(book, released):
    """Split each cell: the work is at the end, the given cells are unchanged."""
    at = [n for n, cell in enumerate(book.cells) if grade_id(cell).startswith("solution-")]
    book.cells += [code(book.cells[n].source) for n in at]
    for n in at:
        book.cells[n] = cell_of(released, grade_id(book.cells[n]))


def metadata_lost(book, _):
    for cell in book.cells:
        cell.metadata.clear()


def metadata_garbled(book, _):
    for cell in book.cells:
        if name := grade_id(cell):
            cell.metadata["nbgrader"] = (
                "x" if name == "explain" else {"grade_id": name, "nonsense": [1]}
            )


def another_kernel(book, _):
    book.metadata["kernelspec"] = {
        "name": "julia-1.9",
        "display_name": "Julia",
        "language": "julia",
    }


def magics_and_shell_lines(book, _):
    book.cells.insert(1, code("%matplotlib inline\n!pip install numpy\nx = 1\n?x"))
    book.cells.insert(2, code("%%bash\nexit 1"))


def exceptions_while_exploring(book, _):
    book.cells.insert(1, code("1 / 0"))
    book.cells.insert(2, code("this is no Python"))
    book.cells.append(code("raise SystemExit"))


def a_solution_turned_into_text(book, _):
    cell = cell_of(book, "solution-dense")
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]


def its_own_check_beside_the_import(book, _):
    imports_of(
        book
    ).source = "from autograder.jupyter import check\nimport numpy as np\ncheck('dense')"


def a_helper_beside_the_import(book, _):
    imports_of(book).source += "\n\ndef add(a, b):\n    return a + b"
    cell = cell_of(book, "solution-dense")
    cell.source = cell.source.replace("inputs @ kernel + bias", "add(inputs @ kernel, bias)")


ACCIDENTS = [
    checks_and_questions_deleted,
    all_but_solutions_deleted,
    reversed_order,
    every_cell_twice,
    untouched_copy_below,
    functions_in_cells_of_their_own,
    metadata_lost,
    metadata_garbled,
    another_kernel,
    magics_and_shell_lines,
    exceptions_while_exploring,
    a_solution_turned_into_text,
    its_own_check_beside_the_import,
    a_helper_beside_the_import,
]

# -- tricks ------------------------------------------------------------------------------------
# Each gets an untouched notebook and the course's folder, and must earn nothing.


def an_ast_hook_removes_the_tests(book, _):
    hook = (
        "import ast\nclass Away(ast.NodeTransformer):\n"
        "    def visit_Expr(self, node):\n        return None\n"
    )
    book.cells.insert(0, code(hook + "get_ipython().ast_transformers.append(Away())"))


def a_cell_hook_dumps_the_tests(book, course):
    leak = f"lambda info: open({str(course / 'leak')!r}, 'a').write(info.raw_cell)"
    book.cells.insert(0, code(f"get_ipython().events.register('pre_run_cell', {leak})"))


def an_array_equals_everything(book, _):
    book.cells.append(code(
        "class Equal(np.ndarray):\n    def __eq__(self, other):\n        return np.array(True)\n"
        "    __sub__ = __rsub__ = lambda self, other: np.zeros(1)\n"
        "def dense(inputs, kernel, bias):\n    return np.zeros((1, 1)).view(Equal)\n"
    ))  # fmt: skip


def the_gradebook_is_written(book, course):
    update = "UPDATE grade SET manual_score = 99"
    book.cells.insert(0, code(
        f"import sqlite3\nbook = sqlite3.connect({str(course / 'gradebook.db')!r})\n"
        f"book.execute({update!r})\nbook.commit()"
    ))  # fmt: skip


def its_checks_say_nan(book, _):
    """Earn full points if the result of a cell counts."""
    for cell in book.cells:
        if grade_id(cell).startswith("check-"):
            cell.source = "float('nan')"
            cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "nan"})]
    book.cells.insert(
        0, code("check = lambda name: float('nan')\nimport builtins\nbuiltins.check = check")
    )


def its_checks_are_worth_more(book, _):
    for cell in book.cells:
        if grade_id(cell).startswith("check-"):
            cell.metadata.nbgrader.points = 100
            cell.source = "100.0"


TRICKS = [
    an_ast_hook_removes_the_tests,
    a_cell_hook_dumps_the_tests,
    an_array_equals_everything,
    the_gradebook_is_written,
    its_checks_say_nan,
    its_checks_are_worth_more,
]
