"""Keep the secret seed and the hidden sheets made from it, readable by their owner only.

Neither is ever committed.
"""

import ast
import hashlib
import os
import secrets
from pathlib import Path

from .. import catalog
from ..disk import write_whole
from ..errors import Refusal
from . import FOLDER, SEED, making, sheet

OWNER_ONLY = 0o600
SHEETS = "sheets"  # the folder that holds them
IGNORED = ("hints", "predicted", "built", "uncovered")  # arguments of a spec that no sheet needs
PACKAGE = Path(__file__).parents[1]
# The modules that a sheet's contents depend on. The version of TensorFlow is left out, because
# grading works without TensorFlow.
DECIDE = (
    *("spec.py", "records.py", "catalog.py", "allowances.py", "text.py"),
    *("answers/cases.py", "answers/bounds.py", "answers/oracle.py", "answers/stepped.py"),
    *("answers/making.py", "answers/sheet.py"),
    *("verdict/compare.py", "verdict/diagnose.py", "verdict/habits.py"),
    *("sandbox/requests.py", "sandbox/results.py"),
    *("sandbox/inside/calling.py", "sandbox/inside/fence.py", "sandbox/inside/ipython.py"),
    *("sandbox/inside/kits.py", "sandbox/inside/loading.py", "sandbox/inside/packing.py"),
    *("sandbox/inside/steps.py", "sandbox/inside/worker.py"),
)


def secret_seed(root: Path, seed_file: Path | None = None) -> int:
    """Return the course's seed, created on first use. With it, anyone can compute the hidden cases.

    seed_file: read this file instead.

    Refusal: `seed_file` is missing, others may read the file, or it does not hold a whole number.
    """
    path = seed_file or root / SEED
    if not path.exists():
        if seed_file:
            raise Refusal(
                f"There is no seed file {seed_file}.",
                "Leave out --seed-file to create a new seed.",
            )
        _private(path.parent)
        write_whole(path, f"{secrets.randbits(making.SEED_BITS)}\n", OWNER_ONLY)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Refusal(
            f"Others can read the secret seed {path}.", f"Make it private: chmod 600 {path}"
        )
    text = path.read_text(encoding="ascii", errors="replace").strip()
    if not (text.isascii() and text.isdigit()):
        raise Refusal(
            f"The seed file {path} should hold one whole number and does not.",
            "Delete it to create a new seed; existing grades stay.",
        )
    return int(text)


def seed_digest(seed: int) -> str:
    """Return eight digits that tell seeds apart but do not reveal them.

    It is slow to compute, so that guessing fails even for a seed of a few digits.
    """
    return hashlib.pbkdf2_hmac("sha256", str(seed).encode(), b"seed", 200_000, 4).hex()


def hidden_sheet(root: Path, name: str, seed: int) -> bytes | None:
    """Return the stored sheet of an exercise for this seed.

    None if it does not exist yet, or one of its dependencies has changed.
    """
    path = _path(root, name, seed)
    return path.read_bytes() if path.exists() else None


def make_hidden_sheet(root: Path, name: str, seed: int) -> bytes:
    """Make the sheet of an exercise for this seed with TensorFlow, and store it."""
    answers = making.build_sheet(catalog.solution(root, name), seed, making.open_oracle())
    data = sheet.dump(answers)
    _private(root / FOLDER)
    write_whole(_path(root, name, seed), data, OWNER_ONLY)
    return data


def is_hidden(root: Path, data: bytes) -> bool:
    """Tell whether this is one of the hidden sheets, old or new."""
    return any(path.read_bytes() == data for path in (root / FOLDER / SHEETS).glob("*.npz"))


def _path(root: Path, name: str, seed: int) -> Path:
    """Return the path of a sheet. Its name contains a digest of everything it depends on."""
    digest = hashlib.sha256(str(seed).encode())
    sources = catalog.solution(root, name).sources()
    sources["spec.py"] = _deciding(sources["spec.py"])
    modules = {file: (PACKAGE / file).read_bytes() for file in DECIDE}
    for file, source in (*sources.items(), *modules.items()):  # both have a spec.py
        digest.update(file.encode() + hashlib.sha256(source).digest())
    return root / FOLDER / SHEETS / f"{name}-{digest.hexdigest()[:16]}.npz"


def _deciding(spec: bytes) -> bytes:
    """Return a spec without comments and texts for students."""
    tree = ast.parse(spec)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            node.keywords = [each for each in node.keywords if each.arg not in IGNORED]
    return ast.unparse(tree).encode()


def _private(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
