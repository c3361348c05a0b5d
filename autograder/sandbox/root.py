"""Choose the files in the sandbox's root: Python, NumPy, an exercise's packages, and `inside/`."""

import importlib.metadata
import importlib.util
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import Refusal
from .inside.kits import TENSORFLOW
from .process import INSIDE, PACKAGE

PACKAGES = Path("/packages")
NOT_NEEDED = ("libclang", "setuptools")  # TensorFlow lists them, but only its build needs them
Binds = dict[Path, Path]  # path inside the sandbox -> path outside


def binds(packages: Sequence[str]) -> Binds:
    """Return every path that the sandbox can see. All of them are read-only."""
    libpython = (Path(sys.base_prefix).resolve() / "lib").glob("libpython*.so*")
    paths = {path: path for path in (*system_libraries(), executable(), stdlib(), *libpython)}
    for package in ("numpy", *packages):
        for path in package_files(package):
            paths[PACKAGES / path.name] = path
        if package == TENSORFLOW:
            paths |= {PACKAGES / name: path for name, path in required_files(package)}
    paths[PACKAGES.joinpath(*PACKAGE.split("."))] = INSIDE
    return paths


def executable() -> Path:
    """Return the base interpreter of a virtual environment, which itself stays outside."""
    return Path(getattr(sys, "_base_executable", sys.executable)).resolve()


def stdlib() -> Path:
    """Return the folder of the standard library."""
    return Path(sysconfig.get_path("stdlib")).resolve()


def system_libraries() -> Iterator[Path]:
    """Yield the paths of the dynamic loader and the C libraries.

    Debian keeps them in a separate directory; Fedora and Arch do not.
    """
    multiarch = Path("/usr/lib", sysconfig.get_config_var("MULTIARCH") or "none")
    libraries = multiarch if multiarch.is_dir() else Path("/usr/lib")
    for folder in (libraries, Path("/usr/lib64")):
        if folder.is_dir() and not folder.is_symlink():
            yield folder
    yield from Path("/usr/lib").glob("ld-*.so*")
    for path in (Path("/etc/ld.so.cache"), Path("/etc/alternatives")):
        if path.exists():
            yield path


def package_files(package: str) -> Iterator[Path]:
    """Yield the path of a package, and of the shared libraries that its wheel may contain.

    Refusal: the package is not installed here.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise Refusal(
            f"The exercise allows the package {package}, but it is not installed here.",
            f"Install {package}.",
        )
    path = Path(spec.origin).resolve()
    path = path.parent if spec.submodule_search_locations else path
    yield path
    libs = path.with_name(f"{package}.libs")
    if libs.is_dir():
        yield libs


def required_files(distribution: str) -> Iterator[tuple[str, Path]]:
    """Yield the name and path of every module in a distribution and its requirements.

    A folder that distributions share, such as "google", is not one module.
    """
    from packaging.requirements import Requirement  # TensorFlow requires it too

    waiting, done = [distribution], set(NOT_NEEDED)
    for name in waiting:
        if name in done:
            continue
        done.add(name)
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # the sandbox's check shows whether it is needed
        for text in found.requires or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
        for module in sorted({module_of(found, file.parts) for file in found.files or ()}):
            if not module.startswith(("..", "__pycache__")) and not module.endswith(".dist-info"):
                yield module, Path(str(found.locate_file(module))).resolve()


def module_of(found: importlib.metadata.Distribution, parts: Sequence[str]) -> str:
    """Return the module that a file of a distribution belongs to, as a path."""
    top = Path(str(found.locate_file(parts[0])))
    shared = len(parts) > 1 and parts[0].isidentifier() and not (top / "__init__.py").exists()
    return "/".join(parts[:2] if shared else parts[:1])


def root(files: Binds) -> list[str]:
    """Return the options of bwrap that show these files and hide packages installed beside them."""
    options: list[str] = []
    # Only root could read directories that bwrap makes on its own.
    for folder in sorted({parent for inside in files for parent in inside.parents}):
        options += ["--dir", str(folder)]
    for inside, outside in files.items():
        options += ["--ro-bind", str(outside), str(inside)]
    for link in map(Path, ("/lib", "/lib64", "/usr/lib64")):
        if link.is_symlink():
            options += ["--symlink", str(link.readlink()), str(link)]
    for folder in files:
        for pattern in ("site-packages", "dist-packages", "python3*/*-packages"):
            for hidden in folder.glob(pattern):
                options += ["--tmpfs", str(hidden), "--remount-ro", str(hidden)]
    return options
