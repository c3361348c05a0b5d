"""System calls that no layer needs and no namespace covers: refused from here on, whatever the code does.

A deny list, through libseccomp: NumPy goes on working where a newer C library makes calls that nobody here has heard
of, and what is denied answers with an ordinary PermissionError. Together with the limits it leaves the code one
process, one thread, no file to write, and no memory but its own address space and what a few pipes hold.
"""

import ctypes
import errno

PROCESSES = """
    fork vfork clone execve execveat unshare setns ptrace process_vm_readv process_vm_writev process_madvise kcmp
    pidfd_open pidfd_getfd pidfd_send_signal
"""
MEMORY = """
    memfd_create memfd_secret shmget shmat shmctl msgget msgsnd msgrcv msgctl semget semop semtimedop semctl mq_open
    socket socketpair vmsplice io_setup io_uring_setup io_uring_enter io_uring_register remap_file_pages userfaultfd
    inotify_init inotify_init1 fanotify_init landlock_create_ruleset
"""
DISK = """
    fallocate setxattr lsetxattr fsetxattr setxattrat sync syncfs fsync fdatasync sync_file_range
    utime utimes utimensat futimesat chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat
"""
MOUNTS = """
    mount umount umount2 pivot_root chroot fsopen fsconfig fsmount fspick move_mount open_tree mount_setattr
    swapon swapoff quotactl mknod mknodat name_to_handle_at open_by_handle_at
"""
KERNEL = """
    keyctl add_key request_key bpf perf_event_open kexec_load kexec_file_load init_module finit_module delete_module
    personality syslog reboot acct iopl ioperm modify_ldt lookup_dcookie vhangup migrate_pages move_pages mbind
    set_mempolicy settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname setrlimit
"""
DENIED = (PROCESSES + MEMORY + DISK + MOUNTS + KERNEL).split()
FCNTL = 4, 6, 7, 37, 38, 1024, 1031  # F_SETFL, F_(OFD_)SETLK(W), F_SETLEASE, F_SETPIPE_SZ

LIKE_KILLED = 128 + 9  # what is left of SIGKILL in a parent's exit status

ALLOW, KILL_PROCESS, ERRNO = (
    0x7FFF0000,
    0x80000000,
    0x00050000,
)  # what libseccomp calls SCMP_ACT_...
NOT_EQUAL, MASKED_EQUAL = 1, 7  # SCMP_CMP_NE, SCMP_CMP_MASKED_EQ: an argument, cut to these bits
INT = 0xFFFFFFFF  # the bits that the kernel looks at, whatever stands above them
OTHER_ARCHITECTURE = 2  # SCMP_FLTATR_ACT_BADARCH


class Argument(ctypes.Structure):
    """What an argument of a system call must be for a rule to apply: libseccomp's struct scmp_arg_cmp."""

    _fields_ = (
        ("number", ctypes.c_uint),
        ("is", ctypes.c_int),
        ("value", ctypes.c_uint64),
        ("more", ctypes.c_uint64),
    )


class Filter:
    """Made once, while there is plenty of everything; put on by each process that shall keep to it."""

    def __init__(self) -> None:
        try:
            self.library = ctypes.CDLL("libseccomp.so.2")
        except OSError:
            raise SystemExit("libseccomp.so.2 is not installed") from None
        self.library.seccomp_init.restype = ctypes.c_void_p
        self.rules = ctypes.c_void_p(self.library.seccomp_init(ctypes.c_uint32(ALLOW)))
        self.call("seccomp_attr_set", OTHER_ARCHITECTURE, ctypes.c_uint32(KILL_PROCESS))
        for name in DENIED:
            self.deny(name, errno.EPERM)
        self.deny("clone3", errno.ENOSYS)  # the C library then takes clone, as on an older kernel
        self.deny(
            "prlimit64", errno.EPERM, Argument(2, NOT_EQUAL, 0, 0)
        )  # asking for a limit is all right
        for name in (
            "exit",
            "exit_group",
        ):  # so that only who is killed ends like one who is killed
            self.deny(name, errno.EPERM, Argument(0, MASKED_EQUAL, 0xFF, LIKE_KILLED))
        self.deny(
            "ioctl", errno.ENOTTY
        )  # reserves disk space, too; Python has other ways for what it does by it
        for command in FCNTL:
            self.deny("fcntl", errno.EPERM, Argument(1, MASKED_EQUAL, INT, command))

    def deny(self, name: str, number: int, *where: Argument) -> None:
        call = self.library.seccomp_syscall_resolve_name(name.encode())
        if call >= 0:  # else this processor, or this version of the library, has no such call
            self.call(
                "seccomp_rule_add_array",
                ctypes.c_uint32(ERRNO | number),
                call,
                len(where),
                (Argument * len(where))(*where),
            )

    def put_on(self) -> None:
        """For good, and for whatever this process becomes."""
        self.call("seccomp_load")

    def call(self, name: str, *arguments: object) -> None:
        result = getattr(self.library, name)(self.rules, *arguments)
        if result != 0:
            raise OSError(-result, f"{name} failed")
