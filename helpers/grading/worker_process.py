"""Worker processes of this machine: they answer jobs until the coordinator is gone."""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sys
from multiprocessing.connection import Connection

from helpers.grading import worker
from helpers.grading.errors import NoSandbox
from helpers.grading.local_workers import FAILED, NO_SANDBOX, RESULT
from helpers.grading.pool import Grade
from helpers.grading.warm import Zygote
from helpers.kernel.confine import die_with_parent


def main(grade: str, places: str) -> None:
    """Do jobs by the function `grade` ("module:name"), with one process for each place.

    A place is the descriptor of a socket for jobs, and of one to the warm Python or null, in JSON.
    Several processes are forks of this one, which has imported what they need and waits for them.
    """
    _end_with_parent()
    module, _, name = grade.partition(":")
    function = getattr(importlib.import_module(module), name)
    taken = json.loads(places)
    if any(warm is not None for _, warm in taken):
        worker.import_questions()
    if len(taken) == 1:
        _work(function, *taken[0])
        return
    gc.collect()
    gc.freeze()  # so that no process copies the pages of what all of them have
    forks = set()
    for place in taken:
        pid = os.fork()
        if pid == 0:
            try:
                _end_with_parent()
                _close(taken, but=place)
                _work(function, *place)
            finally:
                os._exit(0)
        forks.add(pid)
    _close(taken)

    def end(*_: object) -> None:
        for pid in forks:
            os.kill(pid, signal.SIGKILL)

    # Who ends this process waits for it, and has waited for the others then.
    signal.signal(signal.SIGTERM, end)
    while forks:
        forks.discard(os.wait()[0])


def _end_with_parent() -> None:
    if sys.platform == "linux":
        die_with_parent()


def _close(places: list[list[int | None]], but: list[int | None] | None = None) -> None:
    """Let go of what is another's: the death of a process is the end of its sockets."""
    for place in places:
        for descriptor in place:
            if place is not but and descriptor is not None:
                os.close(descriptor)


def _work(function: Grade, jobs: int, warm: int | None) -> None:
    if warm is not None:
        worker.use(Zygote(socket.socket(fileno=warm)))
    connection = Connection(jobs)
    while True:
        try:
            job = connection.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            reply = RESULT + function(job)
        except ConnectionError:  # the warm process is gone: a new worker has another
            return
        except NoSandbox as error:
            reply = NO_SANDBOX + str(error.args[0] if error.args else error).encode()
        except Exception as error:
            reply = FAILED + f"{type(error).__name__}: {error}".encode()
        try:
            connection.send_bytes(reply)
        except OSError:  # the coordinator was killed while this process started
            return
