import numpy as np

from helpers.reference import l2_loss, l2_loss_backward, numerical_gradient

RESULT = np.array([[1.0, -2.0, 3.0], [4.0, 0.0, -6.0]])
REFERENCE = np.array([[2.0, 0.0, 3.0], [-1.0, 1.0, 1.0]])


def test_it_is_a_sum_and_no_mean():
    assert l2_loss(RESULT, REFERENCE) == 1 + 4 + 0 + 25 + 1 + 49
    assert type(l2_loss(RESULT, REFERENCE)) is float


def test_one_element():
    assert l2_loss([[3]], [[5]]) == 4
    assert l2_loss_backward([[3]], [[5]]).tolist() == [[-4]]


def test_unsigned_numbers_do_not_wrap():
    assert l2_loss(np.array([[1]], np.uint8), np.array([[2]], np.uint8)) == 1


def test_the_gradient_equals_the_exact_numerical_one():
    slope = numerical_gradient(lambda result: l2_loss(result, REFERENCE), RESULT, h=1)
    assert np.array_equal(l2_loss_backward(RESULT, REFERENCE), slope)
