"""Which submissions could not be graded, kept beside the course until they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from helpers.grading.files import sweep, write_whole

Json = dict[str, Any]


def own_folder(root: Path) -> Path:
    """Return the folder for what grading keeps beside a course, made where it is not there.

    git leaves it alone.  Raises OSError.
    """
    folder = root / ".twokernels"
    folder.mkdir(exist_ok=True)
    if not (folder / ".gitignore").exists():
        write_whole(folder / ".gitignore", "*\n")
        sweep(folder, ".gitignore")
    return folder


def failures_file(root: Path, assignment: str) -> Path:
    """Return where the failures of an assignment are kept, in the form of a result file."""
    return root / ".twokernels" / f"{assignment}.json"


def entering_file(root: Path, assignment: str) -> Path:
    """Return the file that is there while an assignment is being entered into the gradebook."""
    return root / ".twokernels" / f"{assignment}.entering"


def remember(root: Path, assignment: str, students: Json) -> None:
    """Add a run's failures to those kept, and forget those of who is graded.  Raises OSError."""
    own_folder(root)
    path = failures_file(root, assignment)
    try:
        failed = dict(json.loads(path.read_text(encoding="utf-8"))["students"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        failed = {}  # the first run, or a file that is damaged
    for student, entry in students.items():
        failed.pop(student, None)
        if entry["status"] == "failed":
            failed[student] = {"status": "failed", "reason": entry["reason"]}
    kept = {"assignment": assignment, "students": dict(sorted(failed.items()))}
    write_whole(path, json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    sweep(path.parent, f"{assignment}.")
