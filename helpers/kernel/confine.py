"""Confine this process: namespaces, a scratch folder of its own, Landlock, a system-call filter.

sandlock applies Landlock to the calling process without a supervisor, which costs a millisecond and
slows nothing afterwards; it was chosen over bubblewrap because pip installs it and it needs no
program of another package.  The namespaces are the kernel's own, by unshare.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import resource
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from helpers.kernel import seccomp
from helpers.kernel.limits import Limits

_CLONE_NEW = {
    "user": 0x10000000, "mount": 0x00020000, "network": 0x40000000, "pid": 0x20000000,
    "ipc": 0x08000000, "uts": 0x04000000,
}  # fmt: skip
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_PRIVATE = 2, 4, 8, 0x40000
_MOUNT_SETATTR, _MOUNT_ATTR_RDONLY, _AT_RECURSIVE = 442, 1, 0x8000
_PR_SET_PDEATHSIG, _PR_CAPBSET_DROP, _PR_SET_DUMPABLE = 1, 24, 4
_SIGKILL = 9
_CAPABILITY_VERSION_3 = 0x20080522

_THREADS = 400
"""Threads of a submission.  The kernel takes no fewer than 301 as a limit of process ids."""

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def enter_namespaces() -> None:
    """Leave the machine's users, mounts, network, processes and IPC behind.

    The process itself keeps its process id; its next child is the first of the new namespace.
    """
    uid, gid = os.getuid(), os.getgid()
    flags = 0
    for flag in _CLONE_NEW.values():
        flags |= flag
    _check(_libc.unshare(flags), "user namespaces are not available here (unshare)")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"1000 {uid} 1"),
        ("gid_map", f"1000 {gid} 1"),
    ):
        Path(f"/proc/self/{name}").write_text(text)


def die_with_parent() -> None:
    """Have the kernel end this process when its parent ends."""
    _check(_libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0), "prctl(PR_SET_PDEATHSIG)")


def mount_scratch(folder: str, limits: Limits) -> None:
    """Put an empty file system of limited size on `folder`, seen by this process alone."""
    # Landlock has no rule for chmod, chown, utime and setxattr; a read-only mount refuses them.
    everything = (ctypes.c_uint64 * 4)(_MOUNT_ATTR_RDONLY, 0, _MS_PRIVATE, 0)
    call = (_MOUNT_SETATTR, -1, b"/", _AT_RECURSIVE, everything, ctypes.sizeof(everything))
    _check(_libc.syscall(*call), "mount_setattr")
    options = f"size={limits.disk_bytes},nr_inodes={limits.disk_files},mode=700"
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    _check(_libc.mount(b"tmpfs", folder.encode(), b"tmpfs", flags, options.encode()), "mount tmpfs")


def readable(packages: Iterable[str]) -> list[str]:
    """Return what a submission may read: Python, the allowed packages, shared libraries.

    Landlock grants whole trees, and Python's own folders can hold everybody's packages: those that
    do are granted child by child, without the packages.
    """
    paths = sysconfig.get_paths()
    found = {
        child
        for folder in (
            paths["stdlib"],
            "/lib",
            "/lib64",
            "/usr/lib",
            "/usr/lib64",
            sys.base_prefix + "/lib",
        )
        for child in _children(folder)
    }
    for site in {paths["purelib"], paths["platlib"]}:
        for package in packages:
            for name in (package, f"{package}.py", f"{package}.libs", f"{package.lower()}.libs"):
                found.add(f"{site}/{name}")
    here = Path(__file__).resolve().parents[1]
    found |= {str(here / "__init__.py"), str(here / "student")}
    found |= {"/dev/urandom", "/dev/random", "/dev/zero", "/usr/share/zoneinfo", "/etc/localtime"}
    return sorted({os.path.realpath(path) for path in found if os.path.exists(path)})


def _children(folder: str) -> list[str]:
    """List a library folder's entries, leaving out every folder that holds installed packages.

    Where none does, the folder stands for all in it but links: each path costs every submission
    some time.
    """
    if not os.path.isdir(folder):
        return []
    everything = os.listdir(folder)
    names = [name for name in everything if not name.endswith("-packages")]
    if folder != sysconfig.get_paths()["stdlib"]:
        names = [name for name in names if "python" not in name or ".so" in name]
    paths = [f"{folder}/{name}" for name in names]
    if len(names) == len(everything):
        return [folder, *filter(os.path.islink, paths)]
    return paths


def _drop_capabilities() -> None:
    for capability in range(64):
        _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)  # past the last one it fails, harmlessly

    class Header(ctypes.Structure):
        _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))

    header = Header(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _check(_libc.capset(ctypes.byref(header), ctypes.byref(nothing)), "capset")


def _limit_resources(limits: Limits) -> None:
    with open("/proc/self/statm") as statm:
        mapped = int(statm.read().split()[0]) * resource.getpagesize()
    for what, value in (
        (resource.RLIMIT_AS, mapped + limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.disk_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, _THREADS),
        (resource.RLIMIT_CPU, int(limits.notebook_seconds * 4) + 60),
    ):
        resource.setrlimit(what, (value, value))


def attempt(scratch: str) -> None:
    """Confine a fork of this process, and print what went wrong, or nothing."""
    try:
        enter_namespaces()
        pid = os.fork()
    except Exception as error:
        print(f"{type(error).__name__}: {error}", flush=True)
        return
    if pid == 0:
        try:
            confine(scratch, Limits(), [])
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", flush=True)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if status:
        print(f"the confined process ended with status {status}", flush=True)


def _limit_threads_of_root() -> None:
    """Limit this namespace's process ids, for RLIMIT_NPROC does not hold for root.

    Before Linux 6.14 the file is the whole machine's, and has to be left alone.
    """
    major, minor = os.uname().release.split(".")[:2]
    if (int(major), int(re.sub(r"\D.*", "", minor))) >= (6, 14):
        with contextlib.suppress(OSError):
            Path("/proc/sys/kernel/pid_max").write_text(str(_THREADS))


def confine(scratch: str, limits: Limits, may_read: list[str]) -> None:
    """Take every right from this process but those a notebook needs.  There is no way back.

    Call it in a process with a single thread, after `enter_namespaces`; `scratch` is an empty
    folder, which becomes the current one; `may_read` is from `readable`.  Raises OSError or
    sandlock.SandlockError where the kernel does not enforce a part.
    """
    _limit_threads_of_root()
    mount_scratch(scratch, limits)
    os.chdir(scratch)
    _limit_resources(limits)
    _drop_capabilities()
    import sandlock  # here, so that this module can be imported where sandlock does not exist

    sandlock.confine(sandlock.Sandbox(fs_readable=may_read, fs_writable=[scratch, "/dev/null"]))
    seccomp.install()
