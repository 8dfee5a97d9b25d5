"""Worker processes of this machine: they answer jobs until the coordinator is gone."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
import traceback
from multiprocessing.connection import Connection
from typing import NoReturn

import numpy.random

from helpers.grading import worker
from helpers.grading.errors import NoSandbox
from helpers.grading.local_workers import FAILED, NO_SANDBOX, RESULT
from helpers.grading.pool import Grade
from helpers.grading.warm import Zygote
from helpers.kernel.confine import die_with_parent

Place = tuple[int, int | None]
"""Descriptors: of a socket for jobs, and of one to the warm Python."""


def main(grade: str, places: str) -> None:
    """Do jobs by the function `grade` ("module:name"), with one process for each place.

    A place is the descriptor of a socket for jobs, and of one to the warm Python or null, in JSON.
    Several processes are forks of this one, which has imported what they need and waits for them.
    """
    _end_with_parent()
    module, _, name = grade.partition(":")
    function = getattr(importlib.import_module(module), name)
    taken: list[Place] = [(jobs, warm) for jobs, warm in json.loads(places)]
    if any(warm is not None for _, warm in taken):
        worker.import_questions()
    if len(taken) == 1:
        _work(function, *taken[0])
    else:
        _fork(function, taken)


def _fork(function: Grade, places: list[Place]) -> None:
    """Fork a process for each place, and wait for their end; SIGTERM brings it about."""
    gc.collect()
    gc.freeze()  # so that no process copies the pages of what all of them have
    this, forks = os.getpid(), set()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        for place in places:
            try:
                pid = os.fork()
            except OSError:  # the rest see their sockets closed, and the coordinator says why
                break
            if pid == 0:
                _be_fork(this, function, place, places)
            forks.add(pid)
        _close(places)
        while forks:
            forks.discard(os.wait()[0])
    finally:
        # Who ends this process waits for it, and so for the forks, whose time then counts as well.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for pid in forks:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()


def _be_fork(parent: int, function: Grade, place: Place, places: list[Place]) -> NoReturn:
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _end_with_parent()
        if os.getppid() == parent:  # it can have ended before the line above
            numpy.random.seed()  # or all would draw the same for a test cell that sets no seed
            _close(places, but=place)
            _work(function, *place)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _end_with_parent() -> None:
    if sys.platform == "linux":
        die_with_parent()


def _close(places: list[Place], but: Place | None = None) -> None:
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
            reply = NO_SANDBOX + _text(error.args[0] if error.args else error)
        except Exception as error:
            reply = FAILED + _text(f"{type(error).__name__}: {error}")
        try:
            connection.send_bytes(reply)
        except OSError:  # the coordinator was killed while this process started
            return


def _text(said: object) -> bytes:
    return str(said).encode("utf-8", "replace")
