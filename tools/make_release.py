"""Make release/ from source/ with nbgrader, in a gradebook of its own that is thrown away."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

from helpers.grading import alembic

COURSE = Path(__file__).resolve().parent.parent


def release(course: Path, into: Path, assignments: list[str]) -> None:
    """Write `into`/<assignment>/ for each assignment of the course's source/ folder."""
    alembic.put_on_path()
    with tempfile.TemporaryDirectory() as scratch:
        config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
        config.CourseDirectory.root = str(course)
        config.CourseDirectory.release_directory = str(into)
        config.CourseDirectory.db_url = f"sqlite:///{scratch}/gradebook.db"
        api = NbGraderAPI(CourseDirectory(config=config), config=config)
        for assignment in assignments:
            result = api.generate_assignment(assignment, force=True, create=True)
            if not result["success"]:
                sys.exit(f"{assignment} was not released:\n{result['log']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignments", nargs="*", help="default: every folder of source/")
    parser.add_argument("--into", type=Path, default=COURSE / "release")
    options = parser.parse_args()
    everything = sorted(path.name for path in (COURSE / "source").iterdir() if path.is_dir())
    release(COURSE, options.into, options.assignments or everything)


if __name__ == "__main__":
    main()
