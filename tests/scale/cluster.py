"""A Dask cluster of this machine: a scheduler and workers, each in an empty folder of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster(*workers: str) -> Iterator[str]:
    """Start a scheduler and workers of these names, and give the scheduler's address."""
    port = str(free_port())
    address = f"tcp://127.0.0.1:{port}"
    commands = [["scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"]]
    commands += [
        ["worker", address, "--nthreads", "1", "--no-dashboard", "--name", name] for name in workers
    ]
    with ExitStack() as stack:
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "dask", *command],
                cwd=stack.enter_context(tempfile.TemporaryDirectory()),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for command in commands
        ]
        try:
            wait_for_workers(address, len(workers))
            yield address
        finally:
            for process in reversed(processes):
                process.terminate()
            for process in processes:
                process.wait()


def wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    deadline = time.monotonic() + 60
    with Client(address, timeout=60, set_as_default=False) as client:
        while len(client.nthreads()) < count:
            assert time.monotonic() < deadline, "the Dask workers did not start"
            time.sleep(0.1)
