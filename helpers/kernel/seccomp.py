"""A system-call filter: what a notebook never needs fails with EPERM.

Landlock guards the files, namespaces the network and the other processes.  This filter takes away
the calls that could lead around either, and every way to start a process: a submission is one
process, whatever it does.  sandlock installs such a filter only under its supervisor, which makes
each file access slow; the kernel's own interface takes the thirty lines below.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

_ABSENT = None

# Name: (number on x86_64, number on aarch64)
DENIED: dict[str, tuple[int, int] | tuple[int, None]] = {
    # sockets: the inherited channel is all there is (a pair of streams stays, for asyncio)
    "socket": (41, 198), "connect": (42, 203), "accept": (43, 202), "accept4": (288, 242),
    "bind": (49, 200), "listen": (50, 201),
    # new programs and processes; threads come by clone, checked below
    "fork": (57, _ABSENT), "vfork": (58, _ABSENT), "execve": (59, 221), "execveat": (322, 281),
    # other processes
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "process_madvise": (440, 440),
    # namespaces and mounts
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    # kernel interfaces with a history of holes
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264),
    # memory that no limit counts
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194),
    "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    # the machine itself
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142),
    "swapon": (167, 224), "swapoff": (168, 225), "quotactl": (179, 60), "acct": (163, 89),
    "syslog": (103, 116), "settimeofday": (164, 170), "clock_settime": (227, 112),
    "adjtimex": (159, 171), "clock_adjtime": (305, 266), "fanotify_init": (300, 262),
    "iopl": (172, _ABSENT), "ioperm": (173, _ABSENT), "modify_ldt": (154, _ABSENT),
    "personality": (135, 92),
    # a larger share of the processor
    "setpriority": (141, 140), "sched_setscheduler": (144, 119), "sched_setparam": (142, 118),
    "sched_setattr": (314, 274), "sched_setaffinity": (203, 122), "ioprio_set": (251, 30),
}  # fmt: skip

_CLONE = (56, 220)
_CLONE3 = 435  # its flags lie in memory, where a filter cannot read them
_CLONE_THREAD = 0x00010000
_SOCKETPAIR = (53, 199)
_SOCK_TYPE_MASK, _SOCK_STREAM = 0xF, 1  # a datagram socket of a pair can send to any socket's path
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000

# Classic BPF, as in linux/filter.h and linux/seccomp.h
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN, _AND = 0x20, 0x15, 0x35, 0x45, 0x06, 0x54
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _SECOND_ARGUMENT = 0, 4, 16, 24
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2


def supported() -> bool:
    """Say whether the numbers above are this machine's."""
    return platform.machine() in _AUDIT_ARCH


def program() -> bytes:
    """Return the filter for this machine."""
    machine = platform.machine()
    column = list(_AUDIT_ARCH).index(machine)
    code: list[bytes] = []

    def step(operation: int, value: int, if_true: int = 0, if_false: int = 0) -> None:
        code.append(struct.pack("=HBBI", operation, if_true, if_false, value))

    step(_LOAD, _ARCHITECTURE)
    step(_EQUAL, _AUDIT_ARCH[machine], 1, 0)
    step(_RETURN, _KILL)
    step(_LOAD, _NUMBER)
    if machine == "x86_64":
        step(_AT_LEAST, _X32, 0, 1)
        step(_RETURN, _KILL)
    step(_EQUAL, _CLONE3, 0, 1)
    step(_RETURN, _ERRNO | errno.ENOSYS)  # the C library then uses clone
    for numbers in DENIED.values():
        number = numbers[column]
        if number is not None:
            step(_EQUAL, number, 0, 1)
            step(_RETURN, _ERRNO | errno.EPERM)
    step(_EQUAL, _SOCKETPAIR[column], 0, 5)
    step(_LOAD, _SECOND_ARGUMENT)
    step(_AND, _SOCK_TYPE_MASK)
    step(_EQUAL, _SOCK_STREAM, 1, 0)
    step(_RETURN, _ERRNO | errno.EPERM)
    step(_RETURN, _ALLOW)
    step(_EQUAL, _CLONE[column], 0, 3)
    step(_LOAD, _FIRST_ARGUMENT)
    step(_ANY_BIT, _CLONE_THREAD, 1, 0)
    step(_RETURN, _ERRNO | errno.EPERM)
    step(_RETURN, _ALLOW)
    return b"".join(code)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install() -> None:
    """Filter this process, for good.  Raises OSError where the kernel does not take the filter."""
    code = program()
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_ = _Program(len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    for arguments in (
        (_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
        (_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(filter_), 0, 0),
    ):
        if libc.prctl(*arguments) != 0:
            number = ctypes.get_errno()
            raise OSError(number, f"the system-call filter was refused: {os.strerror(number)}")
