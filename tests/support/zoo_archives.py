"""Make submissions that are hostile before their code runs: archives, names, encodings, notebooks.

Many of them cannot be stored in git or on every disk. Each has its expected result beside it.
"""

import gzip
import io
import json
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

RIGHT = b"def dense(inputs, kernel, bias):\n    return inputs @ kernel + bias\n"
MIB = 2**20
Files = Mapping[str, bytes]


def packed(files: Files, mode: int = 0) -> bytes:
    """Make a zip of these files; `mode` is the Unix file type of each."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = mode << 16
            archive.writestr(entry, content)
    return data.getvalue()


def nested(depth: int) -> bytes:
    data = packed({"dense.py": RIGHT})
    for level in range(depth):
        data = packed({f"{level}.zip": data})
    return data


def notebook(*cells: object, **more: object) -> bytes:
    """Make a notebook. Cells given as text are code."""
    code = [
        cell if isinstance(cell, dict) else {"cell_type": "code", "source": cell} for cell in cells
    ]
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": code, **more}
    ).encode()


def exported(depth: int) -> bytes:
    """Export a magic that holds an exported magic, and so on."""
    source = "x = 1"
    for _ in range(depth):
        source = f"get_ipython().run_cell_magic('time', '', {source!r})"
    return source.encode()


def old_notebook(version: int) -> bytes:
    cell = {
        "cell_type": "code",
        "input": RIGHT.decode(),
        "language": "python",
        "outputs": [],
        "prompt_number": 1,
    }
    return json.dumps(
        {
            "nbformat": version,
            "nbformat_minor": 0,
            "metadata": {},
            "worksheets": [{"cells": [cell]}],
        }
    ).encode()


def cell_with_output(size: int) -> dict[str, object]:
    output = {"output_type": "stream", "name": "stdout", "text": ["x" * 1000] * (size // 1000)}
    return {
        "cell_type": "code",
        "source": RIGHT.decode(),
        "outputs": [output],
        "metadata": {},
        "execution_count": 1,
    }


def unflagged(files: Files) -> bytes:
    """Make a zip as macOS does: names in UTF-8, but not flagged as such."""
    names = {f"{number:03}" + "x" * 20: name for number, name in enumerate(files)}
    data = packed({short: files[name] for short, name in names.items()})
    for short, name in names.items():
        raw = name.encode("utf-8", "surrogateescape")
        data = data.replace(short.encode(), raw.ljust(23, b"_"))
    return data


def tarred(files: Files, kind: bytes = tarfile.REGTYPE, mode: Any = "w:gz") -> bytes:
    """Make a tar file, compressed by default. kind: what each entry is."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.type, entry.size, entry.linkname = kind, len(content), "../../.autograder/seed"
            archive.addfile(entry, io.BytesIO(content))
    return data.getvalue()


DAMAGED = packed({"dense.py": RIGHT * 50})
WRONG_ENCODING = RIGHT.decode().encode("utf-16")
DEEP = b'{"cells": ' + b"[" * 200_000

# The zip or notebook, and its expected verdict, or part of the reason why there is none.


