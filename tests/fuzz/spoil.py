"""Release notebooks, and ways to spoil them.  A number makes the same notebook every time."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENTS = ("two_kernels", "convolution", "pooling")

JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 10**40, "", "code", "markdown", "\x00", "\ud800", "é" * 50, [], {},
    [[]], {"a": {"b": [None]}}, ["x", 1], "x" * 20_000, "%%javascript\nalert(1)",
)  # fmt: skip
KEYS = (
    "cells", "metadata", "nbgrader", "grade_id", "cell_type", "source", "outputs", "id", "tags",
    "attachments", "worksheets", "nbformat", "points", "checksum", "locked", "input", "grade",
    "kernelspec", "execution_count", "solution", "schema_version", "",
)  # fmt: skip
SOURCES = (
    "raise SystemExit", "1 / 0", "def f(", "import os; os._exit(0)", "get_ipython().reset()",
    "del print", "\x00", "!ls", "%%bash\nls", "%%nosuchmagic\nx", "import scipy", "await f()",
    "def corr2d(X, K):\n    return X", "C = 1j", "modules = None", "result1 = [[1]] * 3",
    "class corr2d: pass", "corr2d = corr2d", "print('x' * 10**6)", "'\ud800'", "return 5",
)  # fmt: skip

_releases: dict[str, bytes] = {}


def release(assignment: str) -> bytes:
    """Read a release notebook."""
    if assignment not in _releases:
        path = ROOT / "release" / assignment / f"{assignment}.ipynb"
        _releases[assignment] = path.read_bytes()
    return _releases[assignment]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List where something stands in a JSON value."""
    found = [path] if path else []
    if isinstance(value, dict):
        found += [place for key in value for place in places(value[key], (*path, key))]
    if isinstance(value, list):
        found += [place for i in range(len(value)) for place in places(value[i], (*path, i))]
    return found


def at(value: Any, path: tuple[Any, ...]) -> Any:
    """Return what stands at a place."""
    for key in path:
        value = value[key]
    return value


def change_json(rng: random.Random, notebook: Any) -> None:
    """Spoil one place: junk, another place's value, a deletion, a copy, a key renamed or added."""
    path = rng.choice(places(notebook))
    *above, key = path
    holder = at(notebook, tuple(above))
    match rng.randrange(7):
        case 0:
            holder[key] = copy.deepcopy(rng.choice(JUNK))
        case 1:
            holder[key] = copy.deepcopy(at(notebook, rng.choice(places(notebook))))
        case 2:
            del holder[key]
        case 3 if isinstance(holder, list):
            holder.insert(rng.randrange(len(holder) + 1), copy.deepcopy(holder[key]))
        case 4 if isinstance(holder, dict):
            holder[rng.choice(KEYS)] = holder.pop(key)
        case 5 if isinstance(holder, list):
            rng.shuffle(holder)
        case _:
            if isinstance(holder, dict):
                holder[rng.choice(KEYS)] = copy.deepcopy(rng.choice(JUNK))
            else:
                holder.append(copy.deepcopy(rng.choice(JUNK)))


def change_cells(rng: random.Random, notebook: Any) -> None:
    """Do to a cell what people and tools do: move, copy, delete, retype, retitle, rewrite it."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not cells:
        return
    i = rng.randrange(len(cells))
    match rng.randrange(7):
        case 0:
            cells.insert(rng.randrange(len(cells)), cells.pop(i))
        case 1:
            cells.insert(rng.randrange(len(cells)), copy.deepcopy(cells[i]))
        case 2:
            del cells[i]
        case 3 if isinstance(cells[i], dict):
            cells[i]["cell_type"] = rng.choice(["code", "markdown", "raw", "heading", "x"])
        case 4 if isinstance(cells[i], dict):
            other = rng.choice(cells)
            cells[i]["metadata"] = copy.deepcopy(
                other.get("metadata") if isinstance(other, dict) else None
            )
        case 5 if isinstance(cells[i], dict):
            cells[i].pop("metadata", None)
        case _ if isinstance(cells[i], dict):
            cells[i]["source"] = rng.choice(SOURCES)


def change_bytes(rng: random.Random, content: bytes) -> bytes:
    """Spoil the file itself: flipped, cut, doubled, joined, in another encoding."""
    at_ = rng.randrange(len(content) + 1)
    to = min(len(content), at_ + rng.randrange(1, 200))
    match rng.randrange(9):
        case 0:
            spoiled = bytearray(content)
            for _ in range(rng.randrange(1, 6)):
                spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
            return bytes(spoiled)
        case 1:
            return content[:at_]
        case 2:
            return content[:at_] + content[to:]
        case 3:
            return content[:at_] + content[at_:to] * rng.randrange(2, 4) + content[to:]
        case 4:
            return content[:at_] + rng.randbytes(rng.randrange(1, 20)) + content[at_:]
        case 5:
            encoding = rng.choice(["utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7", "cp037"])
            return content.decode("utf-8", "replace").encode(encoding, "replace")
        case 6:
            return content.replace(b"\n", rng.choice([b"\r\n", b"\r", b"", b"\x00"]))
        case 7:
            return b"\xef\xbb\xbf" * rng.randrange(1, 3) + content
        case _:
            return rng.randbytes(rng.randrange(300))


def spoiled(seed: int, *, runs: bool = False) -> tuple[str, bytes]:
    """Make the spoiled notebook of a number; with `runs`, one that still has code to run."""
    rng = random.Random(seed)
    assignment = rng.choice(ASSIGNMENTS)
    notebook = json.loads(release(assignment))
    changes: list[Callable[[random.Random, Any], None]] = [change_json, change_cells]
    for _ in range(rng.randrange(1, 8)):
        rng.choice(changes)(rng, notebook)
        if not isinstance(notebook, dict) or not notebook:
            break
    content = json.dumps(notebook, ensure_ascii=rng.random() < 0.5, indent=1).encode(
        "utf-8", "surrogatepass"
    )
    if rng.random() < (0.15 if runs else 0.4):
        content = change_bytes(rng, content)
    return assignment, content
