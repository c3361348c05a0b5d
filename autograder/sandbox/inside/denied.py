"""Deny system calls that no exercise needs and no namespace covers, through libseccomp.

It is a deny list, so NumPy keeps working when a newer C library makes calls that are unknown here.
A denied call fails with an ordinary PermissionError. With the limits, the filter leaves the code
one process, one thread (with TensorFlow, several), no file to write, and no memory except its
own address space and the buffers of a few pipes.
"""

import ctypes
import errno
import os
import signal
from collections.abc import Iterator

from . import KILLED

PROCESSES = """
    fork vfork execve execveat unshare setns ptrace
    process_vm_readv process_vm_writev process_madvise kcmp
    pidfd_open pidfd_getfd pidfd_send_signal
"""
MEMORY = """
    memfd_create memfd_secret shmget shmat shmctl
    msgget msgsnd msgrcv msgctl semget semop semtimedop semctl mq_open
    socket socketpair vmsplice splice tee sendfile
    io_setup io_uring_setup io_uring_enter io_uring_register
    remap_file_pages userfaultfd inotify_init inotify_init1 fanotify_init landlock_create_ruleset
"""
DISK = """
    fallocate setxattr lsetxattr fsetxattr sync syncfs sync_file_range
    chown fchown lchown fchownat
"""
# These do nothing, but seem to succeed: code that copies or saves a file makes them. msync would
# wait for the disk; NumPy calls it for files in memory, where it has nothing to do.
PRETENDED = "fsync fdatasync msync chmod fchmod fchmodat fchmodat2"
# Calls that date a file -> the argument with the date. They seem to succeed, too; without a date
# they fail, so that `Path.touch` makes the file.
DATING = {"utime": 1, "utimes": 1, "utimensat": 2, "futimesat": 2}
MOUNTS = """
    mount umount umount2 pivot_root chroot
    fsopen fsconfig fsmount fspick move_mount open_tree mount_setattr
    swapon swapoff quotactl quotactl_fd mknod mknodat name_to_handle_at open_by_handle_at
"""
# timer_create sends any signal; membarrier waits as if for the disk, which is not sleep.
KERNEL = """
    keyctl add_key request_key bpf perf_event_open
    kexec_load kexec_file_load init_module finit_module delete_module
    personality syslog seccomp reboot acct iopl ioperm modify_ldt lookup_dcookie vhangup
    migrate_pages move_pages mbind set_mempolicy
    settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname setrlimit
    timer_create membarrier
"""
# These show what other processes do with files that all can see, so two submissions could talk.
FILES = """
    flock fadvise64 mincore cachestat preadv2 pwritev2
    futex_waitv futex_wait futex_wake futex_requeue
"""
DENIED = f"{PROCESSES} {MEMORY} {DISK} {MOUNTS} {KERNEL} {FILES}".split()
# F_SETFL, F_(OFD_)SETLK(W), F_SETLEASE, F_NOTIFY, F_SETPIPE_SZ, F_SET_(FILE_)RW_HINT
FCNTL = 4, 6, 7, 37, 38, 1024, 1026, 1031, 1036, 1038
LATEST_FCNTL = 1038  # the last command that this list judges; all later ones are refused
# A futex that is not private to a process can be in a file that all map, and wake another process.
# A thread that joins another waits on such a futex; the kernel wakes it.
FUTEX_PRIVATE, FUTEX_WAITS, FUTEX_COMMANDS = 128, (0, 9), 14
SET_PDEATHSIG = 1  # of prctl: with it, a process could outlive the grader
# Newer options of prctl take memory that no limit sees, and write to the machine's log.
SET_NAME, GET_NAME = 15, 16
SHARED_MEMORY = 0x21  # flags of mmap: MAP_SHARED, MAP_ANONYMOUS
# Calls that send a signal -> which argument is its number.
SENDING = {"kill": 1, "tkill": 1, "tgkill": 2, "rt_sigqueueinfo": 1, "rt_tgsigqueueinfo": 2}
NEWER = range(424, 548)  # numbers of calls that the library may be too old to name
LATEST = 456  # the last call that this list judges, futex_requeue; all later ones are refused


