"""One assignment's marks as a table for a terminal: a row for each student."""

from __future__ import annotations

import io
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from rich import box
from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from examples.build import read_release

HEADS: Mapping[str, str] = {
    # two_kernels
    "test_result_shapes": "size",
    "test_result1": "hand\nR1",
    "test_result2": "hand\nR2",
    "test_corr2d": "corr\n2d",
    "test_two_kernels_forward_result1": "fwd\nR1",
    "test_two_kernels_forward_result2": "fwd\nR2",
    "test_l2_loss": "loss",
    "test_l2_loss_backward": "loss\nbwd",
    "test_corr2d_backward_dX": "bwd\ndX",
    "test_corr2d_backward_dK": "bwd\ndK",
    "test_two_kernels_backward_dX": "two\ndX",
    "test_two_kernels_backward_dK1": "two\ndK1",
    "test_two_kernels_backward_dK2": "two\ndK2",
    "test_hand_gradients": "hand\ngrad",
    "why_full_correlation": "why",
    # convolution
    "test_output_shape": "output\nshape",
    "test_output_size": "output\nsize",
    "test_output_size_formula": "size as\nformula",
    "test_C": "C",
    "test_dE_dA_formula": "dE/dA as\nformula",
    "test_dE_dA": "dE/dA",
    "test_corr2d_input_gradient": "input\ngradient",
    # pooling
    "test_modules": "modules",
    "test_max_pool2d": "max",
    "test_avg_pool2d": "avg",
    "test_lp_pool2d": "LP",
    "test_max_pool2d_backward": "max\nbwd",
    "test_avg_pool2d_backward": "avg\nbwd",
    "test_lp_pool2d_backward": "LP\nbwd",
    "test_pooled_C": "pooled\nC",
    "test_p_for_average": "p for\navg",
    "test_p_for_max": "p for\nmax",
    "why_lp": "why",
}
"""Short column heads by `grade_id`; a question that is not here is called by its own name."""


class State(Enum):
    """How a question ended: the sign that shows it, its plain spelling, its colour, its meaning."""

    FULL = ("✓", "=", "green", "full points")
    PARTIAL = ("◐", "~", "yellow", "some points")
    NONE = ("✗", "x", "bold red", "no points")
    BLANK = ("–", "-", "bright_black", "not attempted")
    WAITS = ("?", "?", "cyan", "to mark by hand")

    @property
    def style(self) -> str:
        """The colour; never the only difference."""
        return self.value[2]

    def sign(self, plain: bool) -> str:
        """One character, of ASCII when `plain`."""
        return self.value[1 if plain else 0]


@dataclass(frozen=True)
class Cell:
    """What one student earned on one question."""

    state: State
    score: float


@dataclass(frozen=True)
class Row:
    """One student's submission; `cells` is None when it could not be graded."""

    student: str
    cells: Mapping[str, Cell] | None
    score: float = 0.0
    seconds_late: float = 0.0


@dataclass(frozen=True)
class Marks:
    """One assignment's marks: every question's points, in the notebook's order, and the rows."""

    assignment: str
    points: Mapping[str, float]
    rows: tuple[Row, ...]


def read_marks(
    gradebook: Gradebook,
    assignment: str,
    students: Iterable[str],
    course: Path,
    failed: Container[str] = (),
) -> Marks:
    """Read one assignment's marks from a course's gradebook, in the order of the release notebook.

    A student in `failed` has no marks, whatever the gradebook holds.
    """
    release = read_release(course, assignment)
    cells = [cell.metadata.nbgrader for cell in release.cells if "nbgrader" in cell.metadata]
    points = {c.grade_id: float(c.points) for c in cells if c.grade and float(c.points) > 0}
    blanks = _answers(release)
    rows = tuple(
        Row(student, None)
        if student in failed
        else _read_row(gradebook, assignment, student, points, blanks, course)
        for student in students
    )
    return Marks(assignment, points, rows)


def _read_row(
    gradebook: Gradebook,
    assignment: str,
    student: str,
    points: Mapping[str, float],
    blanks: Mapping[str, str],
    course: Path,
) -> Row:
    try:
        submission = gradebook.find_submission(assignment, student)
        notebook = gradebook.find_submission_notebook(assignment, assignment, student)
    except MissingEntry:
        return Row(student, None)
    path = course / "submitted" / student / assignment / f"{assignment}.ipynb"
    written = _answers(nbformat.read(path, as_version=4)) if path.is_file() else {}
    untouched = {name for name, source in blanks.items() if written.get(name) == source}
    cells = {}
    for grade in notebook.grades:
        if grade.name not in points:
            continue
        score = float(grade.score)
        if grade.needs_manual_grade:
            state = State.WAITS
        elif score >= points[grade.name] - 1e-6:
            state = State.FULL
        elif score > 0:
            state = State.PARTIAL
        else:
            state = State.BLANK if answer_of(grade.name, blanks) in untouched else State.NONE
        cells[grade.name] = Cell(state, score)
    return Row(student, cells, float(submission.score), float(submission.total_seconds_late))


