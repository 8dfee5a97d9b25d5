"""What is said of the lit entry, in words and in NumPy: what js/two_kernels_told.js says."""

from __future__ import annotations

from typing import Any

from helpers.explorers.slices import slice_text
from helpers.explorers.sums import Terms, equals, factor, sum_line, total, written
from helpers.explorers.texts import Say
from helpers.explorers.two_kernels_light import (
    NEXT,
    OPERATIONS,
    Lit,
    Numbers,
    products,
    windows_with,
)
from helpers.student.style import number


def precise(value: float) -> str:
    """Write a loss: small ones keep their first digits."""
    if value == 0 or value >= 1:
        return number(value)
    if value < 1e-4:
        digits, power = f"{value:.1e}".split("e-")
        return f"{digits}e−{int(power)}"
    return f"{value:.4f}".rstrip("0").rstrip(".")


def terms(numbers: Numbers, name: str, i: int, j: int) -> Terms:
    """Return the products of an entry as pairs; the loss's gradient is twice a difference."""
    kind, over, by = OPERATIONS[name]
    pairs = [
        (float(numbers[over][left]), float(numbers[by][right]))
        for left, right in products(numbers, name, i, j)
    ]
    return [(2.0, x - k) for x, k in pairs] if kind == "loss" else pairs


def tell(numbers: Numbers, say: Say, at: Lit) -> dict[str, Any]:
    """Say what an entry is made of, or where it goes."""
    name, i, j = at.grid, at.i, at.j
    cell, value = f"{name}[{i}, {j}]", number(float(numbers[name][i, j]))
    if name == "X":
        return _tell_X(numbers, say, cell, value, i, j)
    if name in ("K1", "K2"):
        output = NEXT[name][0]
        rows, columns = (
            slice_text(at, size) for at, size in zip((i, j), numbers[output].shape, strict=True)
        )
        line = f"{output} += {cell} * {OPERATIONS[output].over}[{rows}, {columns}]"
        head = say("told_kernel", cell=cell, value=value, output=output)
        return {"head": head, "sum": "", "numpy": [line]}
    if name in ("reference", "dresult2"):
        return _tell_loss(numbers, say, name, cell, value, i, j)
    everything = terms(numbers, name, i, j)
    shown = everything[: at.terms]
    so_far = number(total(shown))
    head = say(
        "told_so_far" if len(shown) < len(everything) else "told",
        cell=cell, value=so_far, done=len(shown), all=len(everything),
    )  # fmt: skip
    return {
        "head": head,
        "sum": sum_line(shown),
        "numpy": [f"{cell} = np.sum({_window(numbers, name, i, j)})"],
    }


def _tell_X(numbers: Numbers, say: Say, cell: str, value: str, i: int, j: int) -> dict[str, Any]:
    rows, columns = windows_with(numbers, "result1", i, j)
    count = len(rows) * len(columns)
    output = f"result1[{slice_text(rows[0], len(rows))}, {slice_text(columns[0], len(columns))}]"
    turned = ", ".join(
        slice_text(at - axis[0], len(axis), -1) for at, axis in ((i, rows), (j, columns))
    )
    head = say("told_X_one" if count == 1 else "told_X", cell=cell, value=value, count=count)
    return {"head": head, "sum": "", "numpy": [f"{output} += {cell} * K1[{turned}]"]}


def _tell_loss(
    numbers: Numbers, say: Say, name: str, cell: str, value: str, i: int, j: int
) -> dict[str, Any]:
    x, k = float(numbers["result2"][i, j]), float(numbers["reference"][i, j])
    off = f"{written(x)} − {factor(k)}"
    difference = f"result2[{i}, {j}] - reference[{i}, {j}]"
    if name == "reference":
        return {
            "head": say("told_reference", cell=cell, value=value, result=number(x)),
            "sum": equals(f"({off})²", (x, k), (x - k) ** 2),
            "numpy": [f"loss += ({difference}) ** 2"],
        }
    return {
        "head": say("told", cell=cell, value=value),
        "sum": equals(f"2·({off})", (x, k), float(numbers[name][i, j])),
        "numpy": [f"{cell} = 2 * ({difference})"],
    }


def _window(numbers: Numbers, name: str, i: int, j: int) -> str:
    """Write two matrices of the same shape, multiplied entry by entry."""
    kind, over, by = OPERATIONS[name]
    if kind == "valid":
        h, w = numbers[by].shape
        return f"{over}[{slice_text(i, h)}, {slice_text(j, w)}] * {by}"
    pairs = products(numbers, name, i, j)
    ((r, c), (a, b)), ((r2, c2), _) = pairs[0], pairs[-1]
    rows, columns = r2 - r + 1, c2 - c + 1
    turned = f"{by}[{slice_text(a, rows, -1)}, {slice_text(b, columns, -1)}]"
    return f"{over}[{slice_text(r, rows)}, {slice_text(c, columns)}] * {turned}"
