"""Run student code inside the sandbox: this is the only part of the package that is bound into it.

    worker    read a request and run its tasks
    loading   load a script or a notebook as a module
    calling   call a function and send the outcome
    packing   the wire format
    fence     block packages and calls that an exercise does not allow
    jail      confine the worker with limits and namespaces
    denied    the deny list of system calls

It imports only the standard library, NumPy and itself. It receives inputs and never an answer.
"""

OUT_OF_MEMORY = 86  # the exit status of a worker that ran out of memory
