"""The browser's forward and backward are the reference's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers.reference import corr2d, corr2d_backward, output_size
from tests.explorers.conftest import Call

CASES = 500

BODY = """
  return argument.map(({X, K, dY, s, p, d}) => ({
    Y: m.correlate(X, K, s, p, d),
    dX: m.inputGradientScatter(dY, X, K, s, p, d),
    gathered: m.inputGradientGather(dY, X, K, s, p, d),
    dK: m.kernelGradient(dY, X, K, s, p, d),
  }));
"""


def random_case(rng: np.random.Generator) -> dict[str, Any]:
    """Draw sizes that need not divide, need not be square, and just fit now and then."""
    s, p, d = (int(rng.integers(low, high)) for low, high in ((1, 5), (0, 4), (1, 4)))
    k = rng.integers(1, 6, 2)
    least = np.maximum(1, d * (k - 1) + 1 - 2 * p)
    size = least + rng.integers(0, 8, 2)
    out = [output_size(int(i), int(n), p, s, d) for i, n in zip(size, k, strict=True)]
    X, K, dY = (rng.normal(size=tuple(n)).tolist() for n in (size, k, out))
    return {"X": X, "K": K, "dY": dY, "s": s, "p": p, "d": d}


@pytest.fixture(scope="module")
def pairs(js: Call) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    rng = np.random.default_rng(2015)
    cases = [random_case(rng) for _ in range(CASES)]
    return list(zip(cases, js("convolution.js", BODY, cases), strict=True))


def test_forward_is_the_references(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    for case, got in pairs:
        Y = corr2d(case["X"], case["K"], case["s"], case["p"], case["d"])
        np.testing.assert_allclose(got["Y"], Y, rtol=1e-12, atol=1e-12)
        assert np.shape(got["Y"]) == Y.shape


def test_gradients_are_the_references(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    for case, got in pairs:
        dX, dK = corr2d_backward(*(case[name] for name in ("dY", "X", "K", "s", "p", "d")))
        for name, expected in (("dX", dX), ("gathered", dX), ("dK", dK)):
            np.testing.assert_allclose(got[name], expected, rtol=1e-12, atol=1e-12)
            assert np.shape(got[name]) == expected.shape