@cache
def zips() -> dict[str, tuple[bytes, str]]:
    return {
        "zip slip": (
            packed({"../../../../tmp/autograder_zoo_slip.py": RIGHT, "dense.py": RIGHT}),
            "pass",
        ),
        "zip slip by an absolute name": (
            packed({"/tmp/autograder_zoo_slip.py": RIGHT, "dense.py": RIGHT}),
            "pass",
        ),
        "zip slip for Windows": (
            packed({"C:\\autograder_zoo_slip.py": RIGHT, "..\\dense.py": RIGHT}),
            "pass",
        ),
        "link to the seed": (
            packed({"dense.py": b"../../.autograder/seed"}, stat.S_IFLNK | 0o777),
            "is a link",
        ),
        "device": (packed({"dense.py": RIGHT}, stat.S_IFCHR | 0o666), "pass"),
        "bomb of 100 MiB": (packed({"dense.py": bytes(100 * MIB)}), "more than 50 MiB"),
        "bomb beside the work": (
            packed({"dense.py": RIGHT, "bomb.bin": bytes(100 * MIB)}),
            "more than 50 MiB",
        ),
        "zip in a zip": (nested(1), "pass"),
        "zip in a zip in a zip": (nested(30), "28.zip is in an archive in an archive"),
        "100,000 entries": (
            packed({f"{number}": b"" for number in range(100_000)}),
            "more than 10,000 entries",
        ),
        "as many in folders of junk": (
            packed({f".venv/{number}": b"" for number in range(50_000)} | {"dense.py": RIGHT}),
            "pass",
        ),
        "a bomb in folders of junk": (
            packed({"node_modules/bomb.bin": bytes(100 * MIB), "dense.py": RIGHT}),
            "pass",
        ),
        "bombs in zips": (
            packed({f"{number}.zip": packed({"a": bytes(30 * MIB)}) for number in range(2)}),
            "more than 50 MiB",
        ),
        "names in UTF-8 without the flag": (unflagged({"../größe": RIGHT, "ä": RIGHT}), "pass"),
        "names in no encoding": (unflagged({"x\udcff": RIGHT}), "pass"),
        "cases clash": (packed({"dense.py": RIGHT, "Dense.py": b"", "DENSE.PY": b""}), "pass"),
        "name with a newline": (packed({"dense.py": RIGHT, "a\nb\r\x1b[2J.txt": b""}), "pass"),
        "name from right to left": (packed({"\u202eyp.esned": RIGHT}), "pass"),
        "name of 300 characters": (packed({"d" * 300 + ".py": RIGHT}), "pass"),
        "name of 60,000 characters": (packed({"dense" + "." * 60_000 + ".py": RIGHT}), "pass"),
        "names with escape sequences": (packed({"\x1b[2J\r\n.py": RIGHT}), "pass"),
        "nothing": (packed({}), "Submitted: nothing."),
        "empty": (b"", "not a zip file"),
        "cut in the middle": (DAMAGED[: len(DAMAGED) // 2], "not a zip file"),
        "one bit wrong": (DAMAGED[:60] + bytes([DAMAGED[60] ^ 1]) + DAMAGED[61:], "damaged"),
        "something before it": (b"#!/bin/sh\n" + packed({"dense.py": RIGHT}), "pass"),
    }


@cache
def tars() -> dict[str, tuple[bytes, str]]:
    work = {"dense.py": RIGHT}
    return {
        "honest": (tarred({"homework/dense.py": RIGHT}), "pass"),
        "slip": (tarred({"../../../tmp/autograder_zoo_slip.py": RIGHT, **work}), "pass"),
        "slip by an absolute name": (
            tarred({"/tmp/autograder_zoo_slip.py": RIGHT, **work}),
            "pass",
        ),
        "link to the seed": (tarred({"dense.py": b""}, tarfile.SYMTYPE), "is a link or a device"),
        "hard link": (tarred({"dense.py": b""}, tarfile.LNKTYPE), "is a link or a device"),
        "device": (tarred({"dense.py": b""}, tarfile.CHRTYPE), "is a link or a device"),
        "bomb": (tarred({"bomb.bin": bytes(100 * MIB), **work}), "more than 50 MiB"),
        "bomb of nothing": (gzip.compress(bytes(400 * MIB), 1), "more than 50 MiB"),
        "many entries": (
            tarred({str(number): b"" for number in range(10_001)}),
            "more than 10,000 entries",
        ),
        "cut in the middle": (tarred({"a": os.urandom(5000), **work})[:3000], "damaged archive"),
        "a name without end": (tarred({"a" * 100_000: b"", **work}), "pass"),
        "not compressed": (tarred(work, mode="w"), "pass"),
    }


@cache
def scripts() -> dict[str, tuple[bytes, str]]:
    return {
        "mark of UTF-8": (b"\xef\xbb\xbf" + RIGHT, "pass"),
        "UTF-16": (WRONG_ENCODING, "pass"),
        "UTF-16 cut off": (WRONG_ENCODING[:-1], "error"),
        "null bytes": (RIGHT + b"\0" * 100, "has null bytes"),
        "declared as UTF-7": (b"# coding: utf-7\n+AAo-import os\n" + RIGHT, "error"),
        "declared as rot13": (b"# coding: rot13\n" + RIGHT, "error"),
        "50 MiB of source": (b"#" * (50 * MIB), "larger than 1 MiB"),
        "a line of a megabyte": (b"x = '" + b"1" * (MIB - 1000) + b"'\n" + RIGHT, "pass"),
        "brackets without end": (b"x = " + b"(" * 500_000, "error"),
        "nothing": (b"", "missing"),
        "carriage returns alone": (RIGHT.replace(b"\n", b"\r"), "pass"),
        "a web page": (b"<!DOCTYPE html><pre>" + RIGHT, "is a web page, not a Python file"),
        "a word processor's": (packed({"word/document.xml": RIGHT}), "word processor's document"),
        "a merge conflict": (b"<<<<<<< HEAD\n" + RIGHT, "error"),
        "deep": (RIGHT + b"x = " + b"-" * 100_000 + b"1\n", "error"),
        "wide": (RIGHT + b"x = 1" + b" + 1" * 20_000 + b"\n", "error"),
        "many statements": (RIGHT + b"0\n" * 10_000, "pass"),
        "many magics": (b"!a\n" * 5_000 + RIGHT, "pass"),
        "many quotes": (RIGHT + b"!a\n" + b"'" * 100_000 + b"\n", "error"),
        "many strings in strings": (RIGHT + b'f"{' * 40_000, "error"),
        "magics in magics": (RIGHT + exported(6), "pass"),
        "a megabyte of brackets": (RIGHT + b"[" * (MIB - 1000), "error"),
    }


@cache
def archives() -> dict[str, tuple[bytes, str]]:
    locked = bytearray(packed({"dense.py": RIGHT}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    return {
        "a.rar": (b"Rar!\x1a\x07\x01\x00" + RIGHT, "a.rar is a RAR archive"),
        "a.7z": (b"7z\xbc\xaf\x27\x1c" + RIGHT, "a.7z is a 7z archive"),
        "a.tar.xz": (b"\xfd7zXZ\x00" + RIGHT, "is an xz archive"),
        "locked.zip": (bytes(locked), "protected by a password"),
        "rar.zip": (b"Rar!\x1a\x07\x00" + RIGHT, "rar.zip is a RAR archive"),
    }


@cache
def notebooks() -> dict[str, tuple[bytes, str]]:
    return {
        "broken JSON": (notebook(RIGHT.decode())[:-20], "cannot be read as a notebook"),
        "nested too deep": (DEEP, "cannot be read as a notebook"),
        "huge number": (
            b'{"nbformat": ' + b"9" * 100_000 + b', "cells": []}',
            "cannot be read as a notebook",
        ),
        "format 3": (old_notebook(3), "pass"),
        "format 2": (old_notebook(2), "pass"),
        "format 1": (
            b'{"nbformat": 1, "cells": [{"cell_type": "code", "code": "x"}]}',
            "cannot be read as a notebook",
        ),
        "mark of UTF-8": (b"\xef\xbb\xbf" + notebook(RIGHT.decode()), "pass"),
        "UTF-16": (notebook(RIGHT.decode()).decode().encode("utf-16"), "pass"),
        "null bytes": (b"\0" * 100 + notebook(RIGHT.decode()), "cannot be read as a notebook"),
        "magics and shell lines": (
            notebook("%matplotlib inline\n!rm -rf /\n%%bash?", "!ls\n" + RIGHT.decode()),
            "pass",
        ),
        "cell for another language": (notebook("%%bash\nexit 1\n", RIGHT.decode()), "pass"),
        "damaged cell": (
            notebook({"cell_type": "code"}, RIGHT.decode()),
            "cannot be read as a notebook",
        ),
        "duplicated cells": (notebook("dense = None", RIGHT.decode(), RIGHT.decode()), "pass"),
        "15 MiB of output": (notebook(cell_with_output(15 * MIB)), "pass"),
        "45 MiB of output": (notebook(cell_with_output(45 * MIB)), "pass"),
        "100 MiB of output": (notebook(cell_with_output(100 * MIB)), "larger than 50 MiB"),
        "30 MiB of brackets": (b'{"cells": [' + b"[" * (30 * MIB), "larger than 20 MiB"),
        "30 MiB of quotation marks": (b'"outputs":["' + b'\\"' * (15 * MIB), "larger than 20 MiB"),
        "half a character": (notebook("'\ud83d'\n" + RIGHT.decode()), "pass"),
        "a merge conflict": (b"{\n<<<<<<< HEAD\n}", "merge conflict at line 2"),
        "keys twice": (b'{"cells": 3, "cells": []}', "missing"),
        "null": (b"null", "cannot be read as a notebook"),
    }


def fifo(folder: Path) -> None:
    os.mkfifo(folder / "dense.py")


def socket_file(folder: Path) -> None:
    os.mknod(folder / "dense.py", stat.S_IFSOCK | 0o600)


def directory(folder: Path) -> None:
    (folder / "dense.py").mkdir()


def link_to_a_device(folder: Path) -> None:
    (folder / "dense.py").symlink_to("/dev/zero")


def link_to_another(folder: Path) -> None:
    (folder / "dense.py").symlink_to("../000 honest/dense.py")


def link_in_a_ring(folder: Path) -> None:
    (folder / "01_dense").symlink_to(".")


def deep_folders(folder: Path) -> None:
    for _ in range(500):
        folder /= "d"
        folder.mkdir()


def unreadable_file(folder: Path) -> None:
    _write(folder / "dense.py", RIGHT)
    (folder / "dense.py").chmod(0)


def unreadable_folder(folder: Path) -> None:
    _write(folder / "dense.py", RIGHT)
    folder.chmod(0)


def folder_without_a_way_in(folder: Path) -> None:
    _write(folder / "dense.py", RIGHT)
    folder.chmod(0o444)


CLOSED = (
    "pass" if os.getuid() == 0 else "cannot be read: Permission denied"
)  # root can read everything
PLACES: dict[str, tuple[Callable[[Path], None], str]] = {
    "fifo": (fifo, "is a device"),
    "socket": (socket_file, "is a device"),
    "directory called dense.py": (directory, "is a folder"),
    "link to a device": (link_to_a_device, "is a link"),
    "link to somebody else's": (link_to_another, "is a link"),
    "link in a ring": (link_in_a_ring, "is a link, not a file"),
    "folders without end": (deep_folders, "No file defines"),
    "unreadable file": (unreadable_file, CLOSED),
    "unreadable folder": (unreadable_folder, CLOSED),
    "folder without a way in": (folder_without_a_way_in, CLOSED),
}
NAMES = [
    "=cmd|'calc'!A0",
    "a\nb",
    "\u202egnp.ada",
    "\x1b]0;title\x07",
    "<script>alert(1)<",
    "x" * 250,
    "con",
    " a ",
    "-rf",
]


def lay_out(folder: Path) -> dict[str, str]:
    """Write all of these among honest students. Return student -> expected result."""
    expected = {}
    for name in ("000 honest", "zzz honest", "scripts honest"):
        _write(folder / name / "dense.py", RIGHT)
        expected[name] = "pass"
    for name, (data, wanted) in zips().items():
        _write(folder / f"zip {name}.zip", data)
        expected[f"zip {name}"] = wanted
    for name, (data, wanted) in tars().items():
        _write(folder / f"tar {name}" / "homework.tar.gz", data)
        expected[f"tar {name}"] = wanted
    for name, (data, wanted) in archives().items():
        _write(folder / f"archive {name}" / name, data)
        expected[f"archive {name}"] = wanted
    for kind, ending, submissions in (
        ("script", "py", scripts()),
        ("notebook", "ipynb", notebooks()),
    ):
        for name, (data, wanted) in submissions.items():
            _write(folder / f"{kind} {name}" / f"dense.{ending}", data)
            expected[f"{kind} {name}"] = wanted
    for name, (make, wanted) in PLACES.items():
        (folder / name).mkdir()
        make(folder / name)
        expected[name] = wanted
    for name in NAMES:
        _write(folder / name / "dense.py", RIGHT)
        expected[name] = "pass"
    return expected


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
