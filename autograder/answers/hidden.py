"""The secret seed, and the hidden sheets made from it: readable by their owner only, never in git."""

import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from . import catalog
from .errors import Refusal
from .store import write_whole

FOLDER = ".autograder"
SEED_BITS = 128
OWNER_ONLY = 0o600
DECIDE = (
    "allowances", "cases", "catalog", "compare", "diagnose", "oracle", "pipeline", "records", "sheet", "spec",
    "sandbox/fence", "sandbox/frames", "sandbox/worker",
)  # fmt: skip


def secret_seed(root: Path, seed_file: Path | None = None) -> int:
    """The course's seed, made on first use. Whoever has it can compute every hidden case."""
    path = seed_file or root / FOLDER / "seed"
    if not path.exists():
        if seed_file:
            raise Refusal(f"There is no seed file {seed_file}.", "Leave out --seed-file, and a new seed is made.")
        _private(path.parent)
        write_whole(path, f"{secrets.randbits(SEED_BITS)}\n", OWNER_ONLY)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Refusal(f"Others may read the secret seed {path}.", f"Make it private: chmod 600 {path}")
    text = path.read_text(encoding="ascii", errors="replace").strip()
    if not (text.isascii() and text.isdigit()):
        raise Refusal(
            f"The seed file {path} should hold one whole number and does not.",
            "Delete it, and a new seed is made; earlier grades keep theirs.",
        )
    return int(text)


def hidden_sheet(root: Path, name: str, seed: int, make: Callable[[], bytes]) -> bytes:
    """The sheet of an exercise under this seed. It is made once for as long as nothing it follows from changes."""
    digest = hashlib.sha256(str(seed).encode())
    sources = catalog.source_files(root / "solutions" / name) | _oracle_sources()
    for file, source in sources.items():
        digest.update(file.encode() + hashlib.sha256(source).digest())
    path = root / FOLDER / "sheets" / f"{name}-{digest.hexdigest()[:16]}.npz"
    if not path.exists():
        _private(root / FOLDER)
        write_whole(path, make(), OWNER_ONLY)
    return path.read_bytes()


def _oracle_sources() -> dict[str, bytes]:
    """The modules that decide what a sheet holds. TensorFlow's version is not asked: grading does without it."""
    package = Path(__file__).parent
    return {name: (package / f"{name}.py").read_bytes() for name in DECIDE}


def _private(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
