"""The order in which CONTRIBUTING.md tells to read the package is the order in which its modules import each other."""

import ast
import re

import pytest
from support import ROOT

PACKAGE = ROOT / "autograder"
TABLE = re.findall(
    r"^\| (`.*?`) \|", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE
)
ORDER = [name for cell in TABLE for name in re.findall(r"`(.*?)`", cell)]
MODULES = {
    path.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path not in (PACKAGE / "__init__.py", PACKAGE / "__main__.py")
}


def place(module):
    """Where a module, or the folder it lies in, stands in the table."""
    return ORDER.index(module if module in ORDER else module.partition("/")[0] + "/")


def imported(module):
    """The modules of this package that a module imports anywhere, also inside its functions."""
    here = MODULES[module].relative_to(PACKAGE).parts
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = "/".join(
                (*here[: len(here) - node.level], *(node.module or "").split("."))
            ).strip("/")
            inside = [f"{base}/{alias.name}".strip("/") for alias in node.names]
            yield from {name if name in MODULES else base for name in inside} & set(MODULES)


def test_every_module_stands_in_the_table_once():
    assert len(ORDER) == len(set(ORDER))
    assert {ORDER[place(module)] for module in MODULES} == set(ORDER)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_stands_before_it(module):
    assert [other for other in imported(module) if place(other) > place(module)] == []
