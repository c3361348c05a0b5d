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
    "space": 496,
    "pages": 520,
    "tables": 1030,
}
