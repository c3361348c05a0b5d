"""Run student code inside the sandbox. No other part of the package is bound into it.

    worker    read a request and run its tasks
    loading   load a script or a notebook as a module
    failures  find the failed statement because of which a name is undefined
    ipython   read source as Jupyter would run it
    calling   call a function and send the outcome
    steps     run the steps of a task that takes more than one call
    crash     describe an exception in student code
    packing   the wire format
    absent    refuse and report the use of anything that is missing when the code is graded
    kits      import TensorFlow before the first submission
    fence     block packages and calls that an exercise does not allow
    jail      confine the worker with limits and namespaces
    denied    the deny list of system calls

It imports only the standard library, NumPy and itself, and TensorFlow for exercises that allow it.
It receives inputs and never an answer.
"""

# Exit statuses of a worker: 128 plus the signal's number, as in a shell.
OUT_OF_MEMORY = 86
KILLED = 128 + 9  # by SIGKILL
OUT_OF_TIME = 128 + 24  # by SIGXCPU

MOST_BYTES = 64 * 2**20  # for all answers of one task
FILE_SIZE = MOST_BYTES + 2**24  # for all answers of one process, and for what it prints
FOLDER = "/tmp"  # the working folder of a confined process, and the only one it may write to
