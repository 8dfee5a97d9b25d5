import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reference.windows import add_windows, pad, spread, windows

X = np.arange(20.0).reshape(4, 5)
PAIR = st.tuples(st.integers(1, 3), st.integers(1, 3))


@given(PAIR, PAIR, PAIR)
def test_an_entry_is_where_the_docstring_says(size, stride, dilation):
    X = np.arange(90.0).reshape(10, 9)
    V = windows(X, size, stride, dilation)
    (s, t), (d, e) = stride, dilation
    for i, j, a, b in np.ndindex(V.shape):
        assert V[i, j, a, b] == X[s * i + d * a, t * j + e * b]


@given(PAIR, PAIR, st.integers(0, 2**32 - 1))
def test_add_windows_is_the_transpose_of_windows(size, stride, seed):
    rng = np.random.default_rng(seed)
    X = rng.integers(-9, 10, (7, 6)).astype(float)
    V = windows(X, size, stride)
    U = rng.integers(-9, 10, V.shape).astype(float)
    assert (U * V).sum() == (add_windows(U, X.shape, stride) * X).sum()


def test_windows_are_a_view_that_cannot_be_written_to():
    V = windows(X, (2, 2))
    assert np.shares_memory(V, X)
    with pytest.raises(ValueError, match="read-only"):
        V[0, 0, 0, 0] = 1


def test_pixels_in_several_windows_are_added():
    assert add_windows(np.ones((2, 2, 2, 2)), (3, 3)).tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


def test_pixels_in_no_window_are_0():
    V = np.ones((1, 2, 1, 2))
    assert add_windows(V, (3, 6), (5, 3)).tolist() == [[1, 1, 0, 1, 1, 0], [0] * 6, [0] * 6]


def test_pad():
    assert pad(X, (0, 0), (0, 0)) is X
    assert pad(X[:1, :2], (1, 0), (0, 2), 7.0).tolist() == [[7, 7, 7, 7], [0, 1, 7, 7]]


def test_spread():
    assert spread(X[:2, :2], (1, 1)).tolist() == [[0, 1], [5, 6]]
    assert spread(X[:2, :2], (2, 3)).tolist() == [[0, 0, 0, 1], [0, 0, 0, 0], [5, 0, 0, 6]]
