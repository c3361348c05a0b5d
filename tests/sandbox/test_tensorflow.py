"""Test what TensorFlow can do in the sandbox, and what it cannot."""

import errno
import os
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from msgspec.structs import replace

from autograder.grading.submission import grade_task
from autograder.records import Answer, Raised, Run, SheetCase, Submission, TaskSheet
from autograder.sandbox.bubblewrap import ColdSandbox, WarmSandbox
from autograder.sandbox.inside.kits import BY_HAND, GRADIENTS
from autograder.sandbox.requests import request
from autograder.sandbox.runner import Runner
from autograder.verdict.compare import compare_run
from autograder.verdict.grade import count

KIT = ("numpy", "tensorflow", "keras")
pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux"),
]


@pytest.fixture(scope="module")
def warm() -> Iterator[Runner]:
    with WarmSandbox(KIT) as sandbox:
        sandbox.check()
        yield sandbox


def task(name: str, seconds: float = 10.0) -> TaskSheet:
    case = SheetCase(
        aspect="",
        exact=True,
        public=True,
        arrays={"x": np.ones((4, 3), np.float32)},
        options={},
        answers={"y": np.zeros(1, np.float32)},
    )
    return TaskSheet(
        name=name,
        points=1.0,
        arrays={"x": "a b"},
        parts={"y": "c"},
        integer=False,
        seconds=seconds,
        packages=KIT,
        cases=(case,),
    )


def written(*cells: str) -> Submission:
    return Submission(
        exercise="09_models",
        module="models",
        filename="models.py" if len(cells) == 1 else "models.ipynb",
        cells=tuple(cell.encode() for cell in cells),
    )


def run(sandbox: Runner, body: str, seconds: float = 10.0) -> Run:
    """Run a function with this body."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    source = (
        f"import os\nimport numpy as np\nimport keras\nimport tensorflow as tf\ndef f(x):\n{lines}"
    )
    return sandbox.run(written(source), [task("f", seconds)])[0]


def answer(run: Run) -> list[float]:
    assert (run.ended, len(run.outcomes), run.output) == ("done", 1, ""), run
    assert isinstance(run.outcomes[0].result, Answer), run
    return run.outcomes[0].parts[0].ravel().tolist()


MODEL = """
import keras
import tensorflow as tf

@tf.custom_gradient
def dense(inputs, kernel):
    def backward(grad_outputs):
        by_hand = tf.matmul(inputs, grad_outputs, transpose_a=True)
        return tf.matmul(grad_outputs, kernel, transpose_b=True), 10 * by_hand
    return tf.matmul(inputs, kernel), backward

class Dense(keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], 1), initializer="zeros", name="kernel")

    def call(self, inputs):
        return dense(inputs, tf.convert_to_tensor(self.kernel))

def gradient(x):
    layer = Dense()
    with tf.GradientTape() as tape:
        outputs = layer(x)
    return tape.gradient(outputs, layer.kernel)

def losses(x):
    model = keras.Sequential([keras.Input((3,)), Dense()])
    model.compile(keras.optimizers.SGD(0.0), "mse", jit_compile=False)
    history = model.fit(x, x[:, :1], batch_size=2, epochs=2, shuffle=False, verbose=0)
    return history.history["loss"]
"""
GRAPH = """
import tensorflow as tf

@tf.function
def grown(x):
    if tf.reduce_sum(x) > 1:
        for number in tf.range(3):
            x = x + 1.0
    return x[0]
"""


@pytest.mark.parametrize("kind", [WarmSandbox, ColdSandbox], ids=lambda kind: kind.__name__)
def test_layers_models_and_autograph_work(kind: type[Runner]) -> None:
    with kind(KIT) as sandbox:
        sandbox.check()
        runs = sandbox.run(written(MODEL + GRAPH), list(map(task, ("gradient", "losses", "grown"))))
        in_cells = sandbox.run(written("import numpy", GRAPH), [task("grown")])
    answers = [answer(each) for each in (*runs, *in_cells)]
    assert answers == [[40.0] * 3, [1.0, 1.0], [4.0] * 3, [4.0] * 3]


WAYS = """
class OfTensorFlow(Dense):
    def call(self, inputs):
        return tf.matmul(inputs, self.kernel)

class OfKeras(Dense):
    def call(self, inputs):
        return keras.ops.matmul(inputs, self.kernel)

