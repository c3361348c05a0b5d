"""Run student code: start a process, send it a request, and read its results as hostile bytes.

    process      one worker process, on every system
    runner       a submission, task by task
    requests     what the worker is sent
    results      what it sends back
    bubblewrap   isolated processes
    sealing      a second request, once the first answers are received
    forking      a worker that is a fork of this process
    root         the files that an isolated process can see
    other_user   a fallback without namespaces
    pool         sandboxes kept open between submissions

Everything here runs outside the sandbox; `inside/` runs in it.
"""
