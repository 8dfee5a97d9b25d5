"""Run nbgrader's Python interface in a course, as the formgrader does: in a process of its own.

`python -m tests.nbgrader_plugins.driver COURSE STEP…` prints one JSON object per step.  A step is
`generate:ASSIGNMENT`, `autograde:ASSIGNMENT:STUDENT`, `feedback:ASSIGNMENT:STUDENT`, or
`scores:ASSIGNMENT`, which gives each student's automatic scores by cell.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader


def run(course: Path, steps: list[str]) -> None:
    """Do one step after another."""
    config = PyFileConfigLoader("nbgrader_config.py", str(course)).load_config()
    config.CourseDirectory.root = str(course)
    directory = CourseDirectory(config=config)
    api = NbGraderAPI(directory, config=config)
    calls = {
        "generate": lambda assignment: api.generate_assignment(assignment, force=True),
        "autograde": lambda assignment, student: api.autograde(assignment, student, force=True),
        "feedback": lambda assignment, student: api.generate_feedback(assignment, student),
        "scores": lambda assignment: scores(directory, assignment),
    }
    for step in steps:
        name, *arguments = step.split(":")
        print(json.dumps(calls[name](*arguments)), flush=True)


def scores(directory: CourseDirectory, assignment: str) -> dict[str, Any]:
    """Return each student's automatic scores by cell, and whether a person has to look."""
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        return {
            submission.student_id: {
                grade.name: [grade.auto_score, grade.needs_manual_grade]
                for notebook in submission.notebooks
                for grade in sorted(notebook.grades, key=lambda grade: str(grade.name))
            }
            for submission in gradebook.find_assignment(assignment).submissions
        }


if __name__ == "__main__":
    run(Path(sys.argv[1]).resolve(), sys.argv[2:])
