"""A worker's job done in a moment, with a canned result.

A module of its own: a worker imports it, and nbgrader with it would take longer than all the jobs.
"""

from __future__ import annotations

import json
import time

CANNED = f"{__name__}:canned"

MOMENT = 0.04
"""Seconds; most of them asleep, so that a kill finds jobs under way at little cost."""


def canned(job: bytes) -> bytes:
    """Give full marks for the test cells whose id has an even length, after a moment."""
    time.sleep(MOMENT)
    (assignment,) = json.loads(job.partition(b"\n")[0])
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
