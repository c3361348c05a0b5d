"""The layout: folders by stage, imports that point one way, names that others rely on."""

import ast
import importlib
import re
from importlib.util import find_spec

import pytest
from support import ROOT

from autograder.adapters.gradescope.export import RUN

PACKAGE = ROOT / "autograder"
MOST_LINES = 320
MOST_ENTRIES = 18
DEEPEST = 8  # packages and top-level modules in the longest chain
TABLE = re.findall(
    r"^\| (`.*?`) \|", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE
)
ORDER = [re.findall(r"`(.*?)`", cell) for cell in TABLE]  # the names in one row have the same rank
MODULES = {
    path.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path not in (PACKAGE / "__init__.py", PACKAGE / "__main__.py")
}


def group(module):
    """Return the folder directly below the package that a module is in, or the module itself."""
    top, _, rest = module.partition("/")
    return f"{top}/" if rest or (PACKAGE / top).is_dir() else top


def rank(module):
    """Return the row of the table in CONTRIBUTING.md that a module belongs to."""
    (row,) = [number for number, names in enumerate(ORDER) if group(module) in names]
    return row


def imported(module):
    """Return the modules of this package that a module imports anywhere, in its functions too.

    Imports only for annotations do not count: they are never run.
    """
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    for_types = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for_types |= {id(inner) for inner in ast.walk(node)}
    here = MODULES[module].relative_to(PACKAGE).parts
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            # One way to import our own modules, so that the rest of this test sees all of them.
            assert not any(alias.name.startswith("autograder") for alias in node.names)
        if not isinstance(node, ast.ImportFrom) or id(node) in for_types:
            continue
        if node.level:
            folder = here[: len(here) - node.level]
            base = "/".join((*folder, *(node.module or "").split("."))).strip("/")
        elif (node.module or "").partition(".")[0] == "autograder":
            base = "/".join(node.module.split(".")[1:])
        else:
            continue
        for alias in node.names:
            inner = f"{base}/{alias.name}".strip("/")
            modules.add(inner if inner in MODULES else base)
    return modules & set(MODULES)


GRAPH = {module: imported(module) for module in MODULES}


def loop_from(start, way=(), done=None):
    """Return the modules of a loop within reach, or None. done: modules known to reach none."""
    done = set() if done is None else done
    if start in way:
        return way[way.index(start) :]
    if start in done:
        return None
    for other in sorted(GRAPH[start]):
        if loop := loop_from(other, (*way, start), done):
            return loop
    done.add(start)
    return None


def longest_chain(graph, start):
    """Return the longest chain of imports that begins here."""
    ways = [longest_chain(graph, other) for other in graph[start]]
    return [start, *max(ways, key=len, default=[])]


def groups():
    graph = {group(module): set() for module in MODULES}
    for module, others in GRAPH.items():
        graph[group(module)] |= {group(other) for other in others} - {group(module)}
    return graph


def test_the_package_has_nine_files_and_nine_folders():
    entries = [path for path in PACKAGE.iterdir() if not path.name.startswith("__")]
    assert len([path for path in entries if path.is_dir()]) == 9
    assert len(entries) <= MOST_ENTRIES


def test_every_module_is_in_the_table_once():
    names = [name for row in ORDER for name in row]
    assert sorted(names) == sorted({group(module) for module in MODULES})


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_its_own_folder_and_lower_ranks(module):
    above = []
    for other in GRAPH[module]:
        if group(other) != group(module) and rank(other) >= rank(module):
            above.append(other)
    assert above == []


def test_no_imports_form_a_loop():
    assert [loop for module in MODULES if (loop := loop_from(module))] == []


def test_the_longest_chain_of_imports_is_short():
    graph = groups()
    longest = max((longest_chain(graph, name) for name in graph), key=len)
    assert len(longest) <= DEEPEST, longest


@pytest.mark.parametrize("module", MODULES)
def test_a_file_is_short(module):
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= MOST_LINES


# -- what others rely on -----------------------------------------------------------------------

PUBLIC = {
    "autograder": {"case"},
    "autograder.spec": {
        "Allowance",
        "Case",
        "Draw",
        "Exercise",
        "KINDS",
        "MAGNITUDES",
        "Part",
        "Task",
    },
    "autograder.allowances": {
        "convolution_by_fft",
        "cross_entropy_gradient",
        "elementwise",
        "elementwise_gradient",
        "maximum_gradient",
        "row_gradient",
        "row_loss",
        "slope_gradient",
    },
    "autograder.jupyter": {"check"},
    "autograder.adapters.nbgrader": {"configure", "write_course", "write_gradebook"},
    "autograder.cli": {"main"},
}


@pytest.mark.parametrize("module", PUBLIC)
def test_the_public_names_stay_where_courses_import_them(module):
    there = importlib.import_module(module)
    assert [name for name in PUBLIC[module] if not hasattr(there, name)] == []


def test_the_zip_for_gradescope_starts_a_module_that_exists():
    (module,) = re.findall(r"-m (\S+)", RUN)
    assert module == "autograder.adapters.gradescope"
    assert find_spec(f"{module}.__main__")
