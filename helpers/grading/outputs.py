"""Outputs of a student's cell, rebuilt from what the student's process claims they are."""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]

_PICTURES = ("image/png", "image/jpeg")
MAX_OUTPUTS = 200
MAX_LINES = 500


def text_output(text: str) -> Json:
    """Return text as a cell's output."""
    return {"output_type": "stream", "name": "stdout", "text": text}


def clean(claimed: Any, limit: int) -> list[Json]:
    """Keep outputs of known kinds, rebuilt field by field, up to about `limit` characters."""
    kept: list[Json] = []
    size = 0
    for output in claimed if isinstance(claimed, list) else []:
        made = _output(output, limit) if isinstance(output, dict) else None
        if made is None:
            continue
        size += len(str(made))
        if size > 2 * limit or len(kept) >= MAX_OUTPUTS:
            kept.append(text_output("[The rest of this cell's output was cut.]\n"))
            break
        kept.append(made)
    return kept


def _output(output: Json, limit: int) -> Json | None:
    match output:
        case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": str(text)}:
            return {"output_type": "stream", "name": name, "text": _plain(text[:limit])}
        case {
            "output_type": "error",
            "ename": str(name),
            "evalue": str(value),
            "traceback": list(lines),
        }:
            told = [_plain(line[:limit]) for line in lines[:MAX_LINES] if isinstance(line, str)]
            return {
                "output_type": "error",
                "ename": _plain(name[:200]),
                "evalue": _plain(value[:2000]),
                "traceback": told,
            }
        case {"output_type": "display_data" | "execute_result", "data": dict(data)}:
            return _data(data, limit)
    return None


_KEPT = {ord(c): None for c in "\n\t\x1b"}


def _data(data: Json, limit: int) -> Json | None:
    kept: dict[str, str] = {}
    if isinstance(data.get("text/plain"), str):
        kept["text/plain"] = _plain(data["text/plain"][:limit])
    for kind in _PICTURES:
        value = data.get(kind)
        if (
            isinstance(value, str)
            and re.fullmatch(r"[A-Za-z0-9+/=\n]*", value)
            and len(value) <= limit
        ):
            kept[kind] = value
    # A result is shown as something displayed: in a graded notebook the only `execute_result` is
    # the examiner's, on a test cell.
    return {"output_type": "display_data", "data": kept, "metadata": {}} if kept else None


def _plain(text: str) -> str:
    """Drop control characters, which have no place in a page; keep line ends and tabs."""
    if text.translate(_KEPT).isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or c.isprintable() or c == "\x1b")


def error_of(outputs: list[Json]) -> tuple[str, str] | None:
    """Return the name and message of the exception a cell ended in."""
    for output in reversed(outputs):
        if output["output_type"] == "error":
            return output["ename"], " ".join(output["evalue"].split())[:300]
    return None
