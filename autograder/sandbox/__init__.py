"""Run what students wrote: everything out here starts a process, feeds it, and reads what it says.

    process      one process, on every system        frames       writes its request, reads its results
    runner       a submission, task by task          other_user   where there are no namespaces
    bubblewrap   a locked room for each task         root         the files in that room
    pool         open sandboxes that wait

`inside/` is what runs on the other side of the boundary.
"""
