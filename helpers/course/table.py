"""CSV files as learning-management systems and spreadsheets write and read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.grading.errors import GradingError
from helpers.grading.files import write_whole
from helpers.grading.spreadsheet import Cell, csv_text

MAX_BYTES = 50 << 20


class BadTable(GradingError):
    """A CSV file that cannot be read or written; the reason names it."""


@dataclass(frozen=True)
class Row:
    """One row of a file: the number of its last line, and its cells by column."""

    line: int
    cells: dict[str, str]
    surplus: int
    """How many cells it has beyond the header's."""

    def get(self, *columns: str) -> str:
        """Return the first of these cells that is not empty, without outer blanks."""
        return next((self.cells[c].strip() for c in columns if self.cells.get(c, "").strip()), "")


@dataclass(frozen=True)
class Table:
    """A header and its rows."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path) -> Table:
    """Read a CSV file with comma, semicolon or tab, in UTF-8 or marked UTF-16.  Raises BadTable."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadTable(
                f"{path} is larger than {MAX_BYTES >> 20} MB, so it is no list of a class"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise BadTable(f"{path} cannot be read: {error.strerror}") from error
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadTable(
            f"{path}, line {line}, is not UTF-8; save the file as “CSV UTF-8” and try again"
        ) from error
    start = text[: len(text) - len(text.lstrip("\r\n"))].count("\n")
    text = text.lstrip("\r\n")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = []
    try:
        header = tuple(name.strip() for name in next(reader, []))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                surplus = len([cell for cell in cells[len(header) :] if cell.strip()])
                named = dict(zip(header, cells, strict=False))
                rows.append(Row(start + reader.line_num, named, surplus))
    except csv.Error as error:
        raise BadTable(f"{path}, line {start + reader.line_num}, is no CSV: {error}") from error
    if not any(header):
        raise BadTable(f"{path} is empty; the first line must name the columns")
    return Table(header, tuple(rows))


def write_table(path: Path, rows: Iterable[Sequence[Cell]]) -> None:
    """Write a CSV file as a whole or not at all.  Raises BadTable.

    UTF-8 with its byte-order mark: without it Excel takes “Zoë” for “ZoÃ«”.  Canvas looks for the
    word Student within the first cell and Moodle removes the mark, so both import it.
    """
    save(path, "\ufeff" + csv_text(rows))


def save(path: Path, text: str) -> None:
    """Write a file as a whole or not at all.  Raises BadTable."""
    if path.is_dir():
        raise BadTable(f"{path} cannot be written: it is a folder")
    try:
        write_whole(path, text)
    except OSError as error:
        raise BadTable(f"{path} cannot be written: {error.strerror}") from error


def number(value: float) -> str:
    """Return a number of points: at most two digits after the point, as Canvas and Moodle keep."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