# The constants of libseccomp: SCMP_ACT_..., SCMP_CMP_NE, SCMP_CMP_EQ, SCMP_CMP_GT,
# SCMP_CMP_MASKED_EQ (compare the bits of a mask), SCMP_FLTATR_ACT_BADARCH,
# SCMP_FLTATR_CTL_OPTIMIZE.
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
NOT_EQUAL, EQUAL, GREATER, MASKED_EQUAL = 1, 4, 6, 7
OTHER_ARCHITECTURE, OPTIMIZE = 2, 8
BINARY_TREE = 2  # halves the time to load a filter: to do so, the kernel tries each call
SET_SECCOMP, FILTER_MODE = 22, 2  # the kernel's PR_SET_SECCOMP, SECCOMP_MODE_FILTER
CLONE_THREAD, CLONE_FILES, VFORK = 0x10000, 0x400, 0x4000
UNSHARE = 2  # of close_range: CLOSE_RANGE_UNSHARE
INT = 0xFFFFFFFF  # the kernel reads only these bits of an int argument


class Argument(ctypes.Structure):
    """A condition on an argument of a system call: libseccomp's struct scmp_arg_cmp."""

    _fields_ = (
        ("number", ctypes.c_uint),
        ("is", ctypes.c_int),
        ("value", ctypes.c_uint64),
        ("more", ctypes.c_uint64),
    )


class Program(ctypes.Structure):
    """A filter as the kernel reads it: struct sock_fprog, with 8 bytes for each instruction."""

    _fields_ = (("instructions", ctypes.c_ushort), ("code", ctypes.c_char_p))


