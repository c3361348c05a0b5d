"""Shared by the sandbox's tests: a Python that has NumPy and nothing else installed."""

from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(scope="session")
def only_numpy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder to import from that holds only NumPy and its shared libraries."""
    folder = tmp_path_factory.mktemp("packages")
    package = Path(np.__file__).resolve().parent
    for path in (package, package.with_name("numpy.libs")):
        if path.exists():
            (folder / path.name).symlink_to(path)
    return folder
