"""How long corr2d takes, as a multiple of SciPy: python benchmarks/corr2d.py

Both run in turn, so a busy machine slows down both; the ratio is the median over the turns.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.signal import correlate2d

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs without an installation

from helpers.reference import corr2d

SIZES = [  # X, K
    ((256, 256), (5, 5)),
    ((28, 28), (3, 3)),
    ((256, 256), (3, 3)),
    ((256, 256), (15, 15)),
    ((1024, 1024), (5, 5)),
    ((256, 256), (252, 252)),  # what the gradient of a 5×5 kernel computes
]
TURNS = 31
WARM_UP = 3


def seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def main() -> None:
    rng = np.random.default_rng(0)
    print(f"{'X':>12} {'K':>10} {'corr2d':>10} {'SciPy':>10} {'ratio':>6}  (quartiles)")
    for image, kernel in SIZES:
        X, K = rng.normal(size=image), rng.normal(size=kernel)
        np.testing.assert_allclose(corr2d(X, K), correlate2d(X, K, "valid"), rtol=1e-9, atol=1e-9)
        turns = [
            (seconds(lambda: corr2d(X, K)), seconds(lambda: correlate2d(X, K, "valid")))  # noqa: B023  both run at once
            for _ in range(WARM_UP + TURNS)
        ][WARM_UP:]
        ours, scipy = (statistics.median(times) for times in zip(*turns, strict=True))
        low, ratio, high = statistics.quantiles((a / b for a, b in turns), n=4)
        print(
            f"{'×'.join(map(str, image)):>12} {'×'.join(map(str, kernel)):>10} "
            f"{ours * 1e3:>7.3f} ms {scipy * 1e3:>7.3f} ms {ratio:>6.2f}  ({low:.2f}–{high:.2f})"
        )


if __name__ == "__main__":
    main()
