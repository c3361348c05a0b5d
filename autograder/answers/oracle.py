"""Ask TensorFlow for the answers to an exercise: a spec and a seed give a Sheet.

Only this module and inside/kits.py import TensorFlow, and this one never sees student data.

References are evaluated in float64 on the same inputs that a student gets. A right answer may
differ from them by rounding, up to the textbook bound for a sum of n products,
(n + 2) u sum|x||y|, where u is the unit round-off (Higham, Accuracy and Stability of Numerical
Algorithms, section 3.1). The sum is the reference itself, evaluated on absolute values. For answers
in float64 the bound counts twice: TensorFlow's own rounding is as large.
"""

import os
import platform
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import numpy as np
from msgspec.structs import replace

from ..allowances import REPLAYS, strayed
from ..catalog import where
from ..errors import Refusal
from ..lint import line_of
from ..records import Sheet, SheetCase, TaskSheet
from ..sandbox.inside.kits import BY_HAND, ON_GPU, quiet
from ..sandbox.inside.steps import FILE
from ..spec import Exercise, Task
from ..verdict.habits import CALLED_AGAIN
from . import cases
from .bounds import double, must_be_float64, must_bound, perturbed, rounded_up, sizes_of, terms
from .stepped import with_reference

Device = Literal["cpu", "gpu"]


class NoGpu(Refusal):
    """The refusal of a machine without a GPU."""


