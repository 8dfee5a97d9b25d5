"""A coordinator whose workers take a moment and give a canned result: for tests that kill it.

The coordinator, its pool of processes, the gradebook and the folders are the real ones.
"""

from __future__ import annotations

import json
import os
import time
import warnings
from contextlib import closing
from pathlib import Path

from helpers.grading import coordinator
from helpers.grading.coordinator import Order
from helpers.grading.course import Course
from helpers.grading.local_workers import LocalWorkers

MOMENT = 0.02


def canned(job: bytes) -> bytes:
    """Give full marks for the test cells whose id has an even length, after a moment."""
    time.sleep(MOMENT)
    work = json.loads(job)
    (assignment,) = work["assignment"]
    cells = {
        cell["grade_id"]: {
            "score": float(cell["points"]) * (1 - len(cell["grade_id"]) % 2),
            "max_score": cell["points"],
            "outcome": "correct",
            "misconception": None,
            "message": "",
        }
        for cell in assignment["cells"]
        if cell["graded"]
    }
    notebook = {
        "nbformat": 4, "nbformat_minor": 5, "metadata": {},
        "cells": [
            {"cell_type": "markdown", "id": name, "source": "",
             "metadata": {"nbgrader": {"grade_id": name}, "twokernels": verdict}}
            for name, verdict in cells.items()
        ],
    }  # fmt: skip
    return json.dumps(
        {
            "status": "graded", "reason": None, "cells": cells, "blanks": [], "seconds": MOMENT,
            "notebooks": {assignment["notebook"]: notebook},
        }
    ).encode()  # fmt: skip


def grade(course: str, assignment: str) -> None:
    """Grade an assignment of a course; what it prints goes nowhere."""
    os.setsid()
    warnings.simplefilter("ignore")
    coordinator.require_sandbox = lambda: None
    with closing(LocalWorkers(2, canned)) as workers:
        coordinator.grade(Course.load(Path(course)), Order(assignment), workers)
