"""Make up a class with as many students and exercises as a test asks for."""

import random

from msgspec.structs import replace

from autograder.records import Cell, Grade, Message, TaskGrade
from autograder.verdict.override import WHOLE, Override, overridden

EXERCISES = {
    "01_dense": {"dense": 2.0, "dense_backward": 3.0, "count_dense_parameters": 1.0},
    "02_activations": {"relu": 1.0, "relu_backward": 1.0, "softmax": 2.0, "cross_entropy": 2.0},
    "03_convolution": {"pad_images": 2.0, "conv2d": 4.0, "conv2d_backward": 6.0},
    "04_pooling": {"max_pool": 2.0, "max_pool_backward": 3.0, "average_pool": 1.0},
    "05_strides_and_dilation": {"strided_conv2d": 4.0, "dilated_conv2d": 4.0},
    "06_batch_norm": {"batch_norm": 3.0, "batch_norm_backward": 5.0},
    "07_layers": {"Dense": 4.0, "Conv2D": 4.0, "Sequential": 2.0, "summary": 1.0},
    "08_training": {"SGD": 2.0, "Adam": 3.0, "train": 5.0},
}
ASPECTS = ("values", "bias", "further axes", "empty batch")
MISTAKES = ("flipped_kernel", "grad_bias_averaged", "edge_repeated", "axes_swapped", "off_by_one")


def made_up_class(students: int = 300, exercises: int = 8, seed: int = 7) -> list[Grade]:
    """Make a class with every status: late, missing, not graded, set by hand."""
    draw = random.Random(seed)
    names = list(EXERCISES)[:exercises]
    hard = {(name, task): draw.uniform(-1.5, 1.2) for name in names for task in EXERCISES[name]}
    same: dict[TaskGrade, TaskGrade] = {}
    grades = []
    for number in range(students):
        able = draw.gauss(0.6, 1.0)
        for name in names:
            grade = _grade(draw, f"Student {number:05} Lovelace", name, able, hard)
            grades.append(
                replace(grade, tasks=tuple(same.setdefault(task, task) for task in grade.tasks))
            )
    return grades


def folders(grades: list[Grade]) -> dict[str, str]:
    """Name the folder of each student."""
    return {grade.student or "": f"s{grade.student}" for grade in grades}


def _grade(
    draw: random.Random,
    student: str,
    exercise: str,
    able: float,
    hard: dict[tuple[str, str], float],
) -> Grade:
    fate = draw.random()
    missing, lost = fate < 0.06, 0.06 <= fate < 0.07
    tasks = [
        _missing(name, points)
        if missing
        else _task(draw, name, points, able - hard[exercise, name])
        for name, points in EXERCISES[exercise].items()
    ]
    grade = Grade(
        student=student,
        exercise=exercise,
        filename="" if missing else f"{exercise[3:]}.py",
        submission_sha256="" if missing else f"{draw.getrandbits(64):016x}",
        late=draw.random() < 0.04,
        status="not_graded" if lost else "graded",
        reason="There are 2 files with different work: a.py and b.py." if lost else None,
        isolation="warm",
        score=None if lost else sum(task.score or 0.0 for task in tasks),
        max_score=sum(EXERCISES[exercise].values()),
        tasks=() if lost else tuple(tasks),
    )
    if draw.random() < 0.002 and not lost:
        return overridden(grade, {WHOLE: Override(grade.max_score, "Submitted on paper.")})
    return grade


def _missing(name: str, points: float) -> TaskGrade:
    return TaskGrade(
        name=name, score=0.0, max_score=points, verdict="missing", cells=(), message=Message()
    )


def _task(draw: random.Random, name: str, points: float, ease: float) -> TaskGrade:
    cells = tuple(
        Cell(part="outputs", aspect=aspect, passed=3 * (draw.gauss(ease, 0.7) > cost), total=3)
        for aspect, cost in zip(ASPECTS, (-0.8, -0.3, 0.2, 0.5), strict=True)
    )
    right = sum(cell.counts for cell in cells)
    if right == len(cells):
        return TaskGrade(
            name=name, score=points, max_score=points, verdict="pass", cells=cells,
            message=Message(),
        )  # fmt: skip
    named = draw.random() < 0.5
    others = ("fail", "fail", "fail", "error", "not_implemented", "timeout")
    return TaskGrade(
        name=name,
        score=points * right / len(cells),
        max_score=points,
        verdict="fail" if named else draw.choice(others),
        cells=cells,
        message=Message(),
        mistakes=(draw.choice(MISTAKES[: 1 + len(name) % 5]),) if named else (),
        fingerprint="" if named else f"{draw.randrange(4, 400) // 4:08x}",
    )
