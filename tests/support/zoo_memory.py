"""State how much memory a task may get by each means, in MiB."""

NONE = (
    *("memfd", "sockets", "segments", "queues", "watches", "locks", "reserved", "spliced"),
    *("huge", "unmapped", "zeros", "futexes", "shm"),
)
WAYS = (*NONE, "tmp", "printed", "pipes", "space", "pages", "tables")
MOST = dict.fromkeys(NONE, 0) | {
    "tmp": 16,
    "pipes": 4,
    "printed": 80,
    "space": 736,
    "pages": 288,
    "tables": 520,
}
