"""`nbgrader zip_collect` for downloads from Canvas and Moodle, safe against what is in them.

nbgrader asks two plugins: one unpacks, one says whose each unpacked file is.  Here the first does
both, into one folder for each student: whose a file is decides whether it is unpacked at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Unicode

from helpers.course.archive import find_files
from helpers.course.moodle import is_worksheet
from helpers.course.owners import Owned, Owners, notebook_name
from helpers.course.roster import ROSTER, Roster, read_roster
from helpers.course.table import BadTable, Table, read_table
from helpers.grading.errors import GradingError
from helpers.kernel.limits import Limits


@dataclass(frozen=True)
class _Kept:
    """The last file so far of one student's notebook."""

    owned: Owned
    name: str
    order: tuple[int, tuple[int, ...], int]


class SafeExtractor(ExtractorPlugin):  # type: ignore[misc]  # nbgrader has no types
    """Takes each student's last notebook out of the downloads, and refuses the rest by name."""

    roster = Unicode(ROSTER, help="The roster, seen from the course directory.").tag(config=True)

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._asked, self._refused, self._there, self._new = False, 0, 0, 0
        # nbgrader ends with 0 whatever it has left out, and after this step it does nothing more.
        self._collect = self.parent.process_extracted_files
        self.parent.process_extracted_files = self._collect_and_tell

    def _collect_and_tell(self) -> None:
        """Collect, and exit with 1 where something was refused or nothing was there."""
        if self._asked and self._new:
            self._collect()
        if self._refused:
            self.log.error(
                "Refused as named above: %d files; collected: %d.", self._refused, self._new
            )
        elif not self._new + self._there:
            place = self.parent._format_collect_path(self.parent.archive_directory)
            self.log.error(
                "Nothing was collected: %s holds no notebook; put the download there, as it is, or "
                "give the assignment's right name.", place,
            )  # fmt: skip
        if self._refused or not self._new + self._there:
            raise SystemExit(1)

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Write extracted_path/<student>/<notebook>; exit with 1 where nothing can be done."""
        folder = Path(archive_path)
        self._asked = True
        try:
            owners = Owners(self._roster(), self._worksheet(folder))
        except GradingError as error:
            self.log.error("%s.", error)
            raise SystemExit(1) from error
        notebooks = self._notebooks()
        kept: dict[tuple[str, str], _Kept] = {}
        other = 0
        for place, found in enumerate(find_files(folder, Limits().notebook_bytes)):
            if not found.refused and not found.name.lower().endswith(".ipynb"):
                other += 1
                continue
            owned = found.refused or owners.find(found.name)
            if isinstance(owned, Owned) and not self.force and self._handed_in(owned.student):
                self._there += 1
                self.log.warning(
                    "Left %s: %s has handed in already; --force replaces what is there.",
                    _shown(found.name), owned.student,
                )  # fmt: skip
                continue
            if isinstance(owned, str):
                self._refused += 1
                self.log.warning("Refused %s: %s.", _shown(found.name), owned)
                continue
            key = owned.student, notebook_name(owned.file, notebooks)
            new = _Kept(owned, found.name, (owned.upload, found.modified, place))
            if self._is_last(kept, key, new):
                path = Path(extracted_path, *key)
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(found.content)
        self._new = len(kept)
        self._say(kept, other)

    def _is_last(
        self, kept: dict[tuple[str, str], _Kept], key: tuple[str, str], new: _Kept
    ) -> bool:
        """Say whether a file is later than what is kept of its student's notebook, and keep it."""
        old = kept.get(key)
        if old is None:
            kept[key] = new
            return True
        kept[key], dropped = (new, old) if new.order > old.order else (old, new)
        self.log.warning(
            "%s handed in %s more than once: %s is the last and kept, %s is not.",
            *key,
            _shown(kept[key].name),
            _shown(dropped.name),
        )
        return kept[key] is new

    def _handed_in(self, student: str) -> bool:
        directory = self.parent.coursedir
        folder = directory.format_path(
            directory.submitted_directory, student, directory.assignment_id
        )
        return any(Path(folder).glob("*"))

    def _say(self, kept: dict[tuple[str, str], _Kept], other: int) -> None:
        if other:
            self.log.warning("%d files that are no notebooks were left where they are.", other)
        late = sorted({best.owned.student for best in kept.values() if best.owned.late})
        if late:
            self.log.warning(
                "Canvas says that these are late, and not how late: %s.  No late penalty is taken "
                "off until submitted/<student>/%s/timestamp.txt says when they came.",
                ", ".join(late),
                self.parent.coursedir.assignment_id,
            )

    def _roster(self) -> Roster:
        roster = read_roster(Path(self.parent.coursedir.root) / self.roster)
        for problem in roster.problems:
            self.log.warning("%s, %s.", self.roster, problem)
        return roster

    def _worksheet(self, folder: Path) -> Table | None:
        """Find Moodle's grading worksheet beside the downloads."""
        for path in sorted(folder.glob("*.csv")):
            try:
                table = read_table(path)
            except BadTable as error:
                self.log.warning("%s.", error)
                continue
            if is_worksheet(table):
                return table
        return None

    def _notebooks(self) -> list[str]:
        """List the assignment's notebooks."""
        directory = self.parent.coursedir
        folder = Path(directory.root, directory.source_directory, directory.assignment_id)
        return sorted(path.name for path in folder.glob("*.ipynb"))


class StudentFolderCollector(FileNameCollectorPlugin):  # type: ignore[misc]  # nbgrader has no types
    """Says whose a file is that SafeExtractor unpacked: its folder is the student."""

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return nbgrader's record of a file."""
        path = Path(submitted_file)
        return {"student_id": path.parent.name, "file_id": path.name}


def _shown(name: str) -> str:
    """Return a name from an archive as one short line of plain characters."""
    shown = "".join(c if c.isprintable() else "�" for c in name)
    return shown if len(shown) <= 120 else f"{shown[:60]}…{shown[-40:]}"