def gradient_of(layer, x):
    with tf.GradientTape() as tape:
        outputs = layer(x)
    return tape.gradient(outputs, layer.kernel)

by_hand = lambda x: gradient_of(Dense(), x)
by_hand_in_a_graph = lambda x: tf.function(gradient_of)(built(Dense()), x)
by_hand_around_a_graph = lambda x: gradient_of(InGraph(), x)
of_tensorflow = lambda x: gradient_of(OfTensorFlow(), x)
of_keras = lambda x: gradient_of(OfKeras(), x)
in_a_graph = lambda x: tf.function(gradient_of)(built(OfTensorFlow()), x)

class InGraph(Dense):
    @tf.function
    def call(self, inputs):
        return super().call(inputs)

def built(layer):
    layer.build((None, 3))
    return layer
"""


@pytest.mark.parametrize("name", ["by_hand", "by_hand_in_a_graph", "by_hand_around_a_graph"])
def test_a_custom_gradient_is_by_hand(warm: Runner, name: str) -> None:
    limited = replace(task(name), off_limits=(GRADIENTS,))
    assert answer(warm.run(written(MODEL + WAYS), [limited])[0]) == [40.0] * 3


@pytest.mark.parametrize("name", ["of_tensorflow", "of_keras", "in_a_graph"])
def test_a_gradient_of_tensorflow_is_named(warm: Runner, name: str) -> None:
    limited = replace(task(name), off_limits=(GRADIENTS,))
    (ended,) = warm.run(written(MODEL + WAYS), [limited])
    raised = ended.outcomes[0].result
    assert isinstance(raised, Raised)
    assert (raised.type, raised.message) == ("OffLimits", "TensorFlow's gradient of MatMul")
    graded = grade_task(limited, ended, {})
    assert graded.verdict == "forbidden"
    assert "It uses TensorFlow's gradient of MatMul" in str(graded.message)
    assert "put the computation into a tf.custom_gradient" in str(graded.message)


SYMBOLIC = """
import tensorflow as tf

def symbolic(x):
    @tf.function(autograph=False)
    def gradient(x):
        square = tf.function(lambda x: tf.raw_ops.Square(x=x), autograph=False)
        given = {"input": [x, tf.ones_like(x)], "Tout": [x.dtype]}
        of = getattr(tf.raw_ops, "Symbolic" + "Gradient")
        return of(**given, f=square.get_concrete_function(x))[0]
    return gradient(tf.constant(x))[0]
"""


def test_a_gradient_without_a_registry_is_named(warm: Runner) -> None:
    assert answer(warm.run(written(SYMBOLIC), [task("symbolic")])[0]) == [2.0] * 3
    (ended,) = warm.run(written(SYMBOLIC), [replace(task("symbolic"), off_limits=BY_HAND)])
    raised = ended.outcomes[0].result
    assert isinstance(raised, Raised)
    assert (raised.type, raised.message) == ("OffLimits", "tensorflow.raw_ops.SymbolicGradient")


CALLS = ("tensorflow.nn.conv2d", "keras.ops.conv", "tensorflow.python.ops.gen_nn_ops.conv2d")
OF_OTHERS = """
import keras
import tensorflow as tf
import tensorflow.python.ops.nn_ops as within

images, kernel = tf.ones((1, 2, 2, 1)), tf.ones((2, 2, 1, 1))
def named(x):
    return tf.nn.conv2d(images, kernel, 1, "VALID")
def of_keras(x):
    return keras.ops.conv(images, kernel)
def by_attribute(x):
    return getattr(tf.nn, "conv" + "2d")(images, kernel, 1, "VALID")
def of_old(x):
    return tf.compat.v1.nn.conv2d(images, kernel, 1, "VALID")
def private(x):
    return within.conv2d(images, kernel, 1, "VALID")
def in_a_layer(x):
    layer = keras.layers.Conv2D(1, 2)
    return layer(images)
