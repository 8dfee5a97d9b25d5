"""`nbgrader release_feedback`, for each student by itself."""

from __future__ import annotations

from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash

from helpers.grading.files import write_whole
from helpers.grading.ledger import read_secret


class EachFeedback(ExchangeReleaseFeedback):  # type: ignore[misc]  # nbgrader has no types
    """Releases every page there is a secret for, under the name the student's notebook has.

    nbgrader stops at the first submission that came another way than through the exchange, and
    where a student renamed a notebook, the student would look for another name than it released.
    """

    def copy_files(self) -> None:
        """Put each page where its student finds it, and only that student."""
        excluded = str(self.coursedir.student_id_exclude).split(",")
        wanted = str(self.coursedir.student_id)
        pages = self._folder("feedback", ".").parents[0]
        for folder in sorted(pages.glob(f"*/{self.coursedir.assignment_id}/")):
            student = folder.parent.name
            if student not in excluded and wanted in ("*", "", student):
                self._release(student, folder)

    def _folder(self, step: str, student: str) -> Path:
        directory = getattr(self.coursedir, f"{step}_directory")
        return Path(self.coursedir.format_path(directory, student, self.coursedir.assignment_id))

    def _release(self, student: str, folder: Path) -> None:
        secret = read_secret(self._folder("autograded", student))
        if secret is None:
            self.log.warning(
                "%s: no feedback was released, because this did not come by `nbgrader submit`; "
                "the page is in %s",
                student,
                folder,
            )
            return
        handed_in = [path.stem for path in self._folder("submitted", student).glob("*.ipynb")]
        pages = sorted(folder.glob("*.html"))
        for page in pages:
            # Grading takes a lone notebook under any name, and its student looks for that name.
            name = handed_in[0] if len(handed_in) == len(pages) == 1 else page.stem
            to = Path(self.dest_path, f"{notebook_hash(secret=secret, notebook_id=name)}.html")
            write_whole(to, page.read_text("utf-8"))
            self.log.info("Released feedback: %s, %s.", student, name)
