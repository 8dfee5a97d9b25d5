"""The filter refuses what it says, on both machines it knows, and lets a notebook live."""

from __future__ import annotations

import errno
import json
import platform
import re
import socket
import struct
from pathlib import Path

import pytest

from helpers.kernel import seccomp
from tests.kernel.conftest import Notebook

MACHINES = {"x86_64": 0, "aarch64": 1}
ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOW, KILL = 0x7FFF0000, 0x80000000
EPERM, ENOSYS = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
USED = {  # name: (x86_64, aarch64), a few of what every notebook calls
    "read": (0, 63), "write": (1, 64), "openat": (257, 56), "mmap": (9, 222), "futex": (202, 98),
    "getrandom": (318, 278), "kill": (62, 129), "recvfrom": (45, 207), "sendto": (44, 206),
}  # fmt: skip


def decide(code: bytes, number: int, arguments: tuple[int, ...] = (), arch: int = 0) -> int:
    """Run a filter as the kernel does: classic BPF, as far as this one uses it."""
    given = (*arguments, *(0,) * (6 - len(arguments)))
    data = struct.pack("<IIQ6Q", number & 0xFFFFFFFF, arch, 0, *given)
    steps = list(struct.iter_unpack("<HBBI", code))
    at, held = 0, 0
    while True:
        operation, if_true, if_false, value = steps[at]
        at += 1
        match operation:
            case 0x20:
                (held,) = struct.unpack_from("<I", data, value)
            case 0x54:
                held &= value
            case 0x06:
                return value
            case 0x15 | 0x35 | 0x45:
                holds = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}
                at += if_true if holds[operation] else if_false
            case _:
                pytest.fail(f"an instruction the filter should not have: {operation:#x}")


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name: str = request.param
    monkeypatch.setattr(platform, "machine", lambda: name)
    return name


def test_every_denied_call_is_refused_and_the_used_ones_are_not(machine: str) -> None:
    code, arch, column = seccomp.program(), ARCHITECTURE[machine], MACHINES[machine]
    for name, numbers in seccomp.DENIED.items():
        if numbers[column] is not None:
            assert decide(code, numbers[column], arch=arch) == EPERM, name
    for name, pair in USED.items():
        assert decide(code, pair[column], arch=arch) == ALLOW, name


def test_threads_are_allowed_and_processes_are_not(machine: str) -> None:
    code, arch, clone = seccomp.program(), ARCHITECTURE[machine], (56, 220)[MACHINES[machine]]
    thread = 0x003D0F00  # the flags of pthread_create
    assert decide(code, clone, (thread,), arch) == ALLOW
    for flags in (17, 0, 0x4111, 0x10000000 | 17):
        assert decide(code, clone, (flags,), arch) == EPERM
    assert decide(code, 435, arch=arch) == ENOSYS


def test_a_pair_of_streams_is_allowed_and_a_pair_that_can_send_elsewhere_is_not(
    machine: str,
) -> None:
    """A datagram socket of a pair may name another receiver: any socket with a path on disk."""
    code, arch, number = seccomp.program(), ARCHITECTURE[machine], (53, 199)[MACHINES[machine]]
    flags = 0o2000000 | 0o4000  # SOCK_CLOEXEC, SOCK_NONBLOCK
    for kind in (socket.SOCK_STREAM, socket.SOCK_STREAM | flags):
        assert decide(code, number, (socket.AF_UNIX, kind), arch) == ALLOW
    for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET, 0):
        for more in (0, flags, 1 << 32):
            assert decide(code, number, (socket.AF_UNIX, kind | more), arch) == EPERM


def test_another_architecture_is_the_end(machine: str) -> None:
    """The numbers mean other calls there."""
    for arch in (0x40000003, 0x40000028, 0):
        assert decide(seccomp.program(), 0, arch=arch) == KILL


