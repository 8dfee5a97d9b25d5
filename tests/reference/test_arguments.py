"""Every refusal is one sentence that names the function, the argument, what came and the rule."""

import numpy as np
import pytest

from helpers import reference as ref

X = np.arange(25.0).reshape(5, 5)
K = np.ones((3, 3))
dY = np.ones((3, 3))

REFUSED = [
    # what arrives as a matrix
    (
        lambda: ref.corr2d(X[0], K),
        "corr2d: X has shape (5,), which is 1-D; it must be a 2-D array of real numbers",
    ),
    (lambda: ref.corr2d(X[None], K), "corr2d: X has shape (1, 5, 5), which is 3-D; it must be"),
    (lambda: ref.corr2d(X, 3.0), "corr2d: K has shape (), which is 0-D; it must be a 2-D array"),
    (
        lambda: ref.max_pool2d(np.ones((0, 5)), 2, 1),
        "max_pool2d: X has shape (0, 5), which is empty; each side must be at least 1 pixel",
    ),
    (lambda: ref.corr2d([[1, 2], [3]], K), "corr2d: X is ragged; it must be a 2-D array of real"),
    (lambda: ref.corr2d(X * 1j, K), "corr2d: X has dtype complex128; it must be a 2-D array of"),
    (lambda: ref.corr2d(X.astype(object), K), "corr2d: X has dtype object; it must be a 2-D"),
    (lambda: ref.corr2d(X > 3, K), "corr2d: X has dtype bool; it must be a 2-D array of real"),
    (lambda: ref.avg_pool2d([["a"]], 1, 1), "avg_pool2d: X has dtype <U1; it must be a 2-D"),
    (
        lambda: ref.corr2d([[np.nan]], [[1]]),
        "corr2d: X has an entry that is nan or inf; all must be finite",
    ),
    (lambda: ref.max_pool2d([[-np.inf]], 1, 1), "max_pool2d: X has an entry that is nan or inf"),
    # a kernel or a window that does not fit
    (
        lambda: ref.corr2d(X, np.ones((7, 7))),
        "corr2d: K has shape (7, 7), which does not fit into X with shape (5, 5) padded by 0; "
        "K may be at most (5, 5)",
    ),
    (
        lambda: ref.corr2d(X, np.ones((2, 4)), padding=(0, 1), dilation=(1, 3)),
        "corr2d: K has shape (2, 4), which does not fit into X with shape (5, 5) padded by (0, 1) "
        "with dilation (1, 3); K may be at most (5, 3)",
    ),
    (
        lambda: ref.corr2d_backward(dY, X, np.ones((1, 6)), 2),
        "corr2d_backward: K has shape (1, 6), which does not fit into X with shape (5, 5) padded "
        "by 0; K may be at most (5, 5)",
    ),
    (
        lambda: ref.max_pool2d(X, (2, 6), 1),
        "max_pool2d: size is (2, 6), which does not fit into X with shape (5, 5) padded by 0; "
        "size may be at most (5, 5)",
    ),
    (
        lambda: ref.avg_pool2d(X, 7, 2, ceil_mode=True),
        "avg_pool2d: size is (7, 7), which does not fit into X with shape (5, 5) padded by 0; "
        "size may be at most (6, 6)",
    ),
    (
        lambda: ref.output_size(5, 7),
        "output_size: k is 7, which does not fit into i = 5 padded by 0; k may be at most 5",
    ),
    (
        lambda: ref.output_size(5, 4, 1, 1, 3),
        "output_size: k is 4, which does not fit into i = 5 padded by 1 with dilation 3; "
        "k may be at most 3",
    ),
    # sizes, strides, paddings, dilations
    (
        lambda: ref.max_pool2d(X, 0, 1),
        "max_pool2d: size is 0; it must be an int or a (height, width) pair of ints, "
        "each at least 1",
    ),
    (lambda: ref.corr2d(X, K, stride=0), "corr2d: stride is 0; it must be an int or a (height,"),
    (lambda: ref.corr2d(X, K, stride=(1, 0)), "corr2d: stride is (1, 0); it must be an int or"),
    (lambda: ref.corr2d(X, K, dilation=0), "corr2d: dilation is 0; it must be an int or a"),
    (
        lambda: ref.corr2d(X, K, padding=-1),
        "corr2d: padding is -1; it must be an int or a (height, width) pair of ints, "
        "each at least 0",
    ),
    (lambda: ref.corr2d(X, K, stride=1.5), "corr2d: stride is 1.5; it must be an int or a"),
    (lambda: ref.corr2d(X, K, stride=True), "corr2d: stride is True; it must be an int or a"),
    (lambda: ref.corr2d(X, K, stride=None), "corr2d: stride is None; it must be an int or a"),
    (lambda: ref.corr2d(X, K, stride="2"), "corr2d: stride is '2'; it must be an int or a"),
    (lambda: ref.corr2d(X, K, stride=(1, 1, 1)), "corr2d: stride is (1, 1, 1); it must be"),
    (lambda: ref.corr2d(X, K, np.ones(2, int)), "corr2d: stride is array([1, 1]); it must be"),
    (
        lambda: ref.max_pool2d(X, 3, 1, padding=2),
        "max_pool2d: padding is (2, 2), which is more than half of size (3, 3); "
        "padding may be at most (1, 1)",
    ),
    (lambda: ref.avg_pool2d(X, (2, 1), 1, (0, 1)), "padding may be at most (1, 0)"),
    (lambda: ref.output_size(0, 1), "output_size: i is 0; it must be an int, at least 1"),
    (lambda: ref.output_size(5, 3, -1), "output_size: p is -1; it must be an int, at least 0"),
    (lambda: ref.output_size(5, 3, 0, 0), "output_size: s is 0; it must be an int, at least 1"),
    (lambda: ref.output_size(5, 3, 0, 1, 0), "output_size: d is 0; it must be an int, at least 1"),
    (lambda: ref.output_size(5.0, 3), "output_size: i is 5.0; it must be an int, at least 1"),
    # flags, the exponent, the step
    (lambda: ref.max_pool2d(X, 2, 1, 0, 1), "max_pool2d: ceil_mode is 1; it must be True or False"),
    (lambda: ref.avg_pool2d(X, 2, 1, 0, False, None), "avg_pool2d: count_include_pad is None; it"),
    (lambda: ref.lp_pool2d(X, 2, 2, 1, pytorch="no"), "lp_pool2d: pytorch is 'no'; it must be"),
    (
        lambda: ref.lp_pool2d(X, np.nan, 2, 1),
        "lp_pool2d: p is nan; it must be a number above 0, or inf",
    ),
    (lambda: ref.lp_pool2d(X, 0, 2, 1), "lp_pool2d: p is 0; it must be a number above 0, or inf"),
    (lambda: ref.lp_pool2d(X, -np.inf, 2, 1), "lp_pool2d: p is -inf; it must be a number above"),
    (lambda: ref.lp_pool2d(X, "2", 2, 1), "lp_pool2d: p is '2'; it must be a number above 0"),
    (lambda: ref.lp_pool2d(X, 10**400, 2, 1), "0; it must be a number above 0, or inf"),
    (lambda: ref.lp_pool2d(X, True, 2, 1), "lp_pool2d: p is True; it must be a number above 0"),
    (
        lambda: ref.numerical_gradient(np.sum, X, h=0),
        "numerical_gradient: h is 0; it must be a finite number above 0",
    ),
    (lambda: ref.check_gradient(np.sum, X, X, h=np.inf), "check_gradient: h is inf; it must be"),
    # shapes that must agree
    (
        lambda: ref.corr2d_backward(np.ones((1, 3)), X, K),
        "corr2d_backward: dY has shape (1, 3); it must have (3, 3), the shape of corr2d's result",
    ),
    (
        lambda: ref.max_pool2d_backward(dY, X, 2, 1),
        "max_pool2d_backward: dY has shape (3, 3); it must have (4, 4), the shape of max_pool2d's "
        "result",
    ),
    (lambda: ref.avg_pool2d_backward([[1]], X, 2, 1), "the shape of avg_pool2d's result"),
    (lambda: ref.lp_pool2d_backward([[1]], X, 2, 2, 1), "the shape of lp_pool2d's result"),
    (lambda: ref.lp_pool2d_backward([[1]], X, np.inf, 2, 1), "lp_pool2d_backward: dY has shape"),
    (
        lambda: ref.l2_loss(X, K),
        "l2_loss: reference has shape (3, 3); it must have (5, 5), the shape of result",
    ),
    (
        lambda: ref.l2_loss_backward(X, X[:1]),
        "l2_loss_backward: reference has shape (1, 5); it must have (5, 5), the shape of result",
    ),
    (
        lambda: ref.two_kernels_backward(X, K, K, X),
        "l2_loss_backward: reference has shape (5, 5); it must have (1, 1), the shape of result",
    ),
    (lambda: ref.corr2d_input_gradient(dY[0], K), "corr2d_input_gradient: dY has shape (3,)"),
    (lambda: ref.corr2d_input_gradient(dY, K[0]), "corr2d_input_gradient: K has shape (3,)"),
    (
        lambda: ref.check_gradient(np.sum, X, K),
        "check_gradient: gradient has shape (3, 3); it must have (5, 5), the shape of x",
    ),
    (
        lambda: ref.contracted(lambda x: x, K)(X),
        "contracted: dY has shape (3, 3); it must have (5, 5), the shape of f(x)",
    ),
    (
        lambda: ref.numerical_gradient(lambda x: x[0], X),
        "numerical gradient: f returned shape (5,); it must return one number, as "
        "contracted(f, dY) does",
    ),
]


