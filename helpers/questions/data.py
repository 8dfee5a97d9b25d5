"""The two sheets' numbers and seeded arrays for the hidden cases.

Integers and quarters are exact in float64, and so is every sum of their products here; what is
expected carries no rounding of its own.
"""

from __future__ import annotations

import numpy as np

from helpers.judging.values import Array


def integers(seed: int, *shape: int, low: int = -5, high: int = 5) -> Array:
    """Whole numbers from `low` to `high`, as float64."""
    return np.random.default_rng(seed).integers(low, high, shape, endpoint=True).astype(float)


def quarters(seed: int, *shape: int) -> Array:
    """Multiples of a quarter between -3 and 3: not whole, and exact."""
    return integers(seed, *shape, low=-12, high=12) / 4


# SDM5013, Assignment 2
INPUT = np.eye(5)
KERNEL_1 = np.array([[1.0, 0, -1], [1, 0, -1], [1, 0, -1]])
KERNEL_2 = np.array([[1.0, 0], [0, 1]])
REFERENCE = np.zeros((2, 2))

# DS-GA 1008, Homework 2.  The sheet does not print A; this A reproduces its C exactly.
A = np.array(
    [[4.0, 5, 2, 2, 1], [3, 3, 2, 2, 4], [4, 3, 4, 1, 1], [5, 1, 4, 1, 2], [5, 1, 3, 1, 4]]
)
B = np.array([[4.0, 3, 3], [5, 5, 5], [2, 4, 3]])
C = np.array([[109.0, 92, 72], [108, 85, 74], [110, 74, 79]])
