"""The hints of every task: few, short, and never the answer."""

import re
from statistics import median

import pytest
from support import ROOT

from autograder import catalog
from autograder.authoring.markers import solution_lines

LONGEST, MEDIAN = 50, 42  # words
TASKS = [
    (name, task)
    for name in catalog.exercises(ROOT, "exercises")
    for task in catalog.read_spec(catalog.released(ROOT, name)).tasks
]
IDS = [f"{name}/{task.name}" for name, task in TASKS]


@pytest.mark.parametrize(("name", "task"), TASKS, ids=IDS)
def test_a_task_has_two_or_three_short_hints(name, task):
    assert 2 <= len(task.hints) <= 3
    assert [hint for hint in task.hints if len(hint.split()) > LONGEST] == []
    assert [hint for hint in task.hints if not hint.endswith((".", "?"))] == []


def test_most_hints_are_short():
    assert median(len(hint.split()) for _, task in TASKS for hint in task.hints) <= MEDIAN


@pytest.mark.parametrize("name", catalog.exercises(ROOT, "solutions"))
def test_no_hint_or_closing_words_contain_a_line_of_a_solution(name):
    folder = catalog.solution(ROOT, name)
    spec = catalog.read_spec(folder)
    secret = solution_lines(folder.script.read_text(encoding="utf-8"))
    texts = [
        spec.built,
        *spec.predicted.values(),
        *(hint for task in spec.tasks for hint in task.hints),
    ]
    code = {line.removeprefix("return ").rpartition(" = ")[2] for line in secret} | secret
    code = {line for line in code if len(re.findall(r"\w+", line)) > 2}
    assert [line for line in code if any(line in text for text in texts)] == []
    assert spec.built
