"""`nbgrader collect` from an exchange that every student can write to."""

from __future__ import annotations

import os
import pwd
import stat
import tempfile
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NoReturn

from nbgrader.exchange.default import ExchangeCollect

from helpers.grading.course import MAX_DEPTH, MAX_FILES
from helpers.grading.errors import Unreadable
from helpers.grading.ledger import read_timestamp

MAX_COLLECTED = 10 * MAX_FILES
"""Files in one submission, those that grading will not look at included."""

FILE_MODE, FOLDER_MODE = 0o660, 0o2770
"""Of what a course shared by a group of instructors collects."""


class OwnedCollect(ExchangeCollect):  # type: ignore[misc]  # nbgrader has no types
    """Collects each submission by itself: only its owner's, only plain files, never half of it.

    nbgrader collects what anybody puts there in another's name, copies what a link leads to with
    the instructor's rights, and stops at the first folder it cannot copy.
    """

    def _path_to_record(self, path: str) -> dict[str, Any]:
        """Read whose submission a folder is and of when; one that is nobody's has no user name."""
        try:
            record: dict[str, Any] = super()._path_to_record(path)
            self._require_owner(Path(path), record["username"])
        except (Unreadable, OSError, ValueError, OverflowError, TypeError) as reason:
            self.log.warning("%a was left in the exchange: %s.", Path(path).name, reason)
            return {"username": None, "filename": Path(path).name, "timestamp": datetime.min}
        return record

    def _require_owner(self, path: Path, student: str) -> None:
        about = path.lstat()
        if not stat.S_ISDIR(about.st_mode):
            raise Unreadable("it is no folder; `nbgrader submit` makes one")
        if not student.isprintable():
            raise Unreadable(f"{student!a} cannot be a student's id")
        if not self.check_owner:
            return
        try:
            owner = pwd.getpwuid(about.st_uid).pw_name
        except KeyError:
            owner = f"user {about.st_uid}"
        if owner != student:
            raise Unreadable(
                f"it says it is {student}'s and belongs to {owner} (where students share one user "
                "name, set c.ExchangeCollect.check_owner = False)"
            )

    def copy_files(self) -> None:
        """Collect everyone's submission; then fail if one of them could not be."""
        left = []
        records = [record for record in self.src_records if record["username"] is not None]
        if not records:
            self.log.warning("Nobody has handed in %s.", self.coursedir.assignment_id)
        for record in records:
            try:
                self._collect(record["username"], record["filename"], record["timestamp"])
            except (Unreadable, OSError) as reason:
                left.append(record["username"])
                self.log.error("%s was not collected: %s.", record["username"], reason)
        if left:
            self.fail(f"{len(left)} not collected ({', '.join(left)}); the log says why")

    def _collect(self, student: str, name: str, timestamp: datetime) -> None:
        assignment = str(self.coursedir.assignment_id)
        place = Path(
            self.coursedir.format_path(self.coursedir.submitted_directory, student, assignment)
        )
        if place.is_dir():
            there = read_timestamp(place)
            newer = self.update and (there is None or timestamp > there)
            if not newer and not (self.before_duedate and there != timestamp):
                hint = "nothing newer" if self.update else "--update replaces it by a newer one"
                self.log.info("%s was collected before: %s.", student, hint)
                return
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".collecting-") as folder:
            new, old = Path(folder, "new"), Path(folder, "old")
            self.do_copy(Path(self.inbound_path, name), new)
            # The student's own file could say anything; this is what was compared and sorted by.
            (new / "timestamp.txt").write_text(f"{timestamp.isoformat(sep=' ')} UTC")
            if self.coursedir.groupshared:
                self.set_perms(new, FILE_MODE, FOLDER_MODE)
            if place.exists():
                place.rename(old)
            new.rename(place)
        self.log.info("Collected: %s, handed in %s UTC.", student, timestamp)

    def do_copy(self, src: Path, dest: Path, log: object = None) -> None:
        """Copy the plain files of a folder; links, devices and files too large are left out."""
        room, count = 1000 * self.coursedir.max_dir_size, 0
        for parent, folders, names, descriptor in os.fwalk(src, onerror=_raise):
            here = dest / Path(parent).relative_to(src)
            here.mkdir()
            folders[:] = [name for name in folders if not self._ignored(name)]
            if len(here.relative_to(dest).parts) >= MAX_DEPTH:
                folders.clear()
            for name in names:
                count += 1
                if count > MAX_COLLECTED:
                    raise Unreadable(f"it has more than {MAX_COLLECTED} files")
                if not self._ignored(name):
                    room -= self._copy_file(name, descriptor, here / name, room)

    def _ignored(self, name: str) -> bool:
        return any(fnmatch(name, pattern) for pattern in self.coursedir.ignore)

    def _copy_file(self, name: str, folder: int, to: Path, room: int) -> int:
        """Copy one file out of an open folder and return its size, 0 where it is left out."""
        limit = min(1000 * self.coursedir.max_file_size, room)
        about = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if not stat.S_ISREG(about.st_mode) or about.st_size > limit:
            kind = "too large" if stat.S_ISREG(about.st_mode) else "a link or a device"
            self.log.warning("%a was not copied: it is %s.", str(to), kind)
            return 0
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with open(os.open(name, flags, dir_fd=folder), "rb") as file, open(to, "wb") as copy:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Unreadable(f"{name!a} changed while it was copied")
            return copy.write(file.read(about.st_size))  # and no more, if it grows meanwhile


def _raise(error: OSError) -> NoReturn:
    raise error