class Filter:
    """The filter of system calls.

    Build the filter once, before limits apply; each confined process then loads it.

    threads: whether a process may start threads. It may start no process in either case.
    """

    def __init__(self, threads: bool = False) -> None:
        self.library = library()
        self.library.seccomp_init.restype = ctypes.c_void_p
        self.rules = ctypes.c_void_p(self.library.seccomp_init(ctypes.c_uint32(ALLOW)))
        # Not killed for it: the machine's log would show the call, whose number the code chooses.
        refused = ctypes.c_uint32(ERRNO | errno.ENOSYS)
        self.call("seccomp_attr_set", OTHER_ARCHITECTURE, refused)
        self.call("seccomp_attr_set", OPTIMIZE, ctypes.c_uint32(BINARY_TREE))
        for name in DENIED:
            self.deny(name, errno.EPERM)
        for name in PRETENDED.split():
            self.deny(name, 0)
        for name, time in DATING.items():
            self.deny(name, 0, Argument(time, NOT_EQUAL, 0, 0))
            self.deny(name, errno.EPERM, Argument(time, EQUAL, 0, 0))
        self.deny_processes(threads)
        self.deny_arguments(threads)
        for call in self.unknown():
            self.add(call, errno.ENOSYS)  # as in a kernel that does not have them
        self.program = self.translated()

    def deny_processes(self, threads: bool) -> None:
        """Add the rules about starting and ending processes and threads."""
        if threads:  # must share descriptors: with its own, each could fill as many pipes
            for flag in CLONE_THREAD, CLONE_FILES:
                self.deny("clone", errno.EPERM, Argument(0, MASKED_EQUAL, flag, 0))
            self.deny("close_range", errno.EPERM, Argument(2, MASKED_EQUAL, UNSHARE, UNSHARE))
            # The thread that starts it would wait as if for the disk, too.
            self.deny("clone", errno.EPERM, Argument(0, MASKED_EQUAL, VFORK, VFORK))
        else:
            self.deny("clone", errno.EPERM)
        self.deny("clone3", errno.ENOSYS)  # the C library then falls back on clone
        # Code may read a limit but not set one.
        self.deny("prlimit64", errno.EPERM, Argument(2, NOT_EQUAL, 0, 0))
        # No process may exit with the status of a killed process.
        for name in ("exit", "exit_group"):
            self.deny(name, errno.EPERM, Argument(0, MASKED_EQUAL, 0xFF, KILLED))
        # Nor kill itself: the kernel protects the first process of a namespace from its own
        # SIGKILL, but not at the moment of a fault.
        for name, argument in SENDING.items():
            self.deny(name, 0, Argument(argument, MASKED_EQUAL, INT, signal.SIGKILL))

    def deny_arguments(self, threads: bool) -> None:
        """Add the rules about other calls that are harmful only with some arguments."""
        self.deny("prctl", errno.EPERM, Argument(0, MASKED_EQUAL, INT, SET_PDEATHSIG))
        self.deny("prctl", errno.EPERM, Argument(0, GREATER, GET_NAME, 0))
        # The machine's log would show the name if the process crashed.
        self.deny("prctl", 0, Argument(0, MASKED_EQUAL, INT, SET_NAME))
        # Such memory stays as long as a single page of it is mapped; only that page is counted.
        self.deny("mmap", errno.EPERM, Argument(3, MASKED_EQUAL, SHARED_MEMORY, SHARED_MEMORY))
        for command in range(FUTEX_COMMANDS):
            if not (threads and command in FUTEX_WAITS):
                shared = Argument(1, MASKED_EQUAL, FUTEX_PRIVATE | 127, command)
                self.deny("futex", errno.EPERM, shared)
        # Each access would wait for the disk. Unless root grades, code can reopen its results.
        for name, flags in (("open", 1), ("openat", 2)):
            for flag in (os.O_DSYNC, os.O_DIRECT):  # O_SYNC contains O_DSYNC
                self.deny(name, errno.EPERM, Argument(flags, MASKED_EQUAL, flag, flag))
        self.deny("openat2", errno.ENOSYS)  # a filter cannot see its flags
        # ioctl can reserve disk space; Python copes with this error.
        self.deny("ioctl", errno.ENOTTY)
        for command in FCNTL:
            self.deny("fcntl", errno.EPERM, Argument(1, MASKED_EQUAL, INT, command))
        self.deny("fcntl", errno.EINVAL, Argument(1, GREATER, LATEST_FCNTL, 0))

    def deny(self, name: str, number: int, *conditions: Argument) -> None:
        """Add a rule: this call fails with this error number if all conditions are met."""
        call = number_of(name)
        if call >= 0:  # else this processor or version of the library lacks the call
            self.add(call, number, *conditions)

    def add(self, call: int, number: int, *conditions: Argument) -> None:
        """Add the rule of a call by its own number."""
        self.call(
            "seccomp_rule_add_array",
            ctypes.c_uint32(ERRNO | number),
            call,
            len(conditions),
            (Argument * len(conditions))(*conditions),
        )

    def unknown(self) -> Iterator[int]:
        """Yield the numbers in NEWER of calls that this list or the library does not know."""
        resolve = self.library.seccomp_syscall_resolve_num_arch
        resolve.restype = ctypes.c_char_p
        architecture = ctypes.c_uint32(self.library.seccomp_arch_native())
        return (call for call in NEWER if call > LATEST or resolve(architecture, call) is None)

    def translated(self) -> Program:
        """Translate the rules for the kernel. This takes a millisecond."""
        with os.fdopen(os.memfd_create("filter"), "rb") as file:
            self.call("seccomp_export_bpf", file.fileno())
            file.seek(0)
            code = file.read()
        return Program(len(code) // 8, code)

    def load(self) -> None:
        """Confine this process and its descendants, irrevocably.

        The process must have given up the right to gain privileges.
        """
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(SET_SECCOMP, FILTER_MODE, ctypes.byref(self.program), 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "the filter of system calls could not be loaded")

    def call(self, name: str, *arguments: object) -> None:
        """Call a function of libseccomp on the rules, and raise OSError if it fails."""
        result = getattr(self.library, name)(self.rules, *arguments)
        if result != 0:
            raise OSError(-result, f"{name} failed")


def library() -> ctypes.CDLL:
    """Return libseccomp."""
    try:
        return ctypes.CDLL("libseccomp.so.2")
    except OSError:
        raise SystemExit("libseccomp.so.2 is not installed") from None


def number_of(name: str) -> int:
    """Return the number of a system call on this processor, negative if there is none."""
    number: int = library().seccomp_syscall_resolve_name(name.encode())
    return number
