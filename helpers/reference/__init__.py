"""The operations of the course and their gradients: one channel, two dimensions, float64."""

from helpers.reference.avg_pool import avg_pool2d, avg_pool2d_backward
from helpers.reference.corr2d import corr2d, corr2d_backward, corr2d_input_gradient
from helpers.reference.loss import l2_loss, l2_loss_backward
from helpers.reference.lp_pool import lp_pool2d, lp_pool2d_backward
from helpers.reference.max_pool import max_pool2d, max_pool2d_backward
from helpers.reference.numerical_gradient import (
    GradientMismatch,
    check_gradient,
    contracted,
    numerical_gradient,
)
from helpers.reference.sizes import output_size
from helpers.reference.two_kernels import two_kernels_backward, two_kernels_forward

__all__ = [
    "GradientMismatch",
    "avg_pool2d",
    "avg_pool2d_backward",
    "check_gradient",
    "contracted",
    "corr2d",
    "corr2d_backward",
    "corr2d_input_gradient",
    "l2_loss",
    "l2_loss_backward",
    "lp_pool2d",
    "lp_pool2d_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "numerical_gradient",
    "output_size",
    "two_kernels_backward",
    "two_kernels_forward",
]
