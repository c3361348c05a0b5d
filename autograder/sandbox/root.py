"""The files in the sandbox's root: Python, NumPy, what an exercise allows, and `inside/`; nothing else."""

import importlib.util
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import Refusal
from .process import INSIDE, PACKAGE

PACKAGES = Path("/packages")
Binds = dict[Path, Path]  # place inside -> place outside


def binds(packages: Sequence[str]) -> Binds:
    """Return everything that the sandbox can see, all of it read-only."""
    python = [
        executable(),
        stdlib(),
        *(Path(sys.base_prefix).resolve() / "lib").glob("libpython*.so*"),
    ]
    return {
        **{place: place for place in (*system_libraries(), *python)},
        **{
            PACKAGES / place.name: place
            for package in ("numpy", *packages)
            for place in package_files(package)
        },
        PACKAGES.joinpath(*PACKAGE.split(".")): INSIDE,
    }


def executable() -> Path:
    """Return the Python behind a virtual environment; the environment itself stays outside."""
    return Path(getattr(sys, "_base_executable", sys.executable)).resolve()


def stdlib() -> Path:
    """Return the folder of the standard library."""
    return Path(sysconfig.get_path("stdlib")).resolve()


def system_libraries() -> Iterator[Path]:
    """Find the dynamic loader and the C libraries.

    Debian keeps them apart from everything else, Fedora and Arch do not.
    """
    multiarch = Path("/usr/lib", sysconfig.get_config_var("MULTIARCH") or "none")
    folders = (
        [multiarch, Path("/usr/lib64")]
        if multiarch.is_dir()
        else [Path("/usr/lib"), Path("/usr/lib64")]
    )
    yield from (place for place in folders if place.is_dir() and not place.is_symlink())
    yield from Path("/usr/lib").glob("ld-*.so*")
    yield from (
        place for place in (Path("/etc/ld.so.cache"), Path("/etc/alternatives")) if place.exists()
    )


def package_files(package: str) -> Iterator[Path]:
    """Find a package, and the folder of shared libraries that its wheel may have brought along."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise Refusal(
            f"The exercise allows the package {package}, but it is not installed here.",
            f"Install {package}.",
        )
    place = Path(spec.origin).resolve()
    place = place.parent if spec.submodule_search_locations else place
    yield place
    libs = place.with_name(f"{package}.libs")
    if libs.is_dir():
        yield libs


def root(files: Binds) -> list[str]:
    """Return the options of bwrap that show these files, and nothing else installed beside them."""
    folders = sorted(
        {folder for inside in files for folder in inside.parents}
    )  # bwrap's own would be for root alone
    options = [word for folder in folders for word in ("--dir", str(folder))]
    options += [
        word
        for inside, outside in files.items()
        for word in ("--ro-bind", str(outside), str(inside))
    ]
    for link in map(Path, ("/lib", "/lib64", "/usr/lib64")):
        if link.is_symlink():
            options += ["--symlink", str(link.readlink()), str(link)]
    for folder in files:
        for hidden in (
            *folder.glob("site-packages"),
            *folder.glob("dist-packages"),
            *folder.glob("python3*/*-packages"),
        ):
            options += ["--tmpfs", str(hidden), "--remount-ro", str(hidden)]
    return options
