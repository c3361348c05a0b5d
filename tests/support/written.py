"""Read a command's output folder, to compare two runs byte for byte."""

import re
from pathlib import Path

SECONDS = ".graded/.seconds.json"
RUNTIME = re.compile(rb"<!-- runtime -->.*?<!-- end of runtime -->", re.DOTALL)


def files(out: Path) -> dict[str, bytes]:
    """Read every file of an output folder, except grading times: path -> bytes."""
    found = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }
    found.pop(SECONDS, None)
    if page := found.get("report.html"):
        found["report.html"] = RUNTIME.sub(b"", page)
    return found
