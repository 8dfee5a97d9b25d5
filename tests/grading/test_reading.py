"""A notebook is read whatever wrote it; what cannot be is refused with a reason to act on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from helpers.grading.errors import Unreadable
from helpers.grading.reading import MAX_CELLS, MAX_PICTURES_BYTES, Cell, read_cells
from tests.grading.small import cell, notebook

LIMIT = 1 << 20
TEXT = "# naïve – “quotes” ≤ 中文 🙂"


def read(content: bytes) -> list[Cell]:
    return read_cells(content, LIMIT)


def only(raw: Any) -> Cell:
    """Read a notebook of one cell."""
    (found,) = read(json.dumps({"cells": [raw]}).encode())
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_encoding_is_read_alike(encoding: str) -> None:
    content = json.dumps({"cells": [cell(TEXT)]}, ensure_ascii=False)
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    assert read((mark + content).encode(encoding))[0].source == TEXT


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_an_old_windows_or_unix_encoding_is_read(encoding: str) -> None:
    content = json.dumps({"cells": [cell("größer é")]}, ensure_ascii=False)
    assert read(content.encode(encoding))[0].source == "größer é"


def test_every_byte_there_is_is_read_as_something() -> None:
    content = b'{"cells": [{"source": "' + bytes(range(0x80, 0x100)) + b'"}]}'
    assert len(read(content)[0].source) >= 100


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_end_alike_whatever_ended_them(end: str) -> None:
    assert only(cell("a\nb\n\nc".replace("\n", end))).source == "a\nb\n\nc"
    assert only(cell([f"a{end}", "b"])).source == "a\nb"  # type: ignore[arg-type]


@pytest.mark.parametrize("version", [1, 2, 3])
def test_notebooks_of_before_2014_keep_cells_in_worksheets(version: int) -> None:
    old = {
        "nbformat": version,
        "worksheets": [
            {"cells": [{"cell_type": "heading", "level": 2, "source": ["Title"]}]},
            {"cells": [{"cell_type": "code", "input": ["a = 1\n", "b = 2"], "outputs": []}]},
            None,
            {"cells": 5},
        ],
    }
    cells = read(json.dumps(old).encode())
    assert [(c.kind, c.source) for c in cells] == [
        ("markdown", "# Title"),
        ("code", "a = 1\nb = 2"),
    ]


@pytest.mark.parametrize("version", [4, 5, 99, -1, None, "4", [4]])
def test_a_notebook_says_its_format_in_vain(version: Any) -> None:
    assert read(notebook(cell("x"), nbformat=version))[0].source == "x"


def test_text_may_be_a_list_of_lines_or_one_text() -> None:
    assert only({"cell_type": "code", "source": ["a\n", "b"]}).source == "a\nb"
    assert only({"cell_type": "code", "source": "a\nb"}).source == "a\nb"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, Cell("raw", "")),
        ({"cell_type": "code"}, Cell("code", "")),
        ({"cell_type": ["code"], "source": 5}, Cell("raw", "")),
        ({"cell_type": "evil", "source": ["a", 5, None, "b"]}, Cell("raw", "ab")),
        ({"cell_type": "code", "source": {"a": 1}, "metadata": []}, Cell("code", "")),
        ({"source": "x", "metadata": {"nbgrader": [1]}}, Cell("raw", "x")),
        ({"source": "x", "metadata": {"nbgrader": {"grade_id": 5}}}, Cell("raw", "x")),
        ({"source": "x", "id": 7, "attachments": [1]}, Cell("raw", "x")),
        ({"source": "a\ud800b"}, Cell("raw", "a?b")),
        ({"source": "\ud83d\ude42"}, Cell("raw", "🙂")),
    ],
    ids=str,
)
def test_an_odd_cell_is_read_as_far_as_it_goes(raw: Any, expected: Cell) -> None:
    assert only(raw) == expected


def test_what_is_no_cell_is_left_out() -> None:
    content = json.dumps({"cells": [None, 5, [], "x", cell("y")]}).encode()
    assert [c.source for c in read(content)] == ["y"]


def test_only_text_and_ids_are_kept_of_a_cell() -> None:
    """Nothing of the submission's metadata can be trusted later, because nothing is there."""
    raw = cell("x", "f", outputs=[{"output_type": "execute_result"}], execution_count=5)
    raw["metadata"] |= {"tags": ["skip-execution"], "deletable": False}
    raw["metadata"]["nbgrader"] |= {"points": 999, "grade": True, "locked": False, "checksum": "0"}
    assert only(raw) == Cell("code", "x", "f", None, {})


def test_pictures_in_a_free_answer_are_kept_and_nothing_else_is() -> None:
    attached = {
        "a.png": {"image/png": "iVBO", "text/html": "<script>"},
        "b.svg": {"image/svg+xml": "<svg>"},
        "../c.png": {"image/png": "iVBO"},
        "d.png": {"image/png": "<script>"},
        "e.png": 5,
        "f.png": {"image/png": "A" * (MAX_PICTURES_BYTES + 1)},
    }
    found = read_cells(json.dumps({"cells": [cell("x", attachments=attached)]}).encode(), 20 << 20)
    assert found[0].pictures == {"a.png": {"image/png": "iVBO"}}


REASONS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "blank": (b" \r\n\t", "is empty"),
    "too large": (b"{" + b" " * LIMIT, "at most 1 MB are read; clear its outputs"),
    "cut off": (notebook(cell("x"))[:-9], r"not valid JSON \(line 1\); it may have been cut off"),
    "no JSON": (b"PK\x03\x04", "not valid JSON"),
    "a program": (b"print(1)\n", "not valid JSON"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00", "not valid JSON"),
    "a web page": (b"<!DOCTYPE html>", "not valid JSON"),
    "merge conflict": (b"<<<<<<< HEAD\n{}", "not valid JSON"),
    "a list": (b"[]", "JSON, but not a notebook"),
    "a number": (b"5", "JSON, but not a notebook"),
    "null": (b"null", "JSON, but not a notebook"),
    "no cells": (b'{"nbformat": 4}', "has no cells"),
    "cells of another kind": (b'{"cells": {"a": 1}}', "has no cells"),
    "nested": (b'{"cells": ' + b"[" * 200_000, "nested too deep|not valid JSON"),
    "a number without end": (b'{"cells": [' + b"9" * 9999 + b"]}", "not valid JSON"),
    "many cells": (
        json.dumps({"cells": [{}] * (MAX_CELLS + 1)}).encode(),
        f"has {MAX_CELLS + 1} cells, and at most {MAX_CELLS} are read",
    ),
    "UTF-16 without a mark": ('{"cells": []}'.encode("utf-16-le"), "not valid JSON"),
    "half a character": (b"\xff\xfe{", "not valid JSON"),
}


@pytest.mark.parametrize(("content", "reason"), REASONS.values(), ids=REASONS)
def test_what_is_no_notebook_is_refused_with_a_reason_to_act_on(
    content: bytes, reason: str
) -> None:
    with pytest.raises(Unreadable, match=reason) as refused:
        read(content)
    assert "hand it in" in str(refused.value) or "are read" in str(refused.value)


def test_a_notebook_without_a_cell_is_one() -> None:
    assert read(b'{"cells": []}') == []
