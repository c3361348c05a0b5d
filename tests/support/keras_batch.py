"""Grade a class of 08_keras_layers, every third student hostile, beside one of 03_convolution."""

from itertools import cycle
from pathlib import Path

from autograder import catalog
from autograder.answers.sheet import load
from autograder.grading.classroom import Class, grade_class
from autograder.intake.candidate import asked_by
from autograder.intake.submissions import received
from autograder.records import Grade
from support import ROOT, zoo_class
from support.zoo_batch import plain, resident

KERAS, CONVOLUTION = "08_keras_layers", "03_convolution"
# The actions of hostile layers when called. The rest of the file is correct.
ATTACKS = {
    "ends": "os._exit(0)",
    "aborts": "os.abort()",
    "kills": "os.kill(-1, 9)",
    "forks": "os.fork()",
    "allocates": "tf.zeros((2**31, 4))",
    "leaves_a_file": "tf.io.write_file('/dev/shm/x', 'x')",
    "leaves_a_thread": "threading.Thread(target=threading.Event().wait).start()",
    "prints": "print('x' * 10**6)",
    "breaks_tensorflow": "tf.matmul = tf.add",
    "breaks_keras": "keras.layers.Layer.__call__ = lambda self, inputs: inputs",
    "starts_a_server": "tf.data.experimental.service.DispatchServer()",
    "shares_memory": "open('/dev/shm/y', 'wb').write(bytes(10**8))",
}
HOSTILE = """
import os
import threading

RightDense = Dense

class Dense(RightDense):
    def call(self, inputs):
        {}
        return super().call(inputs)
"""


def honest(exercise: str, mistakes: tuple[str, ...]) -> dict[str, bytes]:
    """Return correct, wrong and unwritten files of an exercise: name -> source."""
    folder, released = catalog.solution(ROOT, exercise), catalog.released(ROOT, exercise)
    right = folder.script.read_bytes()
    module = catalog.module_name(exercise)
    files = {"right": right, "skeleton": released.script.read_bytes()}
    for name in mistakes:
        # One file already holds the solution's definitions, under other names.
        source = folder.mistakes[name].read_text(encoding="utf-8")
        lines = []
        for line in source.splitlines():
            words = line.split()
            if line.startswith(f"from {module} import"):
                line = f"{words[5]} = {words[3]}" if "as" in words else ""
            lines.append(line)
        files[name] = right + b"\n" + "\n".join(lines).encode()
    return files


FILES = {
    KERAS: honest(KERAS, ("bias_forgotten", "config_without_units")),
    CONVOLUTION: honest(CONVOLUTION, ("flipped_kernel", "upstream_ignored")),
}


def lay_out(folder: Path, count: int) -> Path:
    """Lay out `count` students of each exercise; of 08, every third is hostile."""
    right = FILES[KERAS]["right"]
    hostile = cycle(ATTACKS.items())
    for exercise, files in FILES.items():
        given = cycle(files.items())
        for number in range(count):
            if exercise == KERAS and number % 3 == 2:
                name, attack = next(hostile)
                name, source = f"hostile {name}", right + HOSTILE.format(attack).encode()
            else:
                name, source = next(given)
            _write(folder / f"{number:04} {exercise} {name}", exercise, source)
    return folder


def _write(folder: Path, exercise: str, source: bytes) -> None:
    folder.mkdir(parents=True)
    (folder / f"{catalog.module_name(exercise)}.py").write_bytes(source)


def batch(
    folder: Path, count: int, jobs: int
) -> tuple[dict[int, float], list[str], dict[str, Grade], list[str]]:
    """Grade a class without hostile students, and then one with them.

    Return the memory used after each number of results, the students whose grades differ between
    both, all grades of the second class, and the kinds of traces that it left behind.
    """
    sheets = {name: catalog.released(ROOT, name).sheet.read_bytes() for name in FILES}
    asked = asked_by(*map(load, sheets.values()))

    def grades(name: str, submissions: Path) -> dict[str, Grade]:
        given, done = Class(received=received(submissions, asked), sheets=sheets), {}
        for number, graded in enumerate(grade_class(given, folder / f"out of {name}", jobs), 1):
            memory[number] = resident()
            if graded.exercise in str(graded.student):  # others were not submitted
                done[str(graded.student)] = graded
        return done

    memory: dict[int, float] = {}
    for exercise, files in FILES.items():
        for name, source in files.items():
            _write(folder / f"alone/{exercise} {name}", exercise, source)
    alone = grades("alone", folder / "alone")
    memory.clear()
    before = zoo_class.traces()  # the first pool leaves a process that tracks the others
    crowd = grades("crowd", lay_out(folder / "crowd", count))
    others = []
    for student, graded in crowd.items():
        if student[5:] in alone and plain(graded) != plain(alone[student[5:]]):
            others.append(student)
    after = zoo_class.settled(before)
    return memory, others, crowd, [what for what in before if after[what] != before[what]]