def _answers(notebook: NotebookNode) -> dict[str, str]:
    """Give what stands in every answer cell, by its name."""
    return {
        cell.metadata.nbgrader.grade_id: cell.source.strip()
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def answer_of(question: str, answers: Iterable[str]) -> str:
    """Give the answer a test cell is about: the longest name its own begins with, after `test_`."""
    name = question.removeprefix("test_")
    matches = [a for a in answers if name == a or name.startswith(f"{a}_")]
    return max(matches, key=len, default=name)


def show(marks: Marks, width: int, plain: bool = False) -> RenderableType:
    """Draw the table in at most `width` columns: with scores, or where that is too wide, signs."""
    table = _table(marks, plain, wide=True)
    measure = Console(width=1000, file=io.StringIO(), legacy_windows=False)
    if measure.measure(table).maximum <= width:
        return Group(table, _legend(plain, wide=True))
    table = _table(marks, plain, wide=False)
    names = (f"{number:>2} {_name(q)}" for number, q in enumerate(marks.points, 1))
    numbers = Columns([Text(name, "dim") for name in names], padding=(0, 2), column_first=True)
    return Group(table, numbers, _legend(plain, wide=False))


def _table(marks: Marks, plain: bool, wide: bool) -> Table:
    table = Table(
        title=marks.assignment,
        title_justify="left",
        title_style="bold",
        box=box.ASCII if plain else box.SIMPLE_HEAD,
        padding=0,
        pad_edge=False,
        show_edge=False,
        header_style="bold",
    )
    table.add_column("student", no_wrap=True, vertical="bottom")
    for number, question in enumerate(marks.points, 1):
        head = HEADS.get(question, _name(question)) if wide else str(number)
        table.add_column(head, justify="center", no_wrap=True, vertical="bottom")
    table.add_column("score", justify="right", no_wrap=True, vertical="bottom")
    table.add_column("late", no_wrap=True, vertical="bottom")
    table.add_row(
        "out of",
        *(_number(points) if wide else "" for points in marks.points.values()),
        _number(sum(marks.points.values())),
        style="dim",
    )
    for row in marks.rows:
        if row.cells is None:
            nothing = [""] * (len(marks.points) + 1)
            table.add_row(row.student, *nothing, Text("failed", "bold red"))
            continue
        table.add_row(
            row.student,
            *(_cell(row.cells.get(question), plain, wide) for question in marks.points),
            Text(_number(row.score), "bold"),
            Text(_duration(row.seconds_late), "magenta") if row.seconds_late else "",
        )
    return table


def _cell(cell: Cell | None, plain: bool, wide: bool) -> Text:
    if cell is None:
        return Text("")
    if wide and cell.state is State.PARTIAL:
        return Text(f"{cell.score:.1f}", cell.state.style)
    return Text(cell.state.sign(plain), cell.state.style)


def _legend(plain: bool, wide: bool) -> Text:
    text = Text("\n")
    for state in State:
        sign = "1.5" if wide and state is State.PARTIAL else state.sign(plain)
        text.append(f"{sign} ", state.style).append(f"{state.value[3]}  ", "dim")
    text.rstrip()
    return text


def _name(question: str) -> str:
    return question.removeprefix("test_")


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _duration(seconds: float) -> str:
    hours, days = int(seconds // 3600 % 24), int(seconds // 86400)
    parts = [f"{days} d" if days else "", f"{hours} h" if hours else ""]
    return " ".join(filter(None, parts)) or "< 1 h"


def save_picture(marks: Marks, path: Path) -> None:
    """Save the table as an SVG picture; it asks the network for nothing."""
    measure = Console(width=1000, file=io.StringIO())
    width = measure.measure(show(marks, 1000)).maximum
    console = Console(
        record=True, width=width, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(show(marks, width))
    picture = console.export_svg(title="make demo", unique_id="grades")
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    draft = path.with_name(f".{path.name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft.write_text(picture, encoding="utf-8")
    draft.replace(path)
