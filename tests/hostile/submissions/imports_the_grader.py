"""Imports the grader itself, to call or to change it.

Verdict: forbidden
"""

from autograder import records
from autograder.verdict import grade


def dense(inputs, kernel, bias):
    records.TaskGrade = grade
    return inputs @ kernel + bias
