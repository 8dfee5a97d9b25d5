"""`nbgrader export` for Canvas and Moodle."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Unicode

from helpers.course.export import Request, export
from helpers.course.marks import late_policy
from helpers.course.roster import ROSTER
from helpers.grading.errors import GradingError


class RosterExporter(ExportPlugin):  # type: ignore[misc]  # nbgrader has no types
    """Exports for whom the roster lists, by the ids it gives them."""

    layout: ClassVar[str]

    roster = Unicode(ROSTER, help="The roster, seen from the course directory.").tag(config=True)
    columns = Dict(
        value_trait=Unicode(),
        key_trait=Unicode(),
        help="What the system calls an assignment, where that is another name.",
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the file that `--to` names; exit with 1 and one sentence where that fails."""
        directory = getattr(self.parent, "coursedir", None)
        root = Path(directory.root if directory else "")
        to = Path(self.to or f"{self.layout}.csv")
        request = Request(
            self.layout,
            to,
            root / self.roster,
            [str(name) for name in self.assignment],
            [str(name) for name in self.student],
            self.columns,
            policy=late_policy(self.config),
        )
        try:
            exported = export(gradebook, request)
        except GradingError as error:
            self.log.error("%s.", error)
            raise SystemExit(1) from error
        for line in (*exported.notes, *exported.left_out):
            self.log.warning("%s.", line)
        self.log.info("%d students written to %s", exported.students, to)


class CanvasExporter(RosterExporter):
    """`nbgrader export --exporter helpers.nbgrader_plugins.CanvasExporter --to canvas.csv`.

    `c.CanvasExporter.columns = {"two_kernels": "Homework 1 (4711)"}`: the name and number of an
    assignment in Canvas, as a gradebook that Canvas exports has them in its first line.
    """

    layout = "canvas"


class MoodleExporter(RosterExporter):
    """`nbgrader export --exporter helpers.nbgrader_plugins.MoodleExporter --to moodle.csv`."""

    layout = "moodle"
