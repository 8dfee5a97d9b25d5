"""Read a submitted file as a notebook, whatever tool wrote it and whatever was done to it.

Only what grading needs is kept, and rebuilt from nothing: cells, their text, and the id under which
the assignment knows them.  Tags, types of cells, points, locks, checksums, kernels and outputs of
the submission are dropped here, so that nothing later can trust them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from helpers.grading.errors import Unreadable

MAX_CELLS = 2000
MAX_PICTURES_BYTES = 5 << 20
MAX_TEXT, MAX_CELL_TEXT = 200_000, 20_000
"""Characters of Markdown, in all and in a cell: what makes a page of it takes n² steps at worst."""

_ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
_AGAIN = "open it in Jupyter, save it, and hand it in again"


@dataclass
class Cell:
    """One cell of a submission, and nothing of it but text."""

    kind: str
    source: str
    grade_id: str | None = None
    cell_id: str | None = None
    pictures: dict[str, dict[str, str]] = field(default_factory=dict)


def read_cells(content: bytes, limit: int) -> list[Cell]:
    """Read the cells of a notebook file.

    Raises Unreadable, with a reason a student can act on.
    """
    if not content.strip():
        raise Unreadable(f"the notebook file is empty; {_AGAIN}")
    if len(content) > limit:
        raise Unreadable(
            f"the notebook file has {len(content) / 1e6:.0f} MB, and at most {limit / 1e6:.0f} "
            "MB are read; clear its outputs (Edit > Clear Outputs of All Cells) and hand it in"
        )
    notebook = _parse(content)
    found = _raw_cells(notebook)
    if len(found) > MAX_CELLS:
        raise Unreadable(f"the notebook has {len(found)} cells, and at most {MAX_CELLS} are read")
    cells = [_cell(raw) for raw in found if isinstance(raw, dict)]
    room = MAX_TEXT
    for cell in cells:
        if cell.kind != "code":
            allowed = min(MAX_CELL_TEXT, max(room, 0))
            if len(cell.source) > allowed:
                cell.source = cell.source[:allowed] + "\n\n[The rest of this text was cut.]"
            room -= len(cell.source)
    return cells


def _parse(content: bytes) -> dict[str, Any]:
    text = _text(content)
    try:
        notebook = json.loads(text)
    except RecursionError:
        raise Unreadable(f"the notebook file is nested too deep to be one; {_AGAIN}") from None
    except ValueError as problem:
        where = f" (line {problem.lineno})" if isinstance(problem, json.JSONDecodeError) else ""
        raise Unreadable(
            f"the notebook file is not valid JSON{where}; it may have been cut off: {_AGAIN}"
        ) from None
    if not isinstance(notebook, dict):
        raise Unreadable(f"the file is JSON, but not a notebook; {_AGAIN}")
    return notebook


def _text(content: bytes) -> str:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))  # without, anything decodes as UTF-16
    for encoding in ("utf-16", *_ENCODINGS) if marked else _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 decodes every byte")


def _raw_cells(notebook: dict[str, Any]) -> list[Any]:
    """Find the cells where this or an older format of notebooks keeps them."""
    cells = notebook.get("cells")
    if isinstance(cells, list):
        return cells
    sheets = notebook.get("worksheets")
    if isinstance(sheets, list):
        return [
            cell
            for sheet in sheets
            if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
            for cell in sheet["cells"]
        ]
    raise Unreadable(f"the file is JSON, but it has no cells, so it is not a notebook; {_AGAIN}")


def _cell(raw: dict[str, Any]) -> Cell:
    kind = raw.get("cell_type")
    metadata = raw.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    cell_id = raw.get("id")
    source = raw.get("source", raw.get("input", ""))
    if kind == "heading":  # of notebook format 3
        kind, source = "markdown", f"# {_joined(source)}"
    return Cell(
        kind=kind if kind in ("code", "markdown") else "raw",
        source=_joined(source),
        grade_id=grade_id if isinstance(grade_id, str) else None,
        cell_id=cell_id if isinstance(cell_id, str) else None,
        pictures=_pictures(raw.get("attachments")),
    )


def _joined(source: Any) -> str:
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return ""
    # Halves of surrogate pairs are valid in JSON and in no file.
    text: str = source.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")  # as some editors end their lines


def _pictures(attachments: Any) -> dict[str, dict[str, str]]:
    """Keep the pictures that a free answer shows: named files of base64, of modest size."""
    kept: dict[str, dict[str, str]] = {}
    if not isinstance(attachments, dict):
        return kept
    room = MAX_PICTURES_BYTES
    for name, kinds in attachments.items():
        if not (re.fullmatch(r"[\w .()-]{1,100}", name) and isinstance(kinds, dict)):
            continue
        for kind in ("image/png", "image/jpeg", "image/gif"):
            data = kinds.get(kind)
            if (
                isinstance(data, str)
                and len(data) <= room
                and re.fullmatch(r"[A-Za-z0-9+/=\s]*", data)
            ):
                kept.setdefault(name, {})[kind] = data
                room -= len(data)
    return kept
