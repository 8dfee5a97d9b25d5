"""`twokernels grade` in a fork that has everything imported, interrupted or killed at a stage.

The stage is a function: where it is called, before it does anything or after it has done it, its
process group gets the signal, as from a terminal.
"""

from __future__ import annotations

import functools
import importlib
import os
import signal
import sys
import tempfile
import time
import warnings
from typing import Any

import helpers.nbgrader_plugins  # noqa: F401  # as the course's configuration does
from helpers import cli
from helpers.grading import coordinator, local_workers
from tests.scale.canned import CANNED

Press = tuple[str, int, str]
"""A function ("module:name" or "module:class.name"), which call of it, and "before" or "after"."""


class CannedWorkers(local_workers.LocalWorkers):
    def __init__(self, count: int) -> None:
        super().__init__(count, CANNED)


def grade(
    course: str, said: str, scratch: str, presses: tuple[Press, ...], what: signal.Signals
) -> None:
    """Grade `quiz` with canned results, and send this signal at these stages.

    What it prints goes into the file `said`, what is temporary into the folder `scratch`.
    """
    os.setsid()
    warnings.simplefilter("ignore")
    output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(output, stream)
    tempfile.tempdir = scratch
    signal.signal(signal.SIGINT, signal.default_int_handler)
    local_workers.LocalWorkers = CannedWorkers  # type: ignore[misc]
    if not any(where.endswith(":require_sandbox") for where, *_ in presses):
        coordinator.require_sandbox = lambda: None
    for press in presses:
        _interrupt(*press, what)
    sys.exit(cli.main(["grade", "quiz", "--workers", "2", "--course", course]))


def _interrupt(where: str, which: int, when: str, what: signal.Signals) -> None:
    """Have a function send the signal at one of its calls."""
    module, _, path = where.partition(":")
    *owners, name = path.split(".")
    owner: Any = importlib.import_module(module)
    for part in owners:
        owner = getattr(owner, part)
    function, calls = getattr(owner, name), 0

    @functools.wraps(function)
    def interrupted(*arguments: Any, **keywords: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls != which:
            return function(*arguments, **keywords)
        if when == "before":
            _press(what)
        result = function(*arguments, **keywords)
        if when == "after":
            _press(what)
        return result

    setattr(owner, name, interrupted)


def _press(what: signal.Signals) -> None:
    os.killpg(0, what)
    time.sleep(0.01)
