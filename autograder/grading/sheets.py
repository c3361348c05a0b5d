"""Get the hidden sheets of several exercises, and ask TensorFlow for those that do not exist."""

from collections.abc import Iterable
from pathlib import Path

from ..answers import hidden
from ..reports.terminal import console


def hidden_sheets(
    root: Path, names: Iterable[str], seed_file: Path | None = None
) -> dict[str, bytes]:
    """Return the hidden sheet of each exercise. TensorFlow makes those that do not exist yet."""
    seed = hidden.secret_seed(root, seed_file)
    sheets = {}
    for name in names:
        sheet = hidden.hidden_sheet(root, name, seed)
        if sheet is None:
            asking = f"Asking TensorFlow for the hidden cases of {name}, once for this seed ..."
            with console(stderr=True).status(asking):
                sheet = hidden.make_hidden_sheet(root, name, seed)
        sheets[name] = sheet
    return sheets