def test_the_x32_numbers_are_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    for number in (0x40000000 + 41, 0x40000000 + 59, 0xFFFFFFFF):
        assert decide(seccomp.program(), number, arch=ARCHITECTURE["x86_64"]) == KILL


def test_the_program_is_as_short_as_the_kernel_wants(machine: str) -> None:
    code = seccomp.program()
    assert len(code) % 8 == 0
    assert len(code) // 8 <= 4096


def test_the_numbers_are_those_of_the_kernels_headers(machine: str) -> None:
    path = HEADERS[machine]
    if not path.is_file():
        pytest.skip(f"{path} is not here (it comes with linux-libc-dev)")
    found = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", path.read_text()))
    ours = {name: numbers[MACHINES[machine]] for name, numbers in seccomp.DENIED.items()}
    wrong = {
        name: (number, found[name])
        for name, number in ours.items()
        if name in found and number is not None and int(found[name]) != number
    }
    assert not wrong
    assert {name for name in ours if name in found and ours[name] is None} == set()


def test_a_machine_it_does_not_know_is_not_supported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert not seccomp.supported()


# -- in a real confined process ----------------------------------------------------------------

TRY = """
import ctypes, json, os
libc = ctypes.CDLL(None, use_errno=True)
def failed(number, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(number, *(arguments or (0, 0, 0, 0, 0, 0)))
    return ctypes.get_errno() if result == -1 else 0
"""


@pytest.fixture
def trying(notebook: Notebook) -> Notebook:
    notebook.run(TRY)
    return notebook


def test_every_denied_call_really_fails(trying: Notebook) -> None:
    column = MACHINES[platform.machine()]
    numbers = {n: pair[column] for n, pair in seccomp.DENIED.items() if pair[column] is not None}
    answer = trying.text(f"print(json.dumps({{n: failed(i) for n, i in {numbers!r}.items()}}))")
    allowed = {name: code for name, code in json.loads(answer).items() if code != errno.EPERM}
    assert not allowed


def test_a_new_process_cannot_be_made_in_any_way(trying: Notebook) -> None:
    for source in (
        "os.fork()", "os.posix_spawn('/bin/true', ['true'], {})", "os.system('true')",
        "import subprocess; subprocess.run(['true'])", "os.execv('/bin/true', ['true'])",
        "import multiprocessing as m; p = m.Process(target=print); p.start()",
        "import pty; pty.fork()",
    ):  # fmt: skip
        outputs = trying.run(f"_ = {source}" if source.startswith("os.") else source)
        refused = any(o["output_type"] == "error" for o in outputs)
        assert refused or "os.system" in source, source
    assert trying.text("print(os.system('true') != 0)") == "True\n"


def test_threads_and_asyncio_work(trying: Notebook) -> None:
    source = (
        "import threading, asyncio\nfound = []\n"
        "threads = [threading.Thread(target=found.append, args=(i,)) for i in range(4)]\n"
        "[t.start() for t in threads]; [t.join() for t in threads]\nprint(sorted(found))\n"
        "print(await asyncio.gather(asyncio.sleep(0, 1), asyncio.to_thread(lambda: 2)))"
    )
    assert trying.text(source) == "[0, 1, 2, 3]\n[1, 2]\n"


def test_no_datagram_reaches_a_socket_on_disk(notebook: Notebook, tmp_path: Path) -> None:
    """Landlock does not guard sockets by path, and a network namespace neither."""
    path = str(tmp_path / "log")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log:
        log.bind(path)
        log.setblocking(False)
        for kind in ("SOCK_DGRAM", "SOCK_RAW", "SOCK_SEQPACKET", "SOCK_STREAM"):
            source = f"import socket\na, b = socket.socketpair(socket.AF_UNIX, socket.{kind})\n"
            assert notebook.error(source + f"a.sendto(b'out', {path!r})") in (
                "PermissionError",
                "OSError",
            )
        with pytest.raises(BlockingIOError):
            log.recv(10)
