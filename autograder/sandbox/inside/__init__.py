"""Meet student code: this one folder is bound into the sandbox, and nothing else of this package.

    worker    takes a request through its tasks      fence     what student code may not use
    loading   a file or a notebook as a module       jail      limits and namespaces around the worker
    calling   one call, one outcome                  denied    system calls that are refused
    packing   the wire format

It imports the standard library, NumPy and itself; it is handed inputs, and never an answer.
"""

OUT_OF_MEMORY = 86  # the exit status of a worker that has no memory left to say so
