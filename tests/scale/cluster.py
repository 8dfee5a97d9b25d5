"""A Dask cluster of this machine: a scheduler and workers, each in an empty folder of its own."""

from __future__ import annotations

import os
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


class Cluster:
    """Its scheduler, and its workers by name, which nobody starts again."""

    def __init__(self, stack: ExitStack, **environment: str) -> None:
        self._stack, self._environment = stack, os.environ | environment
        port = str(free_port())
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", port)
        self._workers: dict[str, subprocess.Popen[bytes]] = {}

    def have(self, *names: str) -> None:
        """Start those workers of these names that do not run, and wait for them."""
        self.start(*names)
        wait_for_workers(self.address, len(self._workers))

    def start(self, *names: str) -> None:
        """Start those workers of these names that do not run."""
        self._workers = {n: worker for n, worker in self._workers.items() if worker.poll() is None}
        for name in names:
            if name not in self._workers:
                self._workers[name] = self._start(
                    "worker", self.address, "--nthreads", "1", "--no-nanny", "--name", name
                )

    def kill(self, name: str) -> None:
        """End a worker as a machine that loses its power does."""
        process = self._workers.pop(name)
        process.kill()
        process.wait()

    def kill_all(self) -> None:
        """End every worker like that."""
        for name in list(self._workers):
            self.kill(name)

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command, "--no-dashboard"],
            cwd=self._stack.enter_context(tempfile.TemporaryDirectory()),
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.terminate)
        return process


@contextmanager
def cluster(*workers: str, **environment: str) -> Iterator[Cluster]:
    """Start a scheduler and workers of these names."""
    with ExitStack() as stack:
        started = Cluster(stack, **environment)
        started.have(*workers)
        yield started


def wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    deadline = time.monotonic() + 60
    with Client(address, timeout=60, set_as_default=False) as client:
        while len(client.nthreads()) != count:
            assert time.monotonic() < deadline, "the Dask workers did not start"
            time.sleep(0.1)
