"""Worker processes of this machine, which share one warm Python for the students' processes."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection

from helpers.grading import stopping
from helpers.grading.errors import GradingError, NoSandbox
from helpers.grading.pool import WorkerDied, Workers
from helpers.grading.warm import GRACE_SECONDS, WarmPython

GRADE = "helpers.grading.worker:grade"
"""What the processes do with a job; it is imported there alone, and this module imports little."""

WITHIN_SECONDS = 0.2
"""How long after its forks a process may be seen to be gone, whose death was theirs."""

RESULT, NO_SANDBOX, FAILED = b"r", b"s", b"f"
"""The first byte of a reply: what the rest is."""

_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from helpers.grading import worker_process; worker_process.main(*sys.argv[2:])"
)


@dataclass(frozen=True)
class _Process:
    """A worker process, by the connection to it."""

    connection: Connection
    started: subprocess.Popen[bytes]
    """The process itself, or the one that it is a fork of and ends with."""
    is_fork: bool

    @property
    def ended(self) -> bool:
        """Whether one that has nothing to do is gone: all it can say is its end."""
        return self.connection.poll()

    def died_with_others(self) -> bool:
        """Say whether a process that is gone went because the one it was a fork of did."""
        if self.is_fork:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.started.wait(WITHIN_SECONDS)
                return True
        return False


class LocalWorkers(Workers):
    """Processes with a connection each and a single BLAS thread; they warm up while others work.

    concurrent.futures' process pool shares one result pipe among its workers, and waits on it for
    ever when one is killed while it writes.  Here a death is the end of one connection, and costs
    the one job that ran there.  Several are forks of a new process, which imports for all of them:
    a fork of this one would inherit the gradebook.  One that takes the place of another is new.
    """

    def __init__(self, count: int, grade: str = GRADE) -> None:
        self.count = count
        self._grade = grade
        self._processes: list[subprocess.Popen[bytes]] = []
        self._open = True
        self._hiring = threading.Lock()
        self._idle: queue.SimpleQueue[_Process | None] = queue.SimpleQueue()
        """Who has nothing to do; None is a place to fill."""
        # A thread per process, which waits for it.
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="worker")
        self._warm: WarmPython | None = None
        try:
            with stopping.held():  # it would leave a process behind of which nobody knows
                self._warm = WarmPython() if grade == GRADE else None
                for process in self._hire(count):
                    self._idle.put(process)
        except BaseException:  # Ctrl-C as well
            self.close()
            raise

    def submit(self, job: bytes) -> Future[bytes]:
        """Have a job done by a process that has nothing to do, as soon as there is one."""
        return self._threads.submit(self._delegate, job)

    def close(self) -> None:
        """End the processes."""
        with self._hiring:
            self._open = False
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        with contextlib.suppress(queue.Empty):
            while True:
                if idle := self._idle.get_nowait():
                    idle.connection.close()
        for _ in range(self.count):  # a thread that waits for a process would wait for ever
            self._idle.put(None)
        with self._hiring:
            if self._warm:
                self._warm.close()

    def _delegate(self, job: bytes) -> bytes:
        """Have a process do a job.  Raises WorkerDied, or what the job raised."""
        while True:
            process = self._idle.get()
            if process and process.ended:
                process.connection.close()
                process = None
            process = process or self._replacement()
            try:
                process.connection.send_bytes(job)
                reply = process.connection.recv_bytes()
            except (EOFError, OSError):
                process.connection.close()
                self._idle.put(None)
                if process.died_with_others():  # not of anything in this job
                    continue
                raise WorkerDied("its worker process died") from None
            self._idle.put(process)
            break
        kind, content = reply[:1], reply[1:]
        if kind == RESULT:
            return content
        reason = content.decode("utf-8", "replace")
        raise NoSandbox(reason) if kind == NO_SANDBOX else GradingError(reason)

    def _replacement(self) -> _Process:
        """Start a process in the place of one that died.  Raises GradingError."""
        with self._hiring:
            if not self._open:
                raise WorkerDied("its worker process was ended")
            try:
                if self._warm and not self._warm.alive:
                    self._warm.close()
                    self._warm = WarmPython()
                return self._hire(1)[0]
            except OSError as error:
                self._idle.put(None)
                raise GradingError(f"no worker process can be started: {error}") from error

    def _hire(self, count: int) -> list[_Process]:
        """Start so many processes.  Raises OSError."""
        with contextlib.ExitStack() as given:
            ours: list[socket.socket] = []
            places: list[list[int | None]] = []
            for _ in range(count):
                mine, jobs = map(given.enter_context, socket.socketpair())
                warm = given.enter_context(self._warm.share()) if self._warm else None
                ours.append(mine)
                places.append([jobs.fileno(), warm.fileno() if warm else None])
            started = subprocess.Popen(
                [sys.executable, "-c", _START, json.dumps(sys.path), self._grade,
                 json.dumps(places)],
                env=os.environ | _ONE_THREAD,
                stdin=subprocess.DEVNULL,
                pass_fds=[end for place in places for end in place if end is not None],
                process_group=0,  # Ctrl-C in a terminal is the coordinator's alone
            )  # fmt: skip
            self._processes.append(started)
            # Leaving closes nothing that is detached.
            return [_Process(Connection(mine.detach()), started, count > 1) for mine in ours]
