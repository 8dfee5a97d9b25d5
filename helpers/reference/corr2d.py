"""Cross-correlation: what deep learning calls convolution."""

import numpy as np

from helpers.reference.arguments import Matrix, Size, as_matrix, as_pair, as_shaped
from helpers.reference.sizes import output_shape
from helpers.reference.windows import Pair, pad, spread, windows


def corr2d(X: Matrix, K: Matrix, stride: Size = 1, padding: Size = 0, dilation: Size = 1) -> Matrix:
    """Slide K over X without turning it, and sum the products; all sizes are in pixels.

    Shapes: X (H, W), K (h, w) -> Y (H', W'), H' = (H + 2 * p - d * (h - 1) - 1) // s + 1
    Raises: ValueError when an argument is malformed or K does not fit into the padded X.
    Source: SDM5013 Assignment 2, 1.1; DS-GA 1008 Homework 2, 1.1 (c); torch.nn.Conv2d.
    """
    X, K, s, p, d, _ = _checked("corr2d", X, K, stride, padding, dilation)
    return _correlate(pad(X, p, p), K, s, d)


def corr2d_backward(
    dY: Matrix, X: Matrix, K: Matrix, stride: Size = 1, padding: Size = 0, dilation: Size = 1
) -> tuple[Matrix, Matrix]:
    """Return (dX, dK); each is a correlation again.

    dK slides dY over X, stride and dilation having changed places. dX slides the turned K over dY,
    the stride being zeros between the entries of dY.

    Shapes: dY (H', W'), X (H, W), K (h, w) -> dX (H, W), dK (h, w),
        H' = (H + 2 * p - d * (h - 1) - 1) // s + 1
    Raises: ValueError as corr2d does, or when dY has not the shape of corr2d's result.
    Source: SDM5013 Assignment 2, 1.2; Dumoulin and Visin (2016), relationship 14.
    """
    X, K, s, p, d, shape = _checked("corr2d_backward", X, K, stride, padding, dilation)
    dY = as_shaped("corr2d_backward", "dY", dY, shape, "corr2d's result")
    (H, W), (h, w) = X.shape, K.shape
    dK = _correlate(pad(X, p, p), dY, stride=d, dilation=s)[:h, :w]  # unread rows may give more

    # Padding dY by the reach of K makes the correlation full. Where the stride does not divide,
    # no window reads the last rows of X: zeros after dY give them their gradient, 0.
    reach = (d[0] * (h - 1), d[1] * (w - 1))
    rest = ((H + 2 * p[0] - reach[0] - 1) % s[0], (W + 2 * p[1] - reach[1] - 1) % s[1])
    full = pad(spread(dY, s), reach, (reach[0] + rest[0], reach[1] + rest[1]))
    dX = _correlate(full, K[::-1, ::-1], dilation=d)
    return dX[p[0] : p[0] + H, p[1] : p[1] + W], dK


def corr2d_input_gradient(dY: Matrix, K: Matrix) -> Matrix:
    """Return dX of corr2d(X, K) with stride 1 and no padding: the full correlation with K turned.

    Shapes: dY (H', W'), K (h, w) -> dX (H, W), H = H' + h - 1
    Raises: ValueError when dY or K is no matrix.
    Source: DS-GA 1008 Homework 2, 1.1 (d).
    """
    dY = as_matrix("corr2d_input_gradient", "dY", dY)
    K = as_matrix("corr2d_input_gradient", "K", K)
    reach = (K.shape[0] - 1, K.shape[1] - 1)
    return _correlate(pad(dY, reach, reach), K[::-1, ::-1])


def _correlate(X: Matrix, K: Matrix, stride: Pair = (1, 1), dilation: Pair = (1, 1)) -> Matrix:
    # Measured: adding up a shifted X per entry of K takes half the time for a 5×5 kernel, but 70
    # times as long when K is nearly as large as X (60 of 64), as it is for dK. This suits both.
    Y: Matrix = np.einsum("ijab,ab->ij", windows(X, K.shape, stride, dilation), K)
    return Y


def _checked(
    where: str, X: Matrix, K: Matrix, stride: Size, padding: Size, dilation: Size
) -> tuple[Matrix, Matrix, Pair, Pair, Pair, Pair]:
    X, K = as_matrix(where, "X", X), as_matrix(where, "K", K)
    s = as_pair(where, "stride", stride, 1)
    p = as_pair(where, "padding", padding, 0)
    d = as_pair(where, "dilation", dilation, 1)
    return X, K, s, p, d, output_shape(where, "K", X.shape, K.shape, s, p, d)
