"""CSV files come in as spreadsheets write them, and go out so that a spreadsheet runs nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.course.table import BadTable, number, read_table, write_table
from helpers.grading.spreadsheet import guarded, unguarded

ROOT = Path(__file__).resolve().parents[2]
WAYS = {
    "commas": 'a,b\r\n"Zoë, ""Z""",2\r\n'.encode(),
    "semicolons, as Excel in Europe": 'a;b\r\n"Zoë, ""Z""";2\r\n'.encode(),
    "tabs in UTF-16, as Excel's Unicode text": 'a\tb\r\n"Zoë, ""Z"""\t2\r\n'.encode("utf-16"),
    "a byte-order mark": '\ufeffa,b\n"Zoë, ""Z""",2\n'.encode(),
    "blank lines": '\ufeff\n\na,b\n\n"Zoë, ""Z""",2\n,\n'.encode(),
}


@pytest.mark.parametrize("content", WAYS.values(), ids=WAYS)
def test_a_file_is_read_however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    table = read_table(path)
    assert table.header == ("a", "b")
    assert [row.cells for row in table.rows] == [{"a": 'Zoë, "Z"', "b": "2"}]


BROKEN = {
    "another encoding": ("a,b\nx,1\nZoë,2\n".encode("cp1252"), "line 3, is not UTF-8; save"),
    "nothing": (b"", "is empty; the first line must name the columns"),
    "one endless cell": (b'a\n"' + b"x" * 200_000, "is no CSV: field larger"),
}


@pytest.mark.parametrize(("content", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_none_is_one_sentence(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(BadTable, match=r"list\.csv") as error:
        read_table(path)
    assert reason in str(error.value)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1+1", "=cmd|' /C calc'!A0"]
)
def test_no_cell_is_a_formula_and_each_comes_back(tmp_path: Path, text: str) -> None:
    path = tmp_path / "out.csv"
    write_table(path, [["a"], [text]])
    (row,) = read_table(path).rows
    assert row.cells["a"] == f"'{text}"
    assert unguarded(row.cells["a"]) == text


@pytest.mark.parametrize("text", ["", "Zoë", "'t Hooft", "O'Neil", "a=b", "1+1", "x@y.z"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


def test_nothing_else_writes_csv() -> None:
    """So that no writer can forget it."""
    writers = [
        path.relative_to(ROOT).as_posix()
        for folder in ("helpers", "examples")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"csv\.(writer|DictWriter)|import .*writer", path.read_text("utf-8"))
    ]
    assert writers == ["helpers/grading/spreadsheet.py"]


def test_excel_is_told_that_it_is_utf_8(tmp_path: Path) -> None:
    write_table(tmp_path / "out.csv", [["Zoë"]])
    assert (tmp_path / "out.csv").read_bytes() == b"\xef\xbb\xbfZo\xc3\xab\r\n"


def test_points_have_two_digits_at_most() -> None:
    assert [number(x) for x in (0.0, 10.0, 7.5, 2 / 3, 100.0)] == ["0", "10", "7.5", "0.67", "100"]
