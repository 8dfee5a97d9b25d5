"""What a release shows of what is hidden in source/: lines, markers, and right answers."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from helpers.authoring.findings import Finding, Kind
from helpers.authoring.source import HIDDEN, SOLUTION, Cell, Notebook

SHORTEST = 16
"""Characters.  A shorter line, such as `return result`, may well be written by chance."""

ORDINARY = re.compile(
    r"#|(import|from|def|class|for|while|if|else|elif|try)\b|return \w+$|.*[\[({]$"
)
"""Lines that say little of an answer."""

FEWEST = 4
"""Numbers in a right answer.  Fewer may stand anywhere by chance."""

_MARKER = re.compile(r"\b(BEGIN|END)[ _-]+(HIDDEN|SOLUTION|MARK)", re.I)
_NUMBER = r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?"
_RUN = re.compile(rf"{_NUMBER}(?:[\s,;&\\()\[\]|$]+{_NUMBER}){{{FEWEST - 1},}}")
_SCHEME = re.compile(r"=== BEGIN MARK SCHEME ===\n(.*?)=== END MARK SCHEME ===", re.S)

Numbers = tuple[float, ...]


def leaks(
    released: Iterable[Cell], source: Sequence[Notebook], right: Mapping[str, Numbers]
) -> Iterator[Finding]:
    """Find what a release's cells show; `right` are the answers that are values, by name."""
    hidden = {line: cell.name for cells in source for cell in cells for line in _hidden(cell)}
    for cell in released:
        for where, text in _texts(cell):
            if found := _leak(cell, where, text, hidden, right):
                yield found
                break


def _hidden(cell: Cell) -> Iterator[str]:
    """Yield the lines of a source cell that students must not see."""
    regions = [*SOLUTION.findall(cell.text), *HIDDEN.findall(cell.text)]
    regions += _SCHEME.findall(cell.text)
    if (cell.is_answer or cell.is_manual) and not cell.is_shown:
        regions.append(cell.text)
    for region in regions:
        for line in map(_bare, region.splitlines()):
            if len(line) >= SHORTEST and not ORDINARY.match(line) and not _MARKER.search(line):
                yield line


def _leak(
    cell: Cell, where: str, text: str, hidden: Mapping[str, str], right: Mapping[str, Numbers]
) -> Finding | None:
    if marker := _MARKER.search(text):
        return cell.finding(
            Kind.LEAK,
            f"students see the marker `{marker[0]}` {where} and what it should have hidden",
            "write the markers as nbgrader reads them: ### BEGIN HIDDEN TESTS, ### END HIDDEN "
            "TESTS, ### BEGIN SOLUTION, ### END SOLUTION",
        )
    lines = set(map(_bare, text.splitlines()))
    for line, name in hidden.items():
        if line in lines or (len(line) >= 2 * SHORTEST and line in text):
            return cell.finding(
                Kind.LEAK,
                f"students see `{_short(line)}` {where}, which is hidden in {name}",
                "take it out, or use another example",
            )
    for run in _RUN.findall(text):
        shown = tuple(map(float, re.findall(_NUMBER, run)))
        for name, numbers in right.items():
            if len(numbers) >= FEWEST and _inside(numbers, shown):
                return cell.finding(
                    Kind.LEAK,
                    f"students see the right answer to {name} {where}",
                    "take it out, or ask for other numbers",
                )
    return None


def _inside(numbers: Numbers, shown: Numbers) -> bool:
    if len(set(numbers)) == 1:
        return False  # such as all zeros, which says nothing
    size = len(numbers)
    return any(shown[k : k + size] == numbers for k in range(len(shown) - size + 1))


def _texts(cell: Cell) -> Iterator[tuple[str, str]]:
    """Yield every text of a cell, with where it is."""
    yield "in its text", cell.text
    yield "in its outputs", "\n".join(_strings(cell.raw.get("outputs", [])))
    yield "in its attachments", "\n".join(_strings(cell.raw.get("attachments", {})))
    metadata = dict(cell.raw.get("metadata", {}))
    metadata.pop("nbgrader", None)
    yield "in its metadata", "\n".join(_strings(metadata))


def _strings(data: Any) -> Iterator[str]:
    """Yield every text in a piece of JSON, read from base64 where it is that."""
    if isinstance(data, str):
        yield data
        try:
            yield base64.b64decode(data, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return
    elif isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from _strings(value)
    elif isinstance(data, list):
        if data and all(isinstance(piece, str) for piece in data):
            yield from _strings("".join(data))
        else:
            for value in data:
                yield from _strings(value)


def _bare(line: str) -> str:
    return line.strip().rstrip(",")


def _short(line: str) -> str:
    return line if len(line) <= 50 else f"{line[:49]}…"
