"""A backward takes dY, then what its forward takes: the same order, the same defaults."""

import inspect

import pytest

from helpers import reference as ref

PAIRS = ["corr2d", "max_pool2d", "avg_pool2d", "lp_pool2d"]
EXACT = {
    "corr2d_input_gradient": ["dY", "K"],
    "l2_loss": ["result", "reference"],
    "l2_loss_backward": ["result", "reference"],  # the loss is the end: nothing comes from above
    "output_size": ["i", "k", "p", "s", "d", "ceil_mode"],
    "two_kernels_forward": ["X", "K1", "K2"],
    "two_kernels_backward": ["X", "K1", "K2", "reference"],
}


@pytest.mark.parametrize("name", PAIRS)
def test_backward_repeats_forward(name):
    forward = list(inspect.signature(getattr(ref, name)).parameters.values())
    dY, *rest = inspect.signature(getattr(ref, f"{name}_backward")).parameters.values()
    assert dY.name == "dY"
    assert dY.annotation == forward[0].annotation
    assert rest == forward


@pytest.mark.parametrize("name", EXACT)
def test_the_names_are_those_everything_agrees_on(name):
    assert list(inspect.signature(getattr(ref, name)).parameters) == EXACT[name]


def test_no_backward_is_left_out():
    backward = {name.removesuffix("_backward") for name in ref.__all__ if "_backward" in name}
    assert backward == {*PAIRS, "l2_loss", "two_kernels"}


def test_the_namespace_is_what_it_says():
    assert sorted(ref.__all__) == ref.__all__
    for name in ref.__all__:
        assert getattr(ref, name).__doc__, name
