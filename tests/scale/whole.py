"""All that grading leaves of a course: to compare a disturbed run with one that was not."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

GIVEN = ("source/", "release/", "submitted/", "gradebook.db")
"""What was there before, and the gradebook, which is compared by its rows."""


def whole(course: Path) -> dict[str, Any]:
    """Return every row of the gradebook and every file, without ids that are drawn and times."""
    return {**gradebook(course), **files(course)}


def gradebook(course: Path) -> dict[str, list[str]]:
    """Return the rows of every table, with the row it belongs to in the place of an id."""
    with closing(sqlite3.connect(course / "gradebook.db")) as book:
        book.row_factory = sqlite3.Row
        names = book.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")
        tables = {
            name: [dict(row) for row in book.execute(f'SELECT * FROM "{name}"')]
            for (name,) in names.fetchall()
        }
    known: dict[Any, dict[str, Any]] = {}
    for rows in tables.values():
        for row in rows:
            if len(str(row.get("id"))) == 32:  # drawn: a student's is a name
                known.setdefault(row["id"], row)

    def named(value: Any) -> Any:
        if value not in known:
            return value
        return {column: named(it) for column, it in known[value].items() if column != "id"}

    return {
        name: sorted(repr({column: named(value) for column, value in row.items()}) for row in rows)
        for name, rows in tables.items()
    }


def files(course: Path) -> dict[str, Any]:
    """Return the content of every file that grading has written, temporary ones included."""
    found = {}
    for path in course.rglob("*"):
        name = path.relative_to(course).as_posix()
        if path.is_file() and not (name.startswith(GIVEN[:3]) or name == GIVEN[3]):
            found[name] = _timeless(path)
    return found


def _timeless(path: Path) -> Any:
    if path.suffix != ".ipynb":
        return path.read_bytes()
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["metadata"]["twokernels"]["seconds"]
    return content
