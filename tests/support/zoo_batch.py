"""Grade a large class, every third student hostile, and record memory and others' grades."""

import resource
from itertools import cycle
from pathlib import Path

from autograder.grading.classroom import Class, grade_class
from autograder.intake.submissions import received
from autograder.records import Grade
from support import zoo_class as zoo

HEAD = b"import numpy as np\n\n\ndef dense(inputs, kernel, bias):\n    return "
HONEST = {
    "right": b"inputs @ kernel + bias",
    "right_in_float64": b"inputs.astype(np.float64) @ kernel + bias",
    "bias_forgotten": b"inputs @ kernel",
    "kernel_transposed": b"inputs @ kernel.T + bias",
    "returns_nothing": b"None",
    "not_written_yet": b"(_ for _ in ()).throw(NotImplementedError)",
}


def resident() -> float:
    """Return the memory of this process in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def lay_out(folder: Path, count: int) -> Path:
    """Lay out two honest students, one hostile one, and so on."""
    honest, hostile = cycle(HONEST.items()), cycle(zoo.ATTACKS)
    for number in range(count):
        name, source = ("hostile", b"") if number % 3 == 2 else next(honest)
        student = folder / f"{number:04} {name}"
        if name == "hostile":
            source = (zoo.ZOO / f"{next(hostile)}.py").read_bytes()
        source = source if name == "hostile" else HEAD + source + b"\n"
        student.mkdir(parents=True)
        (student / f"{zoo.module_of(source)}.py").write_bytes(source)
    return folder


def plain(grade: Grade) -> object:
    """Return all of a grade except the student."""
    return (
        grade.status,
        grade.score,
        [(t.verdict, t.score, t.cells, t.message) for t in grade.tasks],
    )


def batch(folder: Path, count: int, jobs: int) -> tuple[dict[int, float], list[str]]:
    """Return memory by number of results, and students whose grade differs when graded alone."""
    sheets = zoo.sheets()

    def grades(name: str, submissions: Path) -> list[Grade]:
        given = Class(received=received(submissions, zoo.asked()), sheets=sheets)
        done = []
        for number, graded in enumerate(grade_class(given, folder / f"out of {name}", jobs), 1):
            memory[number] = resident()
            done.append(graded)
        return done

    memory: dict[int, float] = {}
    for name, source in HONEST.items():
        (folder / f"alone/{name}").mkdir(parents=True)
        (folder / f"alone/{name}/dense.py").write_bytes(HEAD + source + b"\n")
    alone = {str(grade.student): plain(grade) for grade in grades("alone", folder / "alone")}
    memory.clear()
    crowd = {
        str(grade.student): plain(grade)
        for grade in grades("crowd", lay_out(folder / "crowd", count))
    }
    others = [
        student
        for student, got in crowd.items()
        if student[5:] in alone and got != alone[student[5:]]
    ]
    assert len(crowd) == count
    return memory, others
