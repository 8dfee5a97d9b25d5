"""What an explorer of a lesson must show, computed from the inputs that its page shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from helpers import reference as ref
from tests.browser.explorer import LIGHT, ExplorerOnPage


def matrix(e: ExplorerOnPage, grid: str) -> Any:
    return np.array(e.numbers(grid), dtype=float)


def whole(e: ExplorerOnPage, label: str, otherwise: int) -> int:
    """Read a slider, or say what it would be where the lesson leaves it out."""
    handle = e.slider(label)
    return int(handle.get_attribute("aria-valuetext") or 0) if handle.count() else otherwise


def equal(e: ExplorerOnPage, grid: str, expected: Any) -> None:
    np.testing.assert_allclose(matrix(e, grid), expected, atol=0.006, err_msg=grid)


def correlation(e: ExplorerOnPage) -> None:
    """The sizes' formula says padding, dilation and stride; X is shown with its padding."""
    found = re.search(r"2·(\d+) − (\d+)·\(.*?/ (\d+)⌋", e.sizes())
    assert found, e.sizes()
    _, dilation, stride = map(int, found.groups())
    kernel = matrix(e, "R" if e.grid("R").is_visible() else "K")
    equal(e, "Y", ref.corr2d(matrix(e, "X"), kernel, stride=stride, dilation=dilation))


def backward(e: ExplorerOnPage) -> None:
    kernel, upstream = matrix(e, "K") if e.grid("K").is_visible() else None, matrix(e, "dY")
    if e.grid("X").is_visible():
        equal(e, "G", ref.corr2d(matrix(e, "X"), upstream))
        equal(e, "N", ref.corr2d(matrix(e, "X"), upstream))
        return
    stride, padding = whole(e, "stride s", 1), whole(e, "padding p", 0)
    image = np.zeros(e.shape("N"))
    right = ref.corr2d_backward(upstream, image, kernel, stride=stride, padding=padding)[0]
    equal(e, "N", right)
    gathered = matrix(e, "G")
    rows, columns = gathered.shape
    inner = gathered[padding : rows - padding, padding : columns - padding]
    np.testing.assert_array_equal(inner, right)


def two_kernels(e: ExplorerOnPage) -> None:
    X, K1, K2, reference = (matrix(e, name) for name in ("X", "K1", "K2", "reference"))
    result1, result2 = ref.two_kernels_forward(X, K1, K2)
    dX, dK1, dK2 = ref.two_kernels_backward(X, K1, K2, reference)
    named = {"result1": result1, "result2": result2, "dX": dX, "dK1": dK1, "dK2": dK2}
    for name, expected in named.items():
        equal(e, name, expected)
    assert (
        e.root.locator(LIGHT + ".tk-loss-value").inner_text()
        == f"{ref.l2_loss(result2, reference):g}"
    )


def pooling(e: ExplorerOnPage) -> None:
    found = re.search(r"= ⌊\(\d+ − (\d+)\) / (\d+)⌋", e.sizes())
    assert found, e.sizes()
    size, stride = map(int, found.groups())
    menu = e.panel.locator(LIGHT + ".widget-dropdown select")
    kind = menu.evaluate("el => el.selectedOptions[0].text") if menu.count() else "LP"
    X = matrix(e, "X")
    pools = {"maximum": ref.max_pool2d, "average": ref.avg_pool2d}
    backs = {"maximum": ref.max_pool2d_backward, "average": ref.avg_pool2d_backward}
    if kind == "LP":
        slider = e.panel.locator(LIGHT + ".widget-slider", has_text="exponent p")
        p = slider.locator(LIGHT + ".widget-readout").inner_text()
        equal(e, "Y", ref.lp_pool2d(X, np.inf if p == "∞" else float(p), size, stride))
        return
    equal(e, "Y", pools[kind](X, size, stride))
    if e.grid("dX").is_visible():
        equal(e, "dX", backs[kind](matrix(e, "dY"), X, size, stride))


def explored(e: ExplorerOnPage) -> None:
    """The definition, of the call that stands above the grids."""
    call = e.root.locator(LIGHT + ".tk-verdict-box").inner_text()
    found = re.search(r"(\w+)\(([^)]*)\)", call)
    assert found, call
    name, words = found[1], [word.strip() for word in found[2].split(",")]
    arguments = [int(w.partition("=")[2]) if "=" in w else matrix(e, w) for w in words]
    results = getattr(ref, name)(*arguments)
    names = ("dX", "dK") if name == "corr2d_backward" else ("dX" if "backward" in name else "Y",)
    for one, expected in zip(names, results if len(names) > 1 else (results,), strict=True):
        equal(e, f"right_{one}", expected)


NUMBERS: dict[str, Callable[[ExplorerOnPage], None]] = {
    "Correlation": correlation,
    "Backward": backward,
    "TwoKernels": two_kernels,
    "Pooling": pooling,
    "explore": explored,
}
"""By the name that a lesson's cell calls."""