class Oracle:
    """TensorFlow on one device, with TF32 off and deterministic operations."""

    def __init__(self, device: Device = "cpu") -> None:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        # oneDNN chooses the order of summation by the processor.
        os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
        os.environ.update({"CUDA_VISIBLE_DEVICES": "-1"} if device == "cpu" else ON_GPU)
        self._tf = _import_tensorflow()
        self._tf.config.experimental.enable_tensor_float_32_execution(False)
        self._tf.config.experimental.enable_op_determinism()
        # A mistake's exception is recorded with the message it has in the sandbox.
        self._tf.keras.config.disable_traceback_filtering()
        if device == "gpu" and not self._tf.config.list_physical_devices("GPU"):
            raise NoGpu(
                "TensorFlow sees no GPU on this machine.",
                "Leave out --device gpu, or install its drivers.",
            )
        self._device = f"/{device.upper()}:0"

    @property
    def on_gpu(self) -> bool:
        """Whether it computes on a GPU."""
        return "GPU" in self._device

    @property
    def made_by(self) -> dict[str, str]:
        """The device and the versions that go into every sheet."""
        return {
            "tensorflow": self._tf.__version__,
            "keras": self._tf.keras.__version__,
            "python": platform.python_version(),
            "numpy": np.__version__,
            "device": self._device.strip("/"),
        }

    def sheet(
        self, name: str, exercise: Exercise, seed: int, dtype: str = "float32", steps: str = ""
    ) -> Sheet:
        """Answer all cases of an exercise for this seed, without mistakes: making.py adds those.

        dtype: of all input arrays but integers. steps: the text of steps.py.
        """
        tasks = []
        for task in exercise.tasks:
            complete = with_reference(task, steps, exercise.right)
            answered = self.answered(complete, seed, dtype, name)
            answered = replace(answered, packages=exercise.packages)
            if task.uses:
                answered = replace(answered, steps=steps, uses=task.uses)
            tasks.append(answered)
        return Sheet(
            exercise=name,
            title=exercise.title,
            hints={},
            made_by=self.made_by,
            tasks=tuple(tasks),
        )

    def answered(
        self, task: Task, seed: int, dtype: str = "float32", exercise: str = ""
    ) -> TaskSheet:
        """Answer the cases of one task: right answers and allowances, without mistakes.

        The last call repeats the first one, after the others.

        exercise: its name, for messages.

        Refusal: TensorFlow cannot answer a case; the message names the case.
        """
        answered = self._answered_calls(task, seed, dtype, exercise)
        answered.append(replace(answered[0], aspect=CALLED_AGAIN))
        return TaskSheet(
            name=task.name,
            points=task.points,
            arrays=task.arrays,
            parts={part.name: part.axes for part in task.parts},
            integer=task.integer,
            seconds=task.seconds,
            off_limits=(*task.off_limits, *(BY_HAND if task.by_hand else ())),
            uncounted=dict(task.uncounted) or None,
            cases=tuple(answered),
        )

    def _answered_calls(self, task: Task, seed: int, dtype: str, exercise: str) -> list[SheetCase]:
        """Answer the calls of every case that counts, drawn again where all answers are 0."""

        def shape(arrays: Mapping[str, np.ndarray], options: Mapping[str, Any]) -> tuple[int, ...]:
            return self.forward(task, arrays, options)[0].shape

        def calls(number: int, seed: int) -> list[SheetCase]:
            label = task.cases[number].label
            place = f"{exercise}: {task.name}: case {number + 1} ({label})".lstrip(": ")
            with blaming(place):
                drawn = cases.draw(task, number, seed, shape, dtype)
                return [self._answer(task, call) for call in drawn]

        # A case is drawn by its number, so the others stay as they are if one is left out.
        counted = [n for n, case in enumerate(task.cases) if case.label not in task.uncounted]
        answered = {number: calls(number, seed) for number in counted}
        for further in range(1, cases.DRAWS):
            if not (blank := cases.blank(chain.from_iterable(answered.values()))):
                break
            for number in counted:
                if task.cases[number].label in blank:
                    answered[number] = calls(number, seed + further)
        return list(chain.from_iterable(answered.values()))

    def _answer(self, task: Task, case: SheetCase) -> SheetCase:
        sizes_of(task, case.arrays, {})
        right = self.evaluate(task, case.arrays, case.options)
        also = []
        for reference in task.also:
            other = replace(task, reference=reference)
            also.append(self.evaluate(other, case.arrays, case.options))
        dtype: np.dtype[Any] = np.dtype(np.int64)
        if not task.integer:
            dtype = next(each.dtype for each in case.arrays.values() if each.dtype.kind == "f")
        others = tuple(_as(other, dtype) for other in also if not _equal(other, right))
        answered = replace(case, answers=_as(right, dtype), also=others)
        sizes = sizes_of(task, answered.arrays, answered.answers)
        if task.integer or (case.exact and not task.rounded):
            return answered
        return replace(
            answered,
            allowances=self._allowances(task, answered, sizes, float(np.finfo(dtype).eps) / 2),
        )

    def _allowances(
        self, task: Task, case: SheetCase, sizes: Mapping[str, int], unit: float
    ) -> dict[str, np.ndarray]:
        absolute = {name: np.abs(array) for name, array in case.arrays.items()}
        magnitude: Mapping[str, np.ndarray] = {}
        if not all(part.allowance for part in task.parts):
            magnitude = self.evaluate(task, absolute, case.options)
        replays: list[Mapping[str, np.ndarray]] = []
        if any(part.allowance is strayed for part in task.parts):
            for seed in range(REPLAYS):
                replays.append(
                    self.evaluate(task, perturbed(case.arrays, unit, seed), case.options)
                )
        allowances = {}
        for part in task.parts:
            answer = case.answers[part.name]
            if part.allowance:
                given = case.arrays
                if part.allowance is strayed:
                    given = {str(number): each[part.name] for number, each in enumerate(replays)}
                allowed = np.broadcast_to(part.allowance(unit, given, answer), answer.shape)
            else:
                must_bound(part.name, magnitude[part.name], answer)
                allowed = (terms(part.sums, sizes) + 2) * unit * magnitude[part.name]
            both = 2 if answer.dtype == np.float64 else 1
            allowances[part.name] = rounded_up(both * allowed)
        return allowances

    def evaluate(
        self, task: Task, arrays: Mapping[str, np.ndarray], options: Mapping[str, Any]
    ) -> dict[str, np.ndarray]:
        """Return TensorFlow's answer: part -> array, in float64.

        arrays: in the order of `task.arrays`, with its axes. Each part has the axes of its Part; a
            gradient has those of its array.

        Refusal: the upstream gradient and the result differ in shape, or a part has no gradient.
        """
        if not task.gradient:
            results = self.forward(task, arrays, options)
            return {part.name: each for part, each in zip(task.parts, results, strict=True)}
        names = list(task.arrays)
        upstream = arrays[names[0]].astype(np.float64)
        with self._tf.device(self._device), self._tf.GradientTape() as tape:
            inputs = {name: self._tf.constant(double(arrays[name])) for name in names[1:]}
            tape.watch(list(inputs.values()))
            (outputs,) = self._results(task, list(inputs.values()), options)
        if tuple(outputs.shape) != upstream.shape:
            raise Refusal(
                f"{names[0]} has shape {upstream.shape}, and the result {tuple(outputs.shape)}.",
                "Make the two agree.",
            )
        sources = [inputs[part.name.removeprefix("grad_")] for part in task.parts]
        with self._tf.device(self._device):
            gradients = tape.gradient(
                outputs, sources, output_gradients=self._tf.constant(upstream)
            )
        for part, value in zip(task.parts, gradients, strict=True):
            if value is None:
                source = part.name.removeprefix("grad_")
                raise Refusal(
                    f"{_source(task)} has no gradient with respect to {source}.",
                    f"Use operations that TensorFlow can differentiate, or leave {part.name} out.",
                )
        return {
            part.name: np.asarray(value) for part, value in zip(task.parts, gradients, strict=True)
        }

    def forward(
        self, task: Task, arrays: Mapping[str, np.ndarray], options: Mapping[str, Any]
    ) -> list[np.ndarray]:
        """Return the results of the reference itself, in float64, without their gradients.

        arrays: without the upstream gradient.
        """
        with self._tf.device(self._device):
            inputs = [self._tf.constant(double(array)) for array in arrays.values()]
            return [np.asarray(result) for result in self._results(task, inputs, options)]

    def _results(self, task: Task, inputs: Sequence[Any], options: Mapping[str, Any]) -> list[Any]:
        """Return the results of the reference, one for each part it answers.

        Refusal: there are fewer or more, one is None, or one is not float64.
        """
        assert task.reference is not None  # lint has checked
        result = task.reference(self._tf, *inputs, **options)
        wanted = 1 if task.gradient else len(task.parts)
        several = isinstance(result, tuple | list) and any(map(self._tf.is_tensor, result))
        is_one = wanted == 1 and not several
        results = [result] if is_one or not isinstance(result, tuple | list) else list(result)
        if len(results) != wanted or any(each is None for each in results):
            returned = "None" if result is None else f"{len(results)} arrays"
            problem = f"{_source(task)} returns {returned}."
            raise Refusal(problem, f"Return {wanted} arrays." if wanted > 1 else "Return one.")
        for each in results:
            must_be_float64(np.asarray(each), _source(task), task.gradient)
        return results


