import numpy as np
import pytest

from helpers.reference import (
    GradientMismatch,
    check_gradient,
    contracted,
    corr2d,
    corr2d_backward,
    lp_pool2d,
    lp_pool2d_backward,
    numerical_gradient,
)

SEEDS = range(20)


def correlation(rng):
    X, K = rng.normal(size=(6, 5)), rng.normal(size=(2, 3))
    dY = rng.normal(size=(5, 3))
    return contracted(lambda x: corr2d(x, K), dY), X, corr2d_backward(dY, X, K)[0]


def pooling(rng):
    X = rng.uniform(0.5, 3, (5, 4)) * rng.choice((-1, 1), (5, 4))
    dY = rng.normal(size=(4, 3))
    f = contracted(lambda x: lp_pool2d(x, 3, 2, 1), dY)
    return f, X, lp_pool2d_backward(dY, X, 3, 2, 1)


def large_terms(rng):
    X = rng.normal(size=(3, 3)) * 1e6
    X[2, 2] -= X.sum()  # terms of a million that add up to 0
    return lambda x: float(x.sum()), X, np.ones((3, 3))


each_problem = pytest.mark.parametrize("problem", [correlation, pooling, large_terms])


@each_problem
@pytest.mark.parametrize("seed", SEEDS)
def test_it_passes_a_right_gradient(problem, seed):
    rng = np.random.default_rng(seed)
    f, x, gradient = problem(rng)
    check_gradient(f, x, gradient)
    check_gradient(f, x, gradient, rng=rng)


@pytest.mark.parametrize("factor", [1.0005, 0.9995])
@pytest.mark.parametrize("problem", [correlation, pooling])
@pytest.mark.parametrize("seed", SEEDS)
def test_it_fails_a_gradient_0_05_percent_wrong(problem, seed, factor):
    rng = np.random.default_rng(seed)
    f, x, gradient = problem(rng)
    with pytest.raises(GradientMismatch, match=r"in entry \(0, 0\), but f rises by"):
        check_gradient(f, x, gradient * factor)
    with pytest.raises(GradientMismatch, match="along a random direction"):
        check_gradient(f, x, gradient * factor, rng=rng)


@pytest.mark.parametrize("seed", SEEDS)
def test_entry_by_entry_it_fails_one_entry_0_05_percent_wrong(seed):
    f, x, gradient = correlation(np.random.default_rng(seed))
    gradient[3, 2] *= 1.0005
    with pytest.raises(GradientMismatch, match=r"in entry \(3, 2\)"):
        check_gradient(f, x, gradient)


@pytest.mark.parametrize("wrong", [np.zeros_like, np.negative, lambda g: g[::-1, ::-1]])
def test_it_fails_a_gradient_all_wrong(wrong):
    rng = np.random.default_rng(7)
    f, x, gradient = correlation(rng)
    for kind in (None, rng):
        with pytest.raises(GradientMismatch):
            check_gradient(f, x, wrong(gradient), rng=kind)


def test_it_fails_a_function_that_returns_nan():
    with pytest.raises(GradientMismatch, match="rises by nan"):
        check_gradient(lambda x: np.nan, np.ones((1, 1)), np.ones((1, 1)))


def test_a_direction_takes_two_calls():
    calls = []
    x = np.ones((20, 30))
    f = lambda x: calls.append(1) or float(x.sum())  # noqa: E731
    check_gradient(f, x, x, rng=np.random.default_rng(8))
    assert len(calls) == 2


def test_step_1_is_exact_for_squares_of_integers():
    x = np.array([[3, -7], [1000, 0]])
    assert np.array_equal(numerical_gradient(lambda x: (x * x).sum(), x, h=1), 2 * x)


def test_the_step_of_real_numbers_is_accurate_to_nine_digits():
    x = np.random.default_rng(9).uniform(0.5, 2, (3, 4))
    slope = numerical_gradient(lambda x: np.exp(x).sum(), x)
    np.testing.assert_allclose(slope, np.exp(x), rtol=1e-9)


def test_f_cannot_spoil_x():
    def f(x):
        x *= 2
        return x.sum()

    x = np.ones((2, 2))
    assert np.array_equal(numerical_gradient(f, x, h=1), 2 * x)
    assert (x == 1).all()