@pytest.mark.parametrize(("call", "sentence"), REFUSED, ids=[s for _, s in REFUSED])
def test_it_is_refused_in_one_sentence(call, sentence):
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the sentence is compared below
        call()
    message = str(caught.value)
    assert sentence in message
    assert "\n" not in message
    assert not message.endswith(".")


@pytest.mark.parametrize(
    "call",
    [
        lambda X: ref.corr2d(X, [[1, 2], [3, 4]]),
        lambda X: ref.corr2d_input_gradient(X, [[1, 2]]),
        lambda X: ref.max_pool2d(X, 2, 1),
        lambda X: ref.avg_pool2d(X, 2, 1),
        lambda X: ref.lp_pool2d(X, 2, 2, 1),
        lambda X: ref.max_pool2d_backward(X, X, 1, 1),
        lambda X: ref.l2_loss_backward(X, X),
    ],
)
@pytest.mark.parametrize("dtype", ["list", "uint8", "int64", "float32", "float64", "longdouble"])
def test_any_real_numbers_come_out_as_new_float64(call, dtype):
    numbers = [[4, 2, 7], [0, 1, 3]]
    X = numbers if dtype == "list" else np.array(numbers, dtype)
    Y = call(X)
    assert Y.dtype == np.float64
    assert not np.shares_memory(Y, np.asarray(X))
    np.testing.assert_array_equal(X, numbers)


def test_sizes_may_be_numpy_integers_and_lists():
    expected = ref.corr2d(X, K, (2, 1), (1, 0))
    assert np.array_equal(ref.corr2d(X, K, [np.int64(2), 1], (np.uint8(1), 0)), expected)
    assert ref.output_size(np.int32(5), np.int64(3)) == 3
    assert ref.lp_pool2d(X, np.float32(2), 2, 1).dtype == np.float64
