"""A worker process of this machine: it answers jobs until the coordinator is gone."""

from __future__ import annotations

import importlib
import socket
import sys
from multiprocessing.connection import Connection

from helpers.grading import worker
from helpers.grading.errors import NoSandbox
from helpers.grading.student import Zygote
from helpers.kernel.confine import die_with_parent

RESULT, NO_SANDBOX, FAILED = b"r", b"s", b"f"
"""The first byte of a reply: what the rest is."""


def main(grade: str, jobs: str, warm: str | None = None) -> None:
    """Do jobs by the function `grade` ("module:name"); the others are descriptors of sockets."""
    if sys.platform == "linux":
        die_with_parent()
    if warm is not None:
        worker.warm_up(Zygote(socket.socket(fileno=int(warm))))
    module, _, name = grade.partition(":")
    function = getattr(importlib.import_module(module), name)
    connection = Connection(int(jobs))
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