def _source(task: Task) -> str:
    """Name the code that gives a task's answers."""
    return f"{task.name} in {FILE}" if task.uses else f"the reference{line_of(task.reference)}"


@contextmanager
def blaming(place: str) -> Iterator[None]:
    """Turn any failure inside the block into a Refusal that says where it happened."""
    try:
        yield
    except Refusal as refusal:
        raise Refusal(f"{place}: {refusal.problem}", refusal.remedy) from refusal
    except (Exception, SystemExit) as error:
        names = [Path(each.filename).name for each in traceback.extract_tb(error.__traceback__)]
        name = next((each for each in reversed(names) if each in (FILE, "spec.py")), "spec.py")
        raise Refusal(
            f"{place}: {name} fails: {where(error, name)}.",
            "Correct the reference, or the case.",
        ) from error


def _import_tensorflow() -> ModuleType:
    try:
        with quiet():  # its libraries log to standard error while they load, at any level
            import tensorflow
    except ImportError as error:
        raise Refusal(
            f"Right answers come from TensorFlow, which cannot be imported here ({error}).",
            "Install it: pip install 'layers-by-hand[oracle]'.",
        ) from error
    module: ModuleType = tensorflow
    return module


def _as(parts: Mapping[str, np.ndarray], dtype: np.dtype) -> dict[str, np.ndarray]:
    return {name: value.astype(dtype) for name, value in parts.items()}


def _equal(one: Mapping[str, np.ndarray], other: Mapping[str, np.ndarray]) -> bool:
    return all(np.array_equal(one[name], other[name]) for name in one)
