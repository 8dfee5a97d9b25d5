"""LP pooling: the sheet's, with 1/N and |x|, and PyTorch's, with neither."""

import numpy as np

from helpers.reference.arguments import Matrix, Size, as_exponent, as_flag
from helpers.reference.max_pool import max_pool2d_backward
from helpers.reference.pool import Pool, checked, checked_gradient
from helpers.reference.windows import Windows

WINDOW = (-2, -1)


def lp_pool2d(
    X: Matrix,
    p: float,
    size: Size,
    stride: Size,
    ceil_mode: bool = False,
    pytorch: bool = False,
) -> Matrix:
    """Return (sum of |x|^p / N)^(1/p) of each window; p = inf gives the largest |x|.

    N counts the pixels of the window that are in X. With pytorch=True the result is that of
    torch.nn.LPPool2d: the powers keep their sign, so an entry may be nan, and 1/N is missing. There
    is no padding, as there is none in PyTorch.

    Shapes: X (H, W), size (h, w) -> Y (H', W'), H' = (H - h) // s + 1
    Raises: ValueError when an argument is malformed, p is not above 0, or size does not fit.
    Source: DS-GA 1008 Homework 2, 1.2 (b) and (d); torch.nn.functional.lp_pool2d.
    """
    where = "lp_pool2d"
    p = as_exponent(where, "p", p)
    X, pool = checked(where, X, size, stride, ceil_mode=ceil_mode)
    if as_flag(where, "pytorch", pytorch) and p != np.inf:
        with np.errstate(all="ignore"):
            return np.power(_signed_power_sum(X, p, pool), 1 / p)
    if p == np.inf:
        largest: Matrix = pool.windows(np.abs(X), fill=0.0).max(axis=WINDOW)
        return largest
    scale, _, mean = _scaled(X, p, pool)
    return scale * mean ** (1 / p)


def lp_pool2d_backward(
    dY: Matrix,
    X: Matrix,
    p: float,
    size: Size,
    stride: Size,
    ceil_mode: bool = False,
    pytorch: bool = False,
) -> Matrix:
    """Share each gradient by sign(x) * |x|^(p - 1); an entry 0 and a window of zeros get 0.

    With p = inf all of it goes to the first entry of largest |x|, in row-major order. With
    pytorch=True it is autograd's gradient: x keeps its sign in the power, a sum of 0 gets 0, and an
    entry may be nan.

    Shapes: dY (H', W'), X (H, W), size (h, w) -> dX (H, W), H' = (H - h) // s + 1
    Raises: ValueError as lp_pool2d does, or when dY has not the shape of its result.
    Source: torch.nn.functional.lp_pool2d for the rules at 0 and at inf.
    """
    where = "lp_pool2d_backward"
    p = as_exponent(where, "p", p)
    X, pool = checked(where, X, size, stride, ceil_mode=ceil_mode)
    dY = checked_gradient(where, dY, pool)
    pytorch = as_flag(where, "pytorch", pytorch)
    if p == np.inf:
        return np.sign(X) * max_pool2d_backward(dY, np.abs(X), size, stride, 0, ceil_mode)
    if pytorch:
        return _pytorch_backward(dY, X, p, pool)
    _, ratio, mean = _scaled(X, p, pool)
    N = pool.count()
    outer = np.divide(mean ** (1 / p), mean, out=np.zeros_like(mean), where=mean > 0) * dY / N
    inner = np.power(ratio, p - 1, out=np.zeros_like(ratio), where=ratio > 0)
    return np.sign(X) * pool.add(outer[:, :, None, None] * inner)


def _scaled(X: Matrix, p: float, pool: Pool) -> tuple[Matrix, Windows, Matrix]:
    """Return a scale of each window, |x| over it, and the mean of the power p of that.

    Without a scale |x|^p overflows, or vanishes, for large p. A power of two leaves integers
    exact; where even 2^p may overflow it must be the largest |x| itself.
    """
    V = pool.windows(np.abs(X), fill=0.0)
    largest = V.max(axis=WINDOW)
    scale: Matrix = np.ldexp(1.0, np.frexp(largest)[1] - 1)
    if p > 100:
        scale = np.where(largest > 0, largest, 1.0)
    ratio = V / scale[:, :, None, None]
    return scale, ratio, (ratio**p).sum(axis=WINDOW) / pool.count()


def _signed_power_sum(X: Matrix, p: float, pool: Pool) -> Matrix:
    # PyTorch averages over the pixels in X and multiplies by h * w, so in ceil mode a window that
    # hangs over the edge counts for more than the sum of its powers.
    h, w = pool.size
    S: Matrix = pool.windows(np.power(X, p), fill=0.0).sum(axis=WINDOW) / pool.count() * (h * w)
    return S


def _pytorch_backward(dY: Matrix, X: Matrix, p: float, pool: Pool) -> Matrix:
    h, w = pool.size
    with np.errstate(all="ignore"):
        S = _signed_power_sum(X, p, pool)
        # A sum of 0 gets 0, also where it is a sum of +1 and -1 and the slope is finite.
        dS = np.where(S == 0, 0.0, dY * np.power(S, 1 / p - 1) / p) * (h * w) / pool.count()
        dP = pool.add(np.broadcast_to(dS[:, :, None, None], pool.output + pool.size))
        return dP * p * np.power(X, p - 1)
