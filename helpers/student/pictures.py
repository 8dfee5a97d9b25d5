"""Pictures of matrices: side by side, under a sliding kernel, and under pooling windows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from helpers.student import style
from helpers.student.board import Board
from helpers.student.style import Array, display, unless_graded


@unless_graded
def show(*, signs: Sequence[str] = (), **matrices: Any) -> None:
    """Show matrices (H, W) side by side, in the order given: `show(X=X, K=K, Y=Y)`.

    `signs` are written between them, the first after the first: `signs="⋆="`. Negative entries are
    orange, positive ones blue; every matrix has its own scale.
    """
    board = Board()
    for n, (name, values) in enumerate(matrices.items()):
        board.matrix(name, values)
        if n < min(len(signs), len(matrices) - 1):
            board.sign(signs[n])
    display(board.finish())


@unless_graded
def show_windows(
    X: Any,
    K: Any,
    Y: Any = None,
    *,
    at: tuple[int, int] = (0, 0),
    padding: int | tuple[int, int] = 0,
    stride: int = 1,
    names: tuple[str, str, str] = ("X", "K", "Y"),
) -> None:
    """Show where the kernel lies for one output entry, and the products that entry adds up.

    X (H, W) with `padding` zeros on each side, K (h, w); Y, the output, may be left out. `at` is
    the output entry (i, j), counted from 0.
    Raises ValueError when the kernel would lie outside the padded X.
    """
    rows, columns = (padding, padding) if isinstance(padding, int) else padding
    image = np.pad(np.asarray(X, dtype=float), ((rows, rows), (columns, columns)))
    kernel = np.asarray(K, dtype=float)
    (i, j), (height, width) = at, kernel.shape
    top, left = i * stride, j * stride
    if i < 0 or j < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError(
            f"at = {at}: a {height} × {width} kernel does not fit there into {names[0]}, "
            f"which is {image.shape} with its padding"
        )
    window = image[top : top + height, left : left + width]
    board, colour = Board(), style.ACCENTS[2]
    x, y, cell = board.matrix(names[0], image, pad=(rows, columns))
    board.outline(x + left * cell, y + top * cell, height * cell, width * cell, colour)
    board.sign("·")
    board.matrix(names[1], kernel)
    board.sign("=")
    board.matrix("products", window * kernel)
    alt = (
        f"The kernel {names[1]} lies on rows {top} to {top + height - 1} and columns {left} to "
        f"{left + width - 1} of {names[0]}{' with its padding' if rows or columns else ''}. "
        f"{style.spoken('The products', window * kernel)}."
    )
    if Y is not None:
        output = np.atleast_2d(np.asarray(Y, dtype=float))
        board.sign("Σ →")
        x, y, cell = board.matrix(names[2], output)
        if i < output.shape[0] and j < output.shape[1]:
            board.outline(x + j * cell, y + i * cell, cell, cell, colour)
            alt += f" {names[2]} at index [{i}, {j}] is {style.number(float(output[i, j]))}."
    display(board.finish(alt))


@unless_graded
def show_pooling(
    X: Any,
    Y: Any,
    size: int,
    stride: int,
    *,
    names: tuple[str, str] = ("X", "Y"),
    **more: Any,
) -> None:
    """Show every window of X (H, W) in the colour of the entry of Y (H', W') it belongs to.

    Cells of X that lie in no window are grey. Further matrices are drawn to the right.
    """
    image, output = np.asarray(X, dtype=float), np.atleast_2d(np.asarray(Y, dtype=float))
    corners = _corners(image, size, stride)
    used = np.zeros(image.shape, dtype=bool)
    for top, left in corners.values():
        used[top : top + size, left : left + size] = True
    board = Board()
    x, y, cell = board.matrix(names[0], image, faded=~used)
    colours = {at: style.ACCENTS[n % len(style.ACCENTS)] for n, at in enumerate(corners)}
    overlap = stride < size
    for n, (at, (top, left)) in enumerate(corners.items()):
        inset = 0.05 + (0.06 * (n % 4) if overlap else 0.0)
        board.outline(x + left * cell, y + top * cell, size * cell, size * cell, colours[at], inset)
    board.sign("→")
    x, y, cell = board.matrix(names[1], output)
    for (i, j), colour in colours.items():
        if i < output.shape[0] and j < output.shape[1]:
            board.outline(x + j * cell, y + i * cell, cell, cell, colour, 0.07)
    for name, values in more.items():
        board.matrix(name, values)
    told = [style.spoken(name, np.atleast_2d(v)) for name, v in more.items()]
    alt = ". ".join([style.spoken(names[0], image), style.spoken(names[1], output), *told])
    display(board.finish(f"Windows of size {size}, stride {stride}. {alt}."))


@unless_graded
def show_stamps(dY: Any, K: Any, dX: Any = None) -> None:
    """Show K (h, w), times each entry of dY (H', W'), laid where that output took its inputs.

    The stamps add up to dX (H, W), H = H' + h - 1, which may be left out.
    Raises ValueError for more than six outputs: their stamps would not fit side by side.
    """
    upstream, kernel = np.asarray(dY, dtype=float), np.asarray(K, dtype=float)
    if upstream.size > 6:
        raise ValueError(f"show_stamps draws up to 6 stamps; dY has {upstream.size} entries")
    (rows, columns), (height, width) = upstream.shape, kernel.shape
    shape = (rows + height - 1, columns + width - 1)
    board = Board()
    for n, ((i, j), value) in enumerate(np.ndenumerate(upstream)):
        stamp, outside = np.zeros(shape), np.ones(shape, dtype=bool)
        stamp[i : i + height, j : j + width] = value * kernel
        outside[i : i + height, j : j + width] = False
        x, y, cell = board.matrix(f"dY[{i}, {j}] · K", stamp, faded=outside)
        board.outline(
            x + j * cell, y + i * cell, height * cell, width * cell, style.ACCENTS[n], 0.05
        )
        if n + 1 < upstream.size:
            board.sign("+")
    if dX is not None:
        board.sign("=")
        board.matrix("dX", dX)
    display(board.finish())


def _corners(image: Array, size: int, stride: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Map each output entry to the top left corner of its window."""
    tops = range(0, image.shape[0] - size + 1, stride)
    lefts = range(0, image.shape[1] - size + 1, stride)
    return {(i, j): (t, s) for i, t in enumerate(tops) for j, s in enumerate(lefts)}
