"""The process behind `tests.warm_commands`: it forks for every command, until its input ends."""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import select
import signal
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NoReturn

from nbgrader.apps.nbgraderapp import main as nbgrader
from sqlalchemy.orm import configure_mappers

from examples.demo import main as demo
from helpers.cli import COMMANDS  # noqa: F401  # with all subcommands
from helpers.cli import main as twokernels


def python() -> None:
    """Do what `python -c` does."""
    _, option, code, *arguments = sys.argv
    assert option == "-c"
    sys.argv = ["-c", *arguments]
    exec(code, {"__name__": "__main__"})  # noqa: S102  # what a test has asked for


MAINS = {"demo": demo, "nbgrader": nbgrader, "warm-python": python, "twokernels": twokernels}

IMPORTED_LATER = (
    "helpers.authoring.check", "helpers.authoring.rehearsal", "helpers.bundle.make",
    "helpers.course.export",
    "helpers.grading.coordinator", "helpers.grading.local_workers", "helpers.grading.regrade",
    "helpers.nbgrader_plugins", "helpers.report.page", "helpers.questions.two_kernels",
    "helpers.questions.pooling", "helpers.questions.convolution", "matplotlib.pyplot",
)  # fmt: skip
"""What the commands import in the course of their work."""


def serve(address: str) -> None:
    """Fork for every connection."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        print("ready", flush=True)
        while True:
            ready, _, _ = select.select([listener, sys.stdin], [], [], 1)
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            if sys.stdin in ready:
                return
            if listener in ready:
                connection, _ = listener.accept()
                if os.fork() == 0:
                    listener.close()
                    keep(connection)
                connection.close()


def keep(connection: socket.socket) -> NoReturn:
    """Run the command in a fork and tell its status; kill it when whoever asked is gone."""
    size, streams, _, _ = socket.recv_fds(connection, 4, 3)
    content = b""
    while len(content) < int.from_bytes(size, "big"):
        content += connection.recv(1 << 20)
    pid = os.fork()
    if pid == 0:
        connection.close()
        run(streams, *json.loads(content))
    for stream in streams:
        os.close(stream)
    ended = os.pidfd_open(pid)
    ready, _, _ = select.select([connection, ended], [], [])
    if ended not in ready:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    with contextlib.suppress(OSError):
        connection.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def run(streams: list[int], arguments: list[str], place: str, environment: dict[str, str]) -> None:
    """Become the command, as if a shell had started it."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(3, 1 << 12)
    os.chdir(place)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    tempfile.tempdir = None
    importlib.invalidate_caches()
    sys.path[:0] = [part for part in environment.get("PYTHONPATH", "").split(os.pathsep) if part]
    sys.argv = arguments
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.FileIO(0, closefd=False), "utf-8")  # type: ignore[type-var]  # it reads
    sys.stdout = sys.__stdout__ = written(1, "strict")
    sys.stderr = sys.__stderr__ = written(2, "backslashreplace")
    status: object = 1
    try:
        status = MAINS[Path(arguments[0]).name]()
    except SystemExit as end:
        status = end.code
    except BaseException:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]  # there is an exception
    if isinstance(status, str):
        print(status, file=sys.stderr)
    threading._shutdown()  # type: ignore[attr-defined]  # as Python does at its end
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    os._exit(status if isinstance(status, int) else int(status is not None))


def written(number: int, errors: str) -> io.TextIOWrapper:
    """Open a stream as Python does at its start."""
    raw = io.FileIO(number, "w", closefd=False)
    live = number == 2 or raw.isatty()
    return io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", errors, line_buffering=live)


if __name__ == "__main__":
    for module in IMPORTED_LATER:
        importlib.import_module(module)
    configure_mappers()
    gc.collect()
    gc.freeze()
    serve(sys.argv[1])
