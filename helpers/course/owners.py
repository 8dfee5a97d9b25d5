"""Whose a file is, by the name that Canvas or Moodle gave it in a download of all submissions.

Source: Canvas, lib/content_zipper.rb: `<sortable name>[_LATE]_<user>_<attachment>_<file name>`, the
name in small letters without what is no letter, digit or underscore.  Moodle,
mod/assign/classes/downloader.php: `<full name>_<participant>_assignsubmission_file_/<file name>`,
or without the folder.  A student chooses the file name, and here and there the name too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.course.roster import Person, Roster, folded
from helpers.course.table import Table

CANVAS = re.compile(r"_(?P<late>LATE_)?(?P<user>\d+)_(?=(?P<upload>\d+)_(?P<file>.+))")
MOODLE = re.compile(
    r"(?:.*/)?(?P<name>[^/_]+)_(?P<participant>\d+)_assignsubmission_file(?:_?/(?:.*/)?|_)(?P<file>[^/]+)"
)
COPY = re.compile(r"(?P<stem>.+?)(?:-\d{1,3}| ?\(\d{1,3}\))")
"""What Canvas and browsers append to a name that was there before."""


@dataclass(frozen=True)
class Owned:
    """Whose a file is, what it was called, and which upload it is."""

    student: str
    file: str
    upload: int = 0
    """Canvas' number of the upload: a later one is larger."""
    late: bool = False
    """What Canvas says; it does not say when."""


class Owners:
    """Finds the student of a file; a reason where none, or more than one, is possible."""

    def __init__(self, roster: Roster, worksheet: Table | None = None) -> None:
        """Take the roster, and Moodle's worksheet of the assignment, which knows participants."""
        self._canvas = roster.by("canvas_id")
        self._named: dict[str, list[Person]] = {}
        for person in roster.people:
            self._named.setdefault(folded(person.full_name), []).append(person)
        self._emails, self._numbers = roster.by("email"), roster.by("moodle_id")
        self._participants = dict(self._listed(worksheet)) if worksheet else {}
        self._seen: dict[str, str] = {}

    def find(self, path: str) -> Owned | str:
        """Return whose the file is, or why that is not clear."""
        if match := MOODLE.fullmatch(path):
            return self._moodle(match["name"], match["participant"], match["file"])
        return self._in_canvas(path.rpartition("/")[2])

    def _in_canvas(self, name: str) -> Owned | str:
        matches = list(CANVAS.finditer(name))
        if not matches:
            return "its name is none that Canvas or Moodle gives"
        known = [match for match in matches if match["user"] in self._canvas]
        if not known:
            return f"no one in the roster has the canvas_id {matches[0]['user']}"
        if len(matches) > 1:  # a student's own name or file name looks like ids: the name decides
            known = [match for match in known if self._is_called(match, name[: match.start()])]
        if len(known) != 1:
            return "its name can be read in more than one way; rename it in the download"
        (match,) = known
        student = self._canvas[match["user"]].student_id
        return Owned(student, match["file"], int(match["upload"]), bool(match["late"]))

    def _is_called(self, match: re.Match[str], name: str) -> bool:
        person = self._canvas[match["user"]]
        return canvas_name(person.sortable_name) == name

    def _moodle(self, name: str, participant: str, file: str) -> Owned | str:
        person = self._participants.get(participant)
        if person is None:
            people = self._named.get(folded(name), [])
            if not people:
                return f"no one in the roster is called {name}"
            if len(people) > 1:
                return (
                    f"{len(people)} in the roster are called {name}; put the assignment's grading "
                    "worksheet from Moodle beside the download"
                )
            (person,) = people
            before = self._seen.setdefault(person.student_id, participant)
            if before != participant:
                return (
                    f"participants {before} and {participant} are both called {name}; put the "
                    "assignment's grading worksheet from Moodle beside the download"
                )
        return Owned(person.student_id, file)

    def _listed(self, worksheet: Table) -> Iterator[tuple[str, Person]]:
        for row in worksheet.rows:
            participant = re.search(r"\d+$", row.get("Identifier"))
            person = self._emails.get(folded(row.get("Email address"))) or self._numbers.get(
                folded(row.get("ID number"))
            )
            if participant and person:
                yield participant[0], person


def canvas_name(sortable: str) -> str:
    """Return what Canvas makes of a student's name in a file's name."""
    return re.sub(r"\W", "", re.sub(r"_(\d+)_", r"\1", sortable).lower())


def notebook_name(file: str, notebooks: list[str]) -> str:
    """Return which of the assignment's notebooks a file is, or its own name where it is none."""
    stem = file[: -len(".ipynb")]
    copy = COPY.fullmatch(stem)
    for name in (stem, copy["stem"] if copy else stem):
        if f"{name}.ipynb" in notebooks:
            return f"{name}.ipynb"
    return f"{stem}.ipynb"
