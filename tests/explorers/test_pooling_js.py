"""The browser's poolings, forward and backward, are the reference's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers.reference import (
    avg_pool2d,
    avg_pool2d_backward,
    lp_pool2d,
    lp_pool2d_backward,
    max_pool2d,
    max_pool2d_backward,
)
from tests.explorers.conftest import Call

CASES = 500
EXPONENTS = (1.0, 2.0, 3.5, 64.0, np.inf, 1.5, 3.0, 7.0, 200.0)

BODY = """
  return argument.map(({X, dY, p: text, size, stride}) => {
    const p = Number(text); // JSON has no infinity
    return {
      max: [m.maxPool(X, size, stride), m.maxPoolBackward(dY, X, size, stride)],
      average: [m.averagePool(X, size, stride), m.averagePoolBackward(dY, X, size, stride)],
      lp: [m.lpPool(X, p, size, stride), m.lpPoolBackward(dY, X, p, size, stride)],
      sum: [m.lpPool(X, p, size, stride, false), m.lpPoolBackward(dY, X, p, size, stride, false)],
      torch: [m.torchLpPool(X, p, size, stride), m.torchLpPoolBackward(dY, X, p, size, stride)],
    };
  });
"""

Pairs = list[tuple[dict[str, Any], dict[str, Any]]]


def random_case(rng: np.random.Generator, n: int) -> dict[str, Any]:
    """Draw sizes that need not divide, and images with ties, negatives, zeros and large numbers."""
    size, stride = (int(k) for k in rng.integers(1, 5, 2))
    shape = size + rng.integers(0, 7, 2)
    X = [
        rng.normal(size=shape),
        rng.integers(-2, 3, shape).astype(float),  # ties, and windows of zeros
        rng.integers(0, 2, shape) * 110.0,
        -rng.integers(1, 4, shape) * 1.0,  # all negative
        np.zeros(shape),
    ][n % 5]
    dY = rng.normal(size=tuple((shape - size) // stride + 1))
    p = EXPONENTS[n // 5 % len(EXPONENTS)]
    name = "Infinity" if p == np.inf else str(p)
    return {"X": X.tolist(), "dY": dY.tolist(), "p": name, "size": size, "stride": stride}


@pytest.fixture(scope="module")
def pairs(js: Call) -> Pairs:
    rng = np.random.default_rng(1008)
    cases = [random_case(rng, n) for n in range(CASES)]
    return list(zip(cases, js("pooling.js", BODY, cases), strict=True))


def expected(kind: str, case: dict[str, Any]) -> tuple[Any, Any]:
    X, dY, at = case["X"], case["dY"], (case["size"], case["stride"])
    p = float(case["p"])
    if kind == "max":
        return max_pool2d(X, *at), max_pool2d_backward(dY, X, *at)
    if kind == "average":
        return avg_pool2d(X, *at), avg_pool2d_backward(dY, X, *at)
    pytorch = kind == "torch"
    Y = lp_pool2d(X, p, *at, pytorch=pytorch)
    dX = lp_pool2d_backward(dY, X, p, *at, pytorch=pytorch)
    growth = (case["size"] ** 2) ** (1 / p) if kind == "sum" else 1.0
    return Y * growth, dX * growth


@pytest.mark.parametrize("kind", ["max", "average", "lp", "sum", "torch"])
def test_forward_and_backward_are_the_references(pairs: Pairs, kind: str) -> None:
    for case, got in pairs:
        for name, mine, right in zip("YX", got[kind], expected(kind, case), strict=True):
            assert np.shape(mine) == right.shape, (name, case)
            np.testing.assert_allclose(mine, right, rtol=1e-9, atol=1e-12, err_msg=str(case))


def test_a_tie_pays_the_first_maximum_and_overlaps_add(js: Call) -> None:
    """PyTorch's own numbers for a tie in overlapping windows."""
    X = [[2, 2, -1], [0, 2, -3], [-5, -5, -5]]
    body = "return m.maxPoolBackward([[1, 2], [3, 4]], argument, 2, 1);"
    assert js("pooling.js", body, X) == [[1, 2, 0], [0, 7, 0], [0, 0, 0]]
