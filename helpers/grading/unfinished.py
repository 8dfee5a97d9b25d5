"""What a run that grades again has yet to do: kept until it is done, in case the run is killed.

DIR/.twokernels/<assignment>.again.jsonl begins with whose work is graded again, and which questions
of it (none: all); then there is a line for each student who is done.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path

from helpers.grading.failures import own_folder
from helpers.grading.files import write_whole


class Unfinished:
    """The students whose earlier results do not stand, with the questions to grade again."""

    def __init__(self, root: Path, assignment: str) -> None:
        self._root = root
        self._path = root / ".twokernels" / f"{assignment}.again.jsonl"
        self.left = self._read()

    def add(self, students: Iterable[str], questions: tuple[str, ...]) -> None:
        """Note what is to be graded again, before anything is changed.  Raises OSError."""
        for student in students:
            before = self.left.get(student, questions)
            everything = not (before and questions)
            self.left[student] = () if everything else tuple(sorted({*before, *questions}))
        self._write()

    def done(self, student: str) -> None:
        """Note that a student's result is written.  Raises OSError."""
        if self.left.pop(student, None) is not None:
            with self._path.open("a", encoding="ascii") as file:
                file.write(json.dumps(student) + "\n")

    def forget(self, students: Iterable[str] | None = None) -> None:
        """Let go of what was to be done, of everyone where nobody is named.  Raises OSError."""
        for student in list(self.left) if students is None else students:
            self.left.pop(student, None)
        self._write()

    def _write(self) -> None:
        if self.left:
            own_folder(self._root)
            write_whole(self._path, json.dumps(self.left) + "\n")
        else:
            self._path.unlink(missing_ok=True)

    def _read(self) -> dict[str, tuple[str, ...]]:
        try:
            first, *done = self._path.read_text(encoding="ascii").splitlines()
            left = {str(who): tuple(map(str, what)) for who, what in json.loads(first).items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}  # nothing is left, or a file that is damaged
        for line in done:
            with contextlib.suppress(ValueError, TypeError):  # the last may be cut short
                left.pop(json.loads(line), None)
        return left
