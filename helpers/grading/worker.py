"""Grade one submission, bytes to bytes: all that a worker process does.

A worker knows no gradebook, no course folder and no other submission.  A job is two lines of JSON:
the assignment's notebooks, which are the same for a whole class, then the submitted files and the
limits.  A result is JSON with verdicts and the graded notebooks, or with the reason why the
submission could not be graded.
"""

from __future__ import annotations

import atexit
import base64
import contextlib
import functools
import importlib
import json
import re
import threading
import time
from collections.abc import Iterable
from typing import Any

from helpers.grading.assignment import Assignment
from helpers.grading.errors import Unreadable
from helpers.grading.notebook import grade_notebook
from helpers.grading.warm import WarmPython, Zygote
from helpers.judging import messages, personal
from helpers.kernel.limits import Limits

_QUESTIONS = re.compile(r"\bhelpers\.questions(?:\.| import )(\w+)")
_zygote: Zygote | None = None
_one_at_a_time = threading.Lock()
"""A Dask worker may have several threads; a warm process and an examiner serve one notebook."""


def make_job(
    notebooks: Iterable[Assignment],
    submitted: dict[str, bytes],
    files: dict[str, bytes],
    limits: Limits,
    *,
    confined: bool = True,
    language: str = "en",
    numbers: tuple[str, str, str] | None = None,
) -> bytes:
    """Pack a submission: its notebooks by name, and the files beside them.

    `numbers` are what draws the owner's own: assignment, key, student."""
    work = json.dumps(
        {
            "submitted": {name: _text(content) for name, content in submitted.items()},
            "files": {name: _text(content) for name, content in files.items()},
            "limits": limits.to_json(),
            "confined": confined,
            "language": language,
            "numbers": numbers,
        }
    )
    return b"\n".join((_packed(tuple(notebooks)), work.encode()))


@functools.lru_cache(maxsize=1)
def _packed(notebooks: tuple[Assignment, ...]) -> bytes:
    return json.dumps([notebook.to_json() for notebook in notebooks]).encode()


@functools.lru_cache(maxsize=1)
def _unpacked(notebooks: bytes) -> tuple[Assignment, ...]:
    """Return the notebooks of a job, with all that was worked out of them for the one before."""
    unpacked = tuple(map(Assignment.from_json, json.loads(notebooks)))
    for assignment in unpacked:
        _import_for(assignment)
    return unpacked


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def warm_zygote() -> Zygote:
    """Return this process's way to a warm Python, started on first use.  Raises NoSandbox."""
    global _zygote
    if _zygote is None or not _zygote.alive:
        _zygote = WarmPython()
        atexit.register(_zygote.close)
    return _zygote


def use(zygote: Zygote) -> None:
    """Take a warm Python that others use as well."""
    global _zygote
    _zygote = zygote


def import_questions() -> None:
    """Import what test cells may use."""
    import helpers.questions.convolution
    import helpers.questions.pooling
    import helpers.questions.two_kernels  # noqa: F401


def _import_for(assignment: Assignment) -> None:
    """Import what the test cells will: in them it would count as the student's time."""
    sources = (cell.source for cell in assignment.cells if cell.is_test)
    for name in {name for source in sources for name in _QUESTIONS.findall(source)}:
        with contextlib.suppress(ImportError):
            importlib.import_module(f"helpers.questions.{name}")


def grade(job: bytes) -> bytes:
    """Grade a submission.

    Raises NoSandbox where this machine cannot confine it, and ConnectionError when the warm Python
    process died meanwhile; a submission that cannot be graded is a result, not an exception.
    """
    with _one_at_a_time:
        return _grade(job)


def _grade(job: bytes) -> bytes:
    started = time.monotonic()
    end = job.index(b"\n")
    work = json.loads(job[end + 1 :])
    messages.use(work["language"])
    personal.use(personal.draw(*work["numbers"]) if work["numbers"] else None)
    limits = Limits.from_json(work["limits"])
    result: dict[str, Any] = {"status": "graded", "reason": None, "cells": {}, "notebooks": {}}
    result["blanks"] = []
    try:
        for assignment in _unpacked(job[:end]):
            content = work["submitted"].get(assignment.notebook)
            if content is None:
                continue
            zygote = warm_zygote()
            verdicts, blanks, notebook = grade_notebook(
                base64.b64decode(content),
                work["files"],
                assignment,
                limits,
                zygote,
                confined=work["confined"],
            )
            if not zygote.alive:  # it took the student's process with it
                raise ConnectionError("the warm Python process died")
            result["notebooks"][assignment.notebook] = notebook
            result["blanks"] += blanks
            result["cells"] |= {verdict.grade_id: verdict.to_json() for verdict in verdicts}
    except Unreadable as reason:
        result |= {"status": "failed", "reason": f"{reason}.", "cells": {}, "notebooks": {}}
    result["seconds"] = time.monotonic() - started
    return json.dumps(result).encode()
