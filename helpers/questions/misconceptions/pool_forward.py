"""Mistakes in max, average and LP pooling."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from helpers.judging.values import Array
from helpers.questions.misconceptions.blocks import unchanged
from helpers.questions.model import Misconception
from helpers.questions.recipe import Recipe

Rows = Iterator[list[Array]]
Windows = Callable[[Array, int, int], Rows]


def _cut(X: Array, size: int, rows: list[int], columns: list[int]) -> Rows:
    """Yield the windows that begin at these rows and columns, row by row."""
    for i in rows:
        yield [X[i : i + size, j : j + size] for j in columns]


def _starts(n: int, size: int, stride: int, step: int | None = None) -> list[int]:
    """List where as many windows begin as fit on n pixels, `step` or `stride` apart."""
    return [i * (step or stride) for i in range((n - size) // stride + 1)]


def _windows(X: Array, size: int, stride: int) -> Rows:
    H, W = X.shape
    return _cut(X, size, _starts(H, size, stride), _starts(W, size, stride))


def _stride_is_size(X: Array, size: int, stride: int) -> Rows:
    return _windows(X, size, size)


def _steps_of_size(X: Array, size: int, stride: int) -> Rows:
    H, W = X.shape
    return _cut(X, size, _starts(H, size, stride, size), _starts(W, size, stride, size))


def _steps_of_one(X: Array, size: int, stride: int) -> Rows:
    H, W = X.shape
    return _cut(X, size, _starts(H, size, stride, 1), _starts(W, size, stride, 1))


def _stride_down_only(X: Array, size: int, stride: int) -> Rows:
    H, W = X.shape
    return _cut(X, size, _starts(H, size, stride), _starts(W, size, stride, 1))


def _stride_across_only(X: Array, size: int, stride: int) -> Rows:
    H, W = X.shape
    return _cut(X, size, _starts(H, size, stride, 1), _starts(W, size, stride))


def _every_start(X: Array, size: int, stride: int) -> Rows:
    H, W = X.shape
    return _cut(X, size, list(range(0, H, stride)), list(range(0, W, stride)))


def _rounded_up(X: Array, size: int, stride: int) -> Rows:
    """Beyond the last pixel a window is empty."""
    rows, columns = ([i * stride for i in range(-(-(n - size) // stride) + 1)] for n in X.shape)
    return _cut(X, size, rows, columns)


def _rounded_up_inside(X: Array, size: int, stride: int) -> Rows:
    """A window that would begin beyond the last pixel is dropped."""
    rows, columns = (
        [i * stride for i in range(-(-(n - size) // stride) + 1) if i * stride < n] for n in X.shape
    )
    return _cut(X, size, rows, columns)


def _on_zeros(windows: Windows, empty_too: bool = True) -> Windows:
    """Fill partial windows up with zeros."""

    def full(window: Array, size: int) -> Array:
        if not window.size and not empty_too:
            return window
        return np.pad(window, [(0, size - n) for n in window.shape])

    return lambda X, size, stride: (
        [full(window, size) for window in row] for row in windows(X, size, stride)
    )


def _moving(make: Any) -> tuple[Misconception, ...]:
    """The mistakes in moving the window, whatever is done inside it."""
    rows: tuple[tuple[str, Windows, str], ...] = (
        ("pool.stride-is-size", _stride_is_size, ""),
        ("pool.stride-is-size", _steps_of_size, ""),
        ("pool.stride-only-in-size", _steps_of_one, ""),
        ("pool.stride-down-only", _stride_down_only, ""),
        ("pool.stride-down-only", _stride_across_only, "across"),
        ("pool.keeps-partial-window", _every_start, ""),
        ("pool.keeps-partial-window", _rounded_up, ""),
        ("pool.keeps-partial-window", _on_zeros(_every_start), ""),
        ("pool.keeps-partial-window", _rounded_up_inside, ""),
        ("pool.keeps-partial-window", _on_zeros(_rounded_up), ""),
        ("pool.keeps-partial-window", _on_zeros(_rounded_up, empty_too=False), ""),
        ("pool.keeps-partial-window", _on_zeros(_rounded_up_inside), ""),
    )
    return tuple(
        Misconception(id, Recipe(make, {"windows": windows}), text=text)
        for id, windows, text in rows
    )


def _max(
    X: Array, size: int, stride: int, *, windows: Windows = _windows, value: Any = np.max
) -> Array:
    return np.array([[value(w) for w in row] for row in windows(X, size, stride)], dtype=float)


def _avg(
    X: Array,
    size: int,
    stride: int,
    *,
    windows: Windows = _windows,
    together: Any = np.sum,
    divide: Any = lambda total, w: total / w.size,
    finish: Any = unchanged,
) -> Array:
    return np.array(
        [[finish(divide(together(w), w)) for w in row] for row in windows(X, size, stride)],
        dtype=float,
    )


def _with_max(value: Any) -> Recipe:
    return Recipe(_max, {"value": value})


def _with_avg(**steps: Any) -> Recipe:
    return Recipe(_avg, steps)


MAX_POOL2D = (
    *_moving(_max),
    Misconception("max_pool2d.starts-at-zero", _with_max(lambda w: max(0.0, float(w.max())))),
    Misconception("max_pool2d.absolute", _with_max(lambda w: np.abs(w).max())),
    Misconception(
        "max_pool2d.absolute",
        _with_max(lambda w: max(w.ravel(), key=abs)),
        text="signed",
    ),
    Misconception("max_pool2d.last-element", _with_max(lambda w: w[-1, -1])),
    Misconception("max_pool2d.position", _with_max(np.argmax)),
)

AVG_POOL2D = (
    *_moving(_avg),
    Misconception("avg_pool2d.sums", _with_avg(divide=lambda total, w: total)),
    Misconception("avg_pool2d.divides-by-size", _with_avg(divide=lambda total, w: total / len(w))),
    Misconception("avg_pool2d.integer", _with_avg(finish=np.floor), sign="noticed.integer"),
    Misconception(
        "avg_pool2d.median",
        _with_avg(together=np.median, divide=lambda total, w: total),
    ),
)


def largest_magnitude(window: Array) -> float:
    """Return what LP pooling gives for p = inf."""
    return float(np.abs(window).max())


def lp_value(
    window: Array,
    p: float,
    *,
    base: Any = np.abs,
    together: Any = np.mean,
    root: bool = True,
    at_infinity: Any = largest_magnitude,
    scaled: bool = True,
) -> float:
    """Return (mean of |x|^p)^(1/p), of the window divided by its largest entry if `scaled`."""
    if p == math.inf and at_infinity is not None:
        return float(at_infinity(window))
    largest = largest_magnitude(window) if scaled and root else 1.0
    if largest == 0:
        return 0.0
    mean = together(base(window / largest) ** p)
    return largest * float(mean ** (1 / p) if root else mean)


def _lp(
    X: Array, p: float, size: int, stride: int, *, windows: Windows = _windows, **steps: Any
) -> Array:
    return np.array([[lp_value(w, p, **steps) for w in row] for row in windows(X, size, stride)])


def _integers(window: Array) -> Array:
    return np.abs(window.astype(np.int64))


def _with_lp(**steps: Any) -> Recipe:
    return Recipe(_lp, steps)


def _mean_of_integers(powers: Array) -> Any:
    """The sum, too, wraps around."""
    return powers.sum() / powers.size


_AT_INFINITY = (largest_magnitude, np.max, None)
_LP_ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("lp_pool2d.no-mean", {"together": np.sum}),
    ("lp_pool2d.no-mean", {"together": np.sum, "scaled": False}),
    ("lp_pool2d.no-mean", {"together": np.sum, "scaled": False, "at_infinity": None}),
    ("lp_pool2d.no-root", {"root": False}),
    ("lp_pool2d.no-root", {"root": False, "at_infinity": None}),
    *(
        (
            "lp_pool2d.signed-powers",
            {"base": unchanged, "scaled": scaled, "at_infinity": at_infinity},
        )
        for scaled in (False, True)
        for at_infinity in _AT_INFINITY
    ),
    *(
        (
            "lp_pool2d.integer-overflow",
            {"base": _integers, "together": mean, "scaled": False, "at_infinity": at_infinity},
        )
        for mean in (np.mean, _mean_of_integers)
        for at_infinity in (largest_magnitude, None)
    ),
    ("lp_pool2d.overflows-large-p", {"scaled": False, "at_infinity": None}),
    ("lp_pool2d.overflows-large-p", {"scaled": False}),
)
LP_POOL2D = (
    *_moving(_lp),
    *(Misconception(id, _with_lp(**steps)) for id, steps in _LP_ROWS),
)
