"""Turn a task with steps into one with a reference that runs them with TensorFlow's classes."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from msgspec.structs import replace

from ..errors import Refusal
from ..sandbox.inside.steps import steps_with
from ..spec import Task

Right = Callable[[Any], Mapping[str, Any]]


def with_reference(task: Task, source: str, right: Right | None) -> Task:
    """Return the task with references that run its steps. A task without steps is unchanged.

    source: the text of steps.py. right: see Exercise.
    """
    if not task.uses or right is None:
        return task
    also = tuple(_reference(task, source, right, other) for other in task.also)
    return replace(task, reference=_reference(task, source, right), also=also)


def _reference(task: Task, source: str, *rights: Right) -> Callable[..., Any]:
    """Return a reference that runs the steps. Names in later `rights` replace earlier ones.

    Refusal, when it is called: `rights` lack a name that the task uses.
    """

    def reference(tf: Any, *inputs: Any, **options: Any) -> Any:
        names: dict[str, Any] = {}
        for right in rights:
            names.update(right(tf))
        missing = [name for name in task.uses if name not in names]
        if missing:
            problem = f"`right(tf)` has no {', '.join(missing)}, which the steps use."
            raise Refusal(problem, "Add it to the dict that it returns.")
        code = {name: names[name] for name in task.uses}
        arrays = [np.array(each) for each in inputs]  # fresh for each run, as for a student
        return steps_with(source, task.name, code)(*arrays, **options)

    return reference
