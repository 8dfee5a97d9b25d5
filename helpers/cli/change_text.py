"""Changes of marks in words: a line for each, and what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.grading.changes import Change, Changes, Said, Total

NAMED = 10
"""How many students a short summary names."""
HEADINGS = ("student", "question", "from", "to", "change", "outcome")


def table(changes: Changes) -> list[str]:
    """Return a line for every answer whose mark or outcome changes, below a line of headings."""
    if not changes.rows:
        return []
    rows = sorted(changes.rows, key=lambda row: row.student)
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(HEADINGS))]
    return [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def _cells(row: Change) -> tuple[str, ...]:
    before, after = row.before.outcome or "another grader's", row.after.outcome or ""
    said = _words(after) if before == after else f"{_words(before)} → {_words(after)}"
    if row.by_hand:
        said = f"marked by hand, kept; the tests say {_points(row.after.mark.auto)}, {said}"
    return (
        row.student,
        row.grade_id.removeprefix("test_"),
        _mark(row.before),
        _mark(row.after),
        signed(row.points),
        said,
    )


def _mark(said: Said) -> str:
    return f"{_points(said.mark.score)} of {said.max_score:g}"


def _points(score: float | None) -> str:
    return "?" if score is None else f"{round(score, 2):g}"


def _words(outcome: str) -> str:
    return outcome.replace("_", " ")


def signed(points: float) -> str:
    """Return a number of points with its sign: `+2`, `−0.5`, `0`."""
    rounded = round(points, 2)
    return f"{rounded:+g}".replace("-", "−") if rounded else "0"


def questions(changes: Changes) -> list[str]:
    """Return a line for each question whose points change: how many go up, how many down."""
    counts: dict[str, list[int]] = {}
    for row in changes.rows:
        up_down = counts.setdefault(row.grade_id.removeprefix("test_"), [0, 0])
        up_down[0] += round(row.points, 2) > 0
        up_down[1] += round(row.points, 2) < 0
    return [f"{name}: {up} up, {down} down" for name, (up, down) in counts.items() if up or down]


def totals(changes: Changes) -> str:
    """Return what the changes come to, as one line."""
    down = len(changes.moved) - changes.up
    same = len(changes.totals) - len(changes.moved)
    line = (
        f"{_students(len(changes.totals))} compared: {changes.up} up, {down} down, {same} "
        f"unchanged; mean change {signed(changes.mean)} points, late penalties not taken off"
    )
    return f"{line}; {len(changes.new)} graded for the first time." if changes.new else f"{line}."


def names(changes: Changes) -> str:
    """Name the students whose points change, the largest change first, up to ten."""
    moved = sorted(changes.moved.items(), key=lambda item: -abs(item[1].points))
    said = [f"{student} {_total(total)}" for student, total in moved[:NAMED]]
    more = len(moved) - NAMED
    return ", ".join(said) + (f", and {more} more" if more > 0 else "")


def _total(total: Total) -> str:
    return f"{_points(total.before)} → {_points(total.after)} ({signed(total.points)})"


def by_hand(changes: Changes) -> str | None:
    """Say how many marks a person gave stay while the tests or the points change."""
    kept = [row for row in changes.rows if row.by_hand]
    if not kept:
        return None
    over = sum((row.after.mark.manual or 0.0) > row.after.max_score for row in kept)
    many = (
        "1 mark given by hand stays" if len(kept) == 1 else f"{len(kept)} marks given by hand stay"
    )
    more = f", {over} of them above the question's points; look at them again" if over else ""
    return f"{many} as given{more}."


def _students(number: int) -> str:
    return "1 student" if number == 1 else f"{number} students"
