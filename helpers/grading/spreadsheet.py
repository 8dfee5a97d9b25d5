"""The one writer of CSV files, whose cells a spreadsheet shows and never runs.

Students choose their names and what they answer, and a person opens the file in Excel.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell starts with that a spreadsheet would run instead of show (OWASP, CSV injection)."""

Cell = str | float | None


class AsGiven(str):
    """A cell of another program's, which reads it back and must find what it wrote."""


def csv_text(rows: Iterable[Sequence[Cell]], end: str = "\r\n") -> str:
    """Return the rows as CSV; text that a spreadsheet would run gets an apostrophe before it."""
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator=end)
    out.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def _safe(cell: Cell) -> Cell:
    return guarded(cell) if isinstance(cell, str) and not isinstance(cell, AsGiven) else cell


def guarded(text: str) -> str:
    """Return a cell's text so that a spreadsheet shows it and never runs it as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if text.startswith("'") and guarded(text[1:]) == text else text