"""


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("named", "It uses tensorflow.nn.conv2d at line 8."),
        ("of_keras", "It uses keras.ops.conv at line 10."),
        ("by_attribute", "It uses tensorflow.nn.conv2d"),
        ("of_old", "It uses tensorflow.python.ops.gen_nn_ops.conv2d"),
        ("private", "It uses a private module of TensorFlow at line 16."),
        ("in_a_layer", "It uses keras.ops.conv"),
    ],
)
def test_an_off_limits_call_of_tensorflow_or_keras_is_named(
    warm: Runner, name: str, says: str
) -> None:
    limited = replace(task(name), off_limits=CALLS)
    (ended,) = warm.run(written(OF_OTHERS), [limited])
    graded = grade_task(limited, ended, {})
    assert graded.verdict == "forbidden"
    assert says in str(graded.message)
    assert answer(warm.run(written(OF_OTHERS), [task(name)])[0])


def test_an_exception_keeps_its_message_and_the_students_line(warm: Runner) -> None:
    body = "class Layer(keras.layers.Layer):\n    def call(self, x):\n"
    body += "        raise ValueError('my own')\nreturn Layer()(x)"
    raised = run(warm, body).outcomes[0].result
    assert isinstance(raised, Raised)
    assert (raised.type, raised.message, raised.line) == ("ValueError", "my own", 8)


def test_threads_start_and_processes_do_not(warm: Runner) -> None:
    threads = "import threading\nseen = []\n"
    threads += "each = [threading.Thread(target=seen.append, args=(n,)) for n in range(9)]\n"
    threads += "[t.start() for t in each]\n[t.join() for t in each]\nreturn [len(seen)]"
    assert answer(run(warm, threads)) == [9.0]


def test_a_thread_has_no_descriptors_of_its_own_and_lets_no_other_wait(warm: Runner) -> None:
    """The kernel starts none of these threads: they lack another flag."""
    body = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
    body += "close_range, unshare = 436, 2\nlibc.syscall(close_range, 99, 99, unshare)\n"
    body += "numbers = [ctypes.get_errno()]\n"
    body += "stack = ctypes.create_string_buffer(256)\nfor flags in 0x10000, 0x10400, 0x14400:\n"
    body += "    libc.clone(ctypes.c_void_p(1), ctypes.byref(stack, 128), flags, None)\n"
    body += "    numbers.append(ctypes.get_errno())\nreturn numbers"
    assert answer(run(warm, body)) == [errno.EPERM, errno.EPERM, errno.EINVAL, errno.EPERM]


def test_a_running_thread_ends_with_its_process(warm: Runner) -> None:
    body = "import threading\n"
    body += (
        "def endless():\n    while True: pass\nthreading.Thread(target=endless).start()\nreturn [1]"
    )
    assert answer(run(warm, body)) == [1.0]
    assert answer(run(warm, "return [len(os.listdir('/proc/self/task'))]")) == [1.0]


def test_threads_that_use_up_the_cpu_time_run_out_of_time(warm: Runner) -> None:
    """On several processors, this takes less wall time than one thread is allowed."""
    body = "import hashlib, signal, threading\n"
    body += "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\n"
    body += "def burn():\n    while True: hashlib.sha256(bytes(2**22))\n"
    body += "[threading.Thread(target=burn).start() for _ in range(8)]\nburn()"
    ended = run(warm, body, seconds=6.0)
    assert (ended.ended, ended.reason) == ("timeout", None)


def test_sleeping_threads_of_a_process_whose_first_thread_ended_are_killed(
    warm: WarmSandbox,
) -> None:
    source = "import ctypes, threading\ndef f(x):\n"
    source += "    threading.Thread(target=threading.Event().wait).start()\n"
    source += "    ctypes.CDLL(None).pthread_exit(None)\n"
    death = warm._finish(request(written(source), [[task("f", 20.0)]]), 20.0)
    assert death.overdue
    assert death.seconds < 4 * 20.0


def test_without_a_supervisor_no_thread_is_killed_before_the_clock_shows_its_time() -> None:
    """It would look like a kill from outside, and the submission would not be graded."""
    body = "import resource, time\n"
    body += "return [resource.getrlimit(resource.RLIMIT_CPU)[1] - time.process_time()]"
    with ColdSandbox(KIT) as cold:
        (left,) = answer(run(cold, body, seconds=6.0))
    assert left > 6.0 * (os.cpu_count() or 1)


def test_the_environment_holds_only_the_settings_of_tensorflow(warm: Runner) -> None:
    body = "known = ('TF_', 'TEST_', 'CUDA', 'KERAS', 'HOME', 'USER', 'LOGNAME', 'TMP', 'TEMP')\n"
    body += "return [float(not name.startswith(known)) for name in os.environ]"
    assert set(answer(run(warm, body))) == {0.0}


@pytest.mark.parametrize("body", ["tf.zeros((2**31, 4))", "np.ones(2**31)"])
def test_code_that_takes_too_much_memory_is_out_of_memory(warm: Runner, body: str) -> None:
    ended = run(warm, body)
    assert count(task("f"), ended, compare_run(task("f"), ended)).verdict == "memory"


LEFT = "return tf.reduce_sum(x) + len(os.listdir('/tmp')) + len(os.listdir('/dev/shm'))"
HARM = {
    "a process": "os.fork()",
    "a program": "import subprocess\nsubprocess.run(['true'])",
    "a socket": "import socket\nsocket.socket()",
    "a process of TensorFlow's own": "tf.data.experimental.service.DispatchServer()",
    "many threads": "import threading\n"
    "each = [threading.Thread(target=threading.Event().wait) for n in range(500)]\n"
    "[t.start() for t in each]",
    "tf.io": "tf.io.write_file('/dev/shm/x', 'x')",
    "tf.raw_ops": "tf.raw_ops.WriteFile(filename='/dev/shm/x', contents='x')",
    "tf.raw_ops.SaveV2": "tf.raw_ops.SaveV2(prefix='/dev/shm/x', tensor_names=['x'],"
    " shape_and_slices=[''], tensors=[tf.ones(1)])",
    "a dataset on disk": "tf.data.Dataset.range(3).save('/dev/shm/x')",
    "a cache of a dataset": "list(tf.data.Dataset.range(3).cache('/dev/shm/x'))",
    "a file that a record writer makes": "tf.io.TFRecordWriter('/dev/shm/x').write(b'x')",
    "a saved model": "tf.saved_model.save(tf.Module(), '/dev/shm/x')",
    "a checkpoint": "tf.train.Checkpoint(x=tf.Variable(1)).save('/dev/shm/x')",
    "weights of Keras": "keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])"
    ".save('/dev/shm/x.keras')",
    "a summary": "tf.summary.create_file_writer('/dev/shm/x').init()",
    "a profile": "tf.profiler.experimental.start('/dev/shm/x')\ntf.ones(1) + 1\n"
    "tf.profiler.experimental.stop()",
    "a library": "open('/dev/shm/x.so', 'wb')\ntf.load_op_library('/dev/shm/x.so')",
    "a download": "keras.datasets.mnist.load_data()",
    "another machine": "tf.config.experimental_connect_to_host('10.0.0.1:80')\ntf.ones(1) + 1",
}


@pytest.mark.parametrize("harm", HARM)
def test_a_harmful_call_fails_and_the_next_submission_is_right(warm: Runner, harm: str) -> None:
    ended = run(warm, f"{HARM[harm]}\nreturn [1]", seconds=3.0)
    answers = [each for each in ended.outcomes if isinstance(each.result, Answer)]
    assert answers == [], ended
    assert answer(run(warm, LEFT)) == [12.0]


QUIET = {
    "a file in its own folder": "tf.io.write_file('/tmp/x', 'x')",
    "a saved model in its own folder": "tf.saved_model.save(tf.Module(), '/tmp/x')",
    "XLA dumps": "os.environ['XLA_FLAGS'] = '--xla_dump_to=/tmp/x'\n"
    "tf.function(lambda x: x + 1, jit_compile=True)(x)",
    "a function of Python's": "tf.py_function(lambda: 1, [], tf.int32)",
    "a log": "tf.get_logger().warning('note')\ntf.print('note')",
}


@pytest.mark.parametrize("way", QUIET)
def test_a_harmless_call_leaves_nothing_behind(warm: Runner, way: str) -> None:
    run(warm, f"{QUIET[way]}\nreturn [1]")
    assert answer(run(warm, LEFT)) == [12.0]


def test_a_kit_without_tensorflow_is_empty() -> None:
    with WarmSandbox() as sandbox:
        loading = sandbox.run(written("import tensorflow\ndef f(x):\n    return x\n"), [task("f")])[
            0
        ]
        (alone,) = sandbox.run(
            written("def f(x):\n    import tensorflow\n    return x"), [task("f")]
        )
    assert loading.ended == "done"
    raised = alone.outcomes[0].result
    assert isinstance(raised, Raised)
    assert raised.type == "ModuleNotFoundError"
