"""Import TensorFlow for the exercises that allow it, and set it up for a process with limits.

The import takes seconds, so a server does it before the first submission, and its forks share the
pages. No operation may run before the fork: TensorFlow would start threads, which a fork loses.
"""

import contextlib
import ctypes
import importlib
import itertools
import linecache
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple

from .ipython import lines_of

TENSORFLOW = "tensorflow"
GRADIENTS = "TensorFlow's gradients"  # found by `watch_gradients`
# Off limits where a task must be done by hand. SymbolicGradient, in C++, needs no registry.
BY_HAND = (
    GRADIENTS,
    "tensorflow.raw_ops.SymbolicGradient",
    "tensorflow.python.ops.gen_functional_ops.symbolic_gradient",
)
# Operations that TensorFlow may still differentiate: they read variables or pass values on.
NEUTRAL = {"ReadVariableOp", "Identity", "IdentityN", "Cast", "StopGradient", "NoOp"}
M_ARENA_MAX = -8  # of the C library's mallopt


class Kit(NamedTuple):
    """The threads and settings that a process needs for the packages of an exercise.

    threads: how many it may start. settings: its environment variables.
    """

    threads: int = 0
    settings: Mapping[str, str] = MappingProxyType({})


# One layer takes 5 threads, `fit` takes 16.
WITH_TENSORFLOW = Kit(
    threads=64,
    settings={
        "TF_CPP_MIN_LOG_LEVEL": "3",  # its log would look like the student's output
        "TF_ENABLE_ONEDNN_OPTS": "0",  # it sums in another order
        "CUDA_VISIBLE_DEVICES": "-1",
        "KERAS_BACKEND": TENSORFLOW,
        # Read no settings, and look for no folder.
        **dict.fromkeys(("KERAS_HOME", "TEST_TMPDIR"), "/nonexistent"),
    },
)


# Otherwise TensorFlow takes all of the GPU's memory, and the oracle needs some.
ON_GPU = {"TF_FORCE_GPU_ALLOW_GROWTH": "true"}


def prepared(packages: Sequence[str], gpu: bool = False) -> Kit:
    """Return the kit for these packages, after importing TensorFlow if it is among them.

    gpu: compute on the GPU, for a student's own machine that has one.
    """
    if TENSORFLOW not in packages:
        return Kit()
    if TENSORFLOW not in sys.modules:
        os.environ.update(WITH_TENSORFLOW.settings)
        if gpu:
            del os.environ["CUDA_VISIBLE_DEVICES"]
            os.environ.update(ON_GPU)
        with contextlib.suppress(AttributeError):  # a C library other than GNU's
            # Threads would reserve address space by the gigabyte, which is limited.
            ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
        # Without TensorFlow, the student's own import fails and says so.
        with quiet(), contextlib.suppress(ImportError):
            set_up(importlib.import_module(TENSORFLOW), importlib.import_module("keras"))
    return WITH_TENSORFLOW


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Discard standard error, including what native code writes."""
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


def set_up(tensorflow: Any, keras: Any) -> None:
    """Make TensorFlow compute in one thread, keep exceptions as raised, and write no files."""
    tensorflow.config.threading.set_inter_op_parallelism_threads(1)
    tensorflow.config.threading.set_intra_op_parallelism_threads(1)
    tensorflow.config.experimental.enable_tensor_float_32_execution(False)  # a GPU's errors: 1e-3
    # Keras would wrap each message, and cut the student's lines out of tracebacks.
    keras.config.disable_traceback_filtering()
    loader = importlib.import_module("tensorflow.python.autograph.pyct.loader")
    numbers = itertools.count()

    def load_source(source: str, delete_on_exit: bool) -> tuple[ModuleType, str]:
        """Execute AutoGraph's code in memory, instead of from a temporary file."""
        name = f"autograph_{next(numbers)}"
        module = ModuleType(name)
        module.__file__ = f"<{name}>"
        remember(module.__file__, source)
        exec(compile(source, module.__file__, "exec", dont_inherit=True), module.__dict__)
        sys.modules[name] = module
        return module, module.__file__

    vars(loader)["load_source"] = load_source


def remember(file: str, source: str) -> None:
    """Cache the source of a file that is not on disk: AutoGraph reads what it converts."""
    linecache.cache[file] = (len(source), None, [f"{each}\n" for each in lines_of(source)], file)


def watch_gradients(computed: list[str]) -> Callable[[], None]:
    """Add each of TensorFlow's own gradients to `computed`, until the returned function is called.

    Automatic differentiation calls the gradient registered for an operation; the functions of
    `tf.custom_gradient` are unregistered, or under their own name. Merely looking a gradient
    up means nothing: a graph does so for operations that a custom gradient replaces.
    """
    try:
        registry = importlib.import_module("tensorflow.python.framework.ops").gradient_registry
    except ImportError:
        return lambda: None
    kind: Any = type(registry)
    look_up = kind.lookup

    def watched(self: Any, name: str | bytes) -> Any:
        found = look_up(self, name)
        operation = name.decode() if isinstance(name, bytes) else name
        neutral = operation in NEUTRAL or operation.startswith("CustomGradient-")
        if self is not registry or found is None or neutral:
            return found

        def noted(*arguments: Any) -> Any:
            computed.append(f"TensorFlow's gradient of {operation}")
            return found(*arguments)

        return noted

    kind.lookup = watched
    return partial(setattr, kind, "lookup", look_up)


def loaded_packages() -> set[str]:
    """Return the top-level names of all loaded modules: TensorFlow imports more of them later."""
    return {name.partition(".")[0] for name in list(sys.modules)}
