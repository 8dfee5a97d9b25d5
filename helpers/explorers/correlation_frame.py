"""Everything the correlation explorer shows, as plain data: what js/correlation_frame.js says.

Here for the static picture, which must be in a notebook that ran without a browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.explorers.correlation_state import State, clamped
from helpers.explorers.slices import slice_text
from helpers.explorers.sums import Terms, sum_line, total
from helpers.explorers.texts import Say, speaker
from helpers.reference import corr2d
from helpers.reference.arguments import Matrix
from helpers.reference.windows import pad, windows
from helpers.student.style import largest, number

Marks = dict[str, list[list[list[str]]]]
Readers = list[list[tuple[int, int]]]
"""For each index of the padded X along one axis, the pairs (output, kernel entry) that read it."""


@dataclass(frozen=True)
class Lit:
    """The cell whose dependencies are lit; `terms` counts the products added so far."""

    grid: str
    i: int
    j: int
    terms: int


def frame(state: State) -> dict[str, Any]:
    """Return what the explorer shows in this state."""
    s = clamped(state)
    say = speaker(s["language"], "correlation")
    p, stride, d = s["padding"], s["stride"], s["dilation"]
    X, K = _part(s["x_cells"], s["H"], s["W"]), _part(s["k_cells"], s["h"], s["w"])
    R = K[::-1, ::-1] if s["convolution"] else K  # what slides
    Y = corr2d(X, R, stride, p, d)
    products = windows(pad(X, (p, p), (p, p)), R.shape, (stride, stride), (d, d))
    read = (_readers(s["H"], s["rows"], s["h"], s), _readers(s["W"], s["columns"], s["w"], s))
    at = _lit(s)

    marks: Marks = {
        "X": _blank(s["H"] + 2 * p, s["W"] + 2 * p),
        "K": _blank(s["h"], s["w"]),
        "R": _blank(s["h"], s["w"]),
        "Y": _blank(s["rows"], s["columns"]),
    }
    for u, row in enumerate(marks["X"]):
        for v, cell in enumerate(row):
            if not (p <= u < p + s["H"] and p <= v < p + s["W"]):
                cell.append("pad")
            if not read[0][u] or not read[1][v]:
                cell.append("unused")
    if at is not None:
        _light(s, marks, at, read)

    shown = Y
    if s["step"] > 0:
        now = _playing(s)
        for n, cell in enumerate(cell for row in marks["Y"] for cell in row):
            if n > now.i * s["columns"] + now.j:
                cell.append("later")
        shown = Y.copy()
        shown[now.i, now.j] = total(_terms(products, R, now))

    empty: dict[str, Any] = {"head": "", "sum": "", "numpy": []}
    told = _tell(s, say, at, X, K, R, products, read) if at is not None else empty
    sizes = [_size("H", "h", s["H"], s["h"], s, s["rows"])]
    sizes.append(_size("W", "w", s["W"], s["w"], s, s["columns"]))
    missing = [[n - p for n, pairs in enumerate(axis) if not pairs] for axis in read]
    lists = [", ".join(number(n) for n in axis) or say("none") for axis in missing]
    unused = say("unused", rows=lists[0], columns=lists[1]) if any(missing) else ""
    caption = [*(f"{size['name']} = {size['numbers']}" for size in sizes), unused]
    caption += [told["head"], told["sum"], *told["numpy"]]
    position = -(-s["step"] // (s["h"] * s["w"] if s["detail"] else 1))
    return {
        "grids": _grids(s, say, X, K, R, Y, shown, marks),
        "signs": ["∗", "→", "="] if s["convolution"] else ["⋆", "="],
        "sizes": sizes,
        "unused": unused,
        "told": told,
        "caption": [line for line in caption if line],
        "hint": say("hint"),
        "at": say("at", position=position, all=s["rows"] * s["columns"]) if s["step"] else "",
        "pinned": at is not None and s["pin"] == f"{at.grid} {at.i} {at.j}",
        "lit": at is not None,
    }


def _part(cells: list[list[float]], rows: int, columns: int) -> Matrix:
    return np.array([row[:columns] for row in cells[:rows]], dtype=np.float64)


def _blank(rows: int, columns: int) -> list[list[list[str]]]:
    return [[[] for _ in range(columns)] for _ in range(rows)]


def _readers(size: int, outputs: int, k: int, s: State) -> Readers:
    p, stride, d = s["padding"], s["stride"], s["dilation"]
    pairs: Readers = [[] for _ in range(size + 2 * p)]
    for i in range(outputs):
        for a in range(k):
            pairs[stride * i + d * a].append((i, a))
    return pairs


def _lit(s: State) -> Lit | None:
    for text in (s["pin"], s.get("look", "")):
        grid, *index = (text or "").split(" ")
        if len(index) == 2 and _inside(s, grid, int(index[0]), int(index[1])):
            return Lit(grid, int(index[0]), int(index[1]), s["h"] * s["w"])
    return _playing(s) if s["step"] else None


def _playing(s: State) -> Lit:
    all_terms = s["h"] * s["w"]
    position, term = divmod(s["step"] - 1, all_terms if s["detail"] else 1)
    i, j = divmod(position, s["columns"])
    return Lit("Y", i, j, term + 1 if s["detail"] else all_terms)


def _inside(s: State, grid: str, i: int, j: int) -> bool:
    p = s["padding"] if grid == "X" else 0
    kernel = (s["h"], s["w"])
    shapes = {"X": (s["H"], s["W"]), "K": kernel, "Y": (s["rows"], s["columns"])}
    if s["convolution"]:
        shapes["R"] = kernel
    rows, columns = shapes.get(grid, (0, 0))
    inside: bool = -p <= i < rows + p and -p <= j < columns + p
    return inside


def _light(s: State, marks: Marks, at: Lit, read: tuple[Readers, Readers]) -> None:
    """Mark the cell "focus", what it is made of "source", and what is made of it "target"."""
    stride, d, h, w = s["stride"], s["dilation"], s["h"], s["w"]
    slides = "R" if s["convolution"] else "K"
    turned = [[(h - 1 - a, w - 1 - b) for b in range(w)] for a in range(h)]

    def light_kernel(a: int, b: int, mark: str) -> None:
        marks[slides][a][b].append(mark)
        if slides == "R":
            u, v = turned[a][b]
            marks["K"][u][v].append(mark)

    if at.grid == "Y":
        marks["Y"][at.i][at.j].append("focus")
        for n in range(h * w):
            a, b = divmod(n, w)
            added = n < at.terms - 1 or at.terms == h * w
            mark = "source" if added else "source now" if n == at.terms - 1 else "source wait"
            marks["X"][stride * at.i + d * a][stride * at.j + d * b].append(mark)
            light_kernel(a, b, mark)
    elif at.grid == "X":
        p = s["padding"]
        marks["X"][at.i + p][at.j + p].append("focus")
        for i, a in read[0][at.i + p]:
            for j, b in read[1][at.j + p]:
                marks["Y"][i][j].append("target")
                light_kernel(a, b, "source")
    else:
        a, b = (at.i, at.j) if at.grid == slides else turned[at.i][at.j]
        light_kernel(a, b, "focus")
        for i in range(s["rows"]):
            for j in range(s["columns"]):
                marks["X"][stride * i + d * a][stride * j + d * b].append("source")
                marks["Y"][i][j].append("target")


def _grids(
    s: State, say: Say, X: Matrix, K: Matrix, R: Matrix, Y: Matrix, shown: Matrix, marks: Marks
) -> list[dict[str, Any]]:
    p = s["padding"]

    def grid(name: str, title: str, note: str, values: Matrix, scale: float) -> dict[str, Any]:
        return {
            "id": name,
            "title": title,
            "note": note,
            "values": values.tolist(),
            "scale": scale,
            "editable": name in ("X", "K"),
            "first": -p if name == "X" else 0,
            "marks": [[" ".join(cell) for cell in row] for row in marks[name]],
        }

    note_X = say("note_X_padded" if p else "note_X", rows=s["H"], columns=s["W"], padding=p)
    note_K = say("note_K", rows=s["h"], columns=s["w"])
    note_Y = say("note_Y", rows=s["rows"], columns=s["columns"])
    grids = [
        grid("X", "X", note_X, pad(X, (p, p), (p, p)), largest(X)),
        grid("K", "K", note_K, K, largest(K)),
        grid("Y", "Y", note_Y, shown, largest(Y)),
    ]
    if s["convolution"]:
        grids.insert(2, grid("R", "K ↻", say("note_R"), R, largest(K)))
    return grids


def _terms(products: Any, R: Matrix, at: Lit) -> Terms:
    pairs = zip(products[at.i, at.j].flat, R.flat, strict=True)
    return [(float(x), float(k)) for x, k in pairs][: at.terms]


def _tell(
    s: State, say: Say, at: Lit, X: Matrix, K: Matrix, R: Matrix, products: Any,
    read: tuple[Readers, Readers],
) -> dict[str, Any]:  # fmt: skip
    """Say what a cell is made of, or where it goes, in words and in NumPy."""
    i, j, p, stride, d, h, w = (
        at.i, at.j, s["padding"], s["stride"], s["dilation"], s["h"], s["w"],
    )  # fmt: skip
    cell = f"{'K ↻' if at.grid == 'R' else at.grid}[{number(i)}, {number(j)}]"
    image = "Xp" if p else "X"
    numpy = [f"Xp = np.pad(X, {p})"] if p else []
    if at.grid == "Y":
        terms = _terms(products, R, at)
        value = number(total(terms))
        rows, columns = slice_text(stride * i, h, d), slice_text(stride * j, w, d)
        kernel = "K[::-1, ::-1]" if s["convolution"] else "K"
        numpy.append(f"Y[{i}, {j}] = np.sum({image}[{rows}, {columns}] * {kernel})")
        so_far = {"cell": cell, "value": value, "done": at.terms, "all": h * w}
        head = say("told_Y_so_far" if at.terms < h * w else "told_Y", **so_far)
        return {"head": head, "sum": sum_line(terms), "numpy": numpy}
    if at.grid == "X":
        if not (0 <= i < s["H"] and 0 <= j < s["W"]):
            return {"head": say("told_padding", cell=cell), "sum": "", "numpy": []}
        down, across = read[0][i + p], read[1][j + p]
        count = len(down) * len(across)
        key = {0: "told_X_none", 1: "told_X_one"}.get(count, "told_X")
        head = say(key, cell=cell, value=number(float(X[i, j])), count=count)
        if not count:
            return {"head": head, "sum": "", "numpy": []}
        kernel = f"K[{_entries(down, h, s)}, {_entries(across, w, s)}]"
        outputs = f"Y[{_pair_slice([i for i, _ in down])}, {_pair_slice([j for j, _ in across])}]"
        return {"head": head, "sum": "", "numpy": [f"{outputs} += X[{i}, {j}] * {kernel}"]}
    other = (h - 1 - i, w - 1 - j)
    a, b = other if s["convolution"] and at.grid == "K" else (i, j)
    u, v = other if at.grid == "R" else (i, j)
    rows = slice_text(d * a, s["rows"], stride)
    columns = slice_text(d * b, s["columns"], stride)
    numpy.append(f"Y += K[{u}, {v}] * {image}[{rows}, {columns}]")
    head = say("told_K", cell=cell, value=number(float(K[u, v])))
    return {"head": head, "sum": "", "numpy": numpy}


def _entries(pairs: list[tuple[int, int]], k: int, s: State) -> str:
    return _pair_slice([k - 1 - a if s["convolution"] else a for _, a in pairs])


def _pair_slice(indices: list[int]) -> str:
    step = indices[1] - indices[0] if len(indices) > 1 else 1
    return slice_text(indices[0], len(indices), step)


def _size(axis: str, k: str, i: int, size: int, s: State, o: int) -> dict[str, str]:
    p, stride, d = s["padding"], s["stride"], s["dilation"]
    room = i + 2 * p - d * (size - 1) - 1
    return {
        "name": f"{axis}′",
        "rule": f"{axis}′ = ⌊({axis} + 2p − d({k} − 1) − 1) / s⌋ + 1",
        "numbers": f"⌊({i} + 2·{p} − {d}·({size} − 1) − 1) / {stride}⌋ + 1"
        f" = ⌊{room} / {stride}⌋ + 1 = {o - 1} + 1 = {o}",
    }
