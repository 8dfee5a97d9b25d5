"""Gradients by central difference, and the comparison of a formula with them."""

from collections.abc import Callable

import numpy as np

from helpers.reference.arguments import Matrix, as_matrix, as_shaped

# A central difference is off by about h^2 = 1e-10 of the slope, and by the rounding of f over h.
# A gradient 0.05 % wrong is off by 5e-4, fifty times as much as we allow.
RELATIVE = 1e-5
ROUNDING = 64 * float(np.finfo(np.float64).eps)


class GradientMismatch(ValueError):
    """The formula's gradient is not the slope of the function."""


def numerical_gradient(f: Callable[[Matrix], float], x: Matrix, h: float = 1e-5) -> Matrix:
    """Return the slope (f(x + h) - f(x - h)) / 2h of f in each entry of x.

    With h = 1 and integers in float64 the result is exact, without any rounding, when f is at most
    quadratic in each entry: a correlation, or the L2 loss of two.

    Shapes: x (H, W) -> gradient (H, W)
    Raises: ValueError when x is no matrix, h is not above 0, or f returns more than one number.
    """
    x, h = _checked("numerical_gradient", x, h)
    gradient = np.empty_like(x)
    for entry in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[entry] = h
        above, below = _one(f, x + step), _one(f, x - step)
        gradient[entry] = (above - below) / (2 * h)
    return gradient


def contracted(f: Callable[[Matrix], Matrix], dY: Matrix) -> Callable[[Matrix], float]:
    """Return the function x -> sum of f(x) * dY; its gradient is what f's backward makes of dY.

    Raises: ValueError when dY is no matrix or, in the call, f(x) has another shape than dY.
    """
    dY = as_matrix("contracted", "dY", dY)

    def scalar(x: Matrix) -> float:
        Y = f(x)
        as_shaped("contracted", "dY", dY, np.shape(Y), "f(x)")
        return float((Y * dY).sum())

    return scalar


def check_gradient(
    f: Callable[[Matrix], float],
    x: Matrix,
    gradient: Matrix,
    h: float = 1e-5,
    rng: np.random.Generator | None = None,
) -> None:
    """Raise GradientMismatch unless gradient is the slope of f at x.

    Each entry is compared; with rng only the slope in one random direction is, which takes two
    calls of f, however large x is, and finds an error in one entry if that entry is not small.

    Shapes: x (H, W), gradient (H, W) -> None
    Raises: GradientMismatch; ValueError when an argument is malformed or the shapes differ.
    Source: HIPS/autograd's check_grads, for the direction.
    """
    x, h = _checked("check_gradient", x, h)
    gradient = as_shaped("check_gradient", "gradient", gradient, x.shape, "x")
    if rng is None:
        for entry in np.ndindex(x.shape):
            direction = np.zeros_like(x)
            direction[entry] = 1.0
            _compare(f, x, gradient, h, direction, f"in entry {entry}")
    else:
        # No part of a direction is near 0, so no entry of the gradient is left out.
        direction = rng.uniform(0.5, 1.0, x.shape) * rng.choice((-1.0, 1.0), x.shape)
        _compare(f, x, gradient, h, direction, "along a random direction")


def _compare(
    f: Callable[[Matrix], float], x: Matrix, gradient: Matrix, h: float, v: Matrix, place: str
) -> None:
    above, below = _one(f, x + h * v), _one(f, x - h * v)
    slope, formula = (above - below) / (2 * h), float((gradient * v).sum())
    # f may be a small sum of large terms; gradient * x is about as large as they are.
    terms = abs(above) + abs(below) + float(np.abs(gradient * x).sum())
    allowed = RELATIVE * max(abs(slope), abs(formula)) + ROUNDING * terms / h
    if not abs(slope - formula) <= allowed:  # also when the slope is nan
        raise GradientMismatch(
            f"check_gradient: gradient is {formula:.10g} {place}, but f rises by {slope:.10g} "
            f"there; they may differ by {allowed:.1g}"
        )


def _checked(where: str, x: Matrix, h: float) -> tuple[Matrix, float]:
    if isinstance(h, bool) or not isinstance(h, int | float) or not 0 < h < np.inf:
        raise ValueError(f"{where}: h is {h!r}; it must be a finite number above 0")
    return as_matrix(where, "x", x), float(h)


def _one(f: Callable[[Matrix], float], x: Matrix) -> float:
    value = f(x)
    if np.ndim(value) != 0:
        raise ValueError(
            f"numerical gradient: f returned shape {np.shape(value)}; it must return one number, "
            "as contracted(f, dY) does"
        )
    return float(value)
