"""Run an instructor's notebook from the top in a Python of its own, and say what each cell did.

`main` reads the cells as JSON, and writes a line of JSON for each
as it ends: what it raised, and, where it ended in a question's mark, which of that question's known
mistakes earn all points.  This is the instructor's code, run with the instructor's rights.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO

import numpy as np
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from helpers.judging.values import NotNumbers, as_numbers
from helpers.questions.model import Mark

Json = dict[str, Any]


def rehearse(job: Json, to: TextIO) -> None:
    """Run the cells `job["cells"]`, then look at the values called `job["values"]`."""
    shell = InteractiveShell.instance()
    for number, text in job["cells"]:
        print(json.dumps({"cell": number}), file=to, flush=True)
        with capture_output():
            done = shell.run_cell(text, store_history=True)
        error = done.error_before_exec or done.error_in_exec
        said: Json = {"cell": number, "error": None, "name": "", "passing": []}
        if error is not None:
            said["error"] = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
            said["name"] = getattr(error, "name", "") if isinstance(error, NameError) else ""
        elif isinstance(done.result, Mark):
            with capture_output():
                said["passing"] = passing(done.result)
        print(json.dumps(said), file=to, flush=True)
    values = {name: _numbers(shell.user_ns.get(name)) for name in job["values"]}
    print(json.dumps({"values": values}), file=to, flush=True)


def passing(mark: Mark) -> list[str]:
    """Return the known mistakes of a mark's question whose wrong answers earn all points."""
    question = mark.question
    if question is None:
        return []
    return [m.id for m in question.misconceptions if question.mark(m.wrong) >= question.points]


def _numbers(value: Any) -> list[float]:
    """Return the numbers in a value, of a dict those of its largest entry; none in a function."""
    if isinstance(value, dict):
        return max((_numbers(entry) for entry in value.values()), key=len, default=[])
    try:
        return [float(number) for number in np.ravel(as_numbers(value))]
    except NotNumbers:
        return []


def main() -> None:
    """Do the job that comes in on standard input."""
    job = json.load(sys.stdin)
    to = os.fdopen(os.dup(1), "w", encoding="utf-8")
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):  # what a cell's own child processes print is no line of ours
        os.dup2(null, descriptor)
    sys.path.insert(0, "")  # files beside the notebook, as in Jupyter
    rehearse(job, to)
