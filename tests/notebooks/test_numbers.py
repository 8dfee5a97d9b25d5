"""Every number that a lesson's prose states, computed here and looked for in its text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from helpers import reference as ref
from helpers.explorers.bundle import constant
from helpers.student.style import Array
from tests.notebooks.lessons import prose

X = np.array([[1.0, 2, 0, 1], [0, 1, 3, 0], [2, 1, 1, 2]])
K = np.array([[1.0, 2], [0, -1]])
DY = np.array([[1.0, 0, 2], [0, -1, 1]])
KERNELS = constant("correlation_presets", "PRESETS")
CHAINS = constant("two_kernels_presets", "PRESETS")
IMAGES = constant("pooling_presets", "IMAGES")


def says(lesson: str, *facts: str) -> None:
    text = prose(lesson)
    for fact in facts:
        assert " ".join(fact.split()) in text, fact


def tex(matrix: Iterable[Iterable[float]]) -> str:
    rows = "\\\\".join("&".join(f"{value:g}" for value in row) for row in matrix)
    return rf"\begin{{pmatrix}}{rows}\end{{pmatrix}}"


def products(window: Any, kernel: Any) -> str:
    """Write out a window's products as the lessons do, negative factors in brackets."""

    def factor(value: float) -> str:
        return f"({value:g})" if value < 0 else f"{value:g}"

    pairs = zip(np.ravel(window), np.ravel(kernel), strict=True)
    return " + ".join(rf"{factor(x)}\cdot{factor(k)}" for x, k in pairs)


# -- 1 What a kernel sees --------------------------------------------------------------------------


def test_the_two_windows_by_hand() -> None:
    Y = ref.corr2d(X, K)
    says(
        "1_what_a_kernel_sees",
        f"${products(X[:2, :2], K)} = {Y[0, 0]:g}$",
        f"${tex(X[1:3, 1:3])}$, so ${products(X[1:3, 1:3], K)} = {Y[1, 1]:g}$",
    )


def test_how_often_a_pixel_is_used() -> None:
    used = ref.corr2d_backward(np.ones((2, 3)), X, np.ones((2, 2)))[0]
    rows, columns = ref.corr2d(np.zeros((4, 4)), K).shape
    says(
        "1_what_a_kernel_sees",
        f"lies in {used[1, 1]:g} windows, so it goes into {used[1, 1]:g} entries of $Y$. "
        f"The corner lies in {used[0, 0]:g}.",
        rf"$4 - 2 + 1 = {rows}$ rows, and {columns} columns as before: ${rows} \times {columns}$",
    )


def test_the_filters_sums_and_the_edge() -> None:
    vertical, blur = (np.array(KERNELS[name], dtype=float) for name in ("vertical", "blur"))
    edge = np.array([[0.0, 0, 0, 9, 9, 9]] * 4)
    found, blurred = (ref.corr2d(edge, kernel)[0] for kernel in (vertical, blur))
    assert (vertical.sum(), blur.sum()) == (0, 1)
    assert np.ones((7, 7)).size == 49
    says(
        "1_what_a_kernel_sees",
        tex(vertical),
        f"${', '.join(f'{value:g}' for value in found)}$",
        f"${', '.join(f'{value:g}' for value in blurred)}$",
        f"$-4 \\cdot 9 = {found[1]:g}$",
        "add up to 0, so a plain grey of 100 gives 0",
        "add up to 1, so a plain grey of 100 stays 100. Each pixel becomes the average of 49.",
    )


def test_a_dot_becomes_the_turned_kernel() -> None:
    dot = np.zeros((5, 5))
    dot[2, 2] = 1
    kernel = np.arange(1.0, 10).reshape(3, 3)
    np.testing.assert_array_equal(ref.corr2d(dot, kernel).ravel(), np.arange(9, 0, -1))
    np.testing.assert_array_equal(ref.corr2d(dot, kernel[::-1, ::-1]), kernel)
    says("1_what_a_kernel_sees", "9 to 1 in reading order", "`corr2d(X, K[::-1, ::-1])`")
    left_minus_right = np.array(KERNELS["vertical"])
    np.testing.assert_array_equal(left_minus_right[::-1, ::-1], -left_minus_right)


# -- 2 Sizes ---------------------------------------------------------------------------------------


def test_rows_for_each_stride_and_the_row_never_read() -> None:
    rows = [ref.output_size(6, 3, 0, s) for s in (1, 2, 3, 4)]
    assert 2 * (rows[1] - 1) + 3 == 5  # so row 5 is left
    says("2_sizes", f"{', '.join(map(str, rows))} rows", "the last row, row 5, is never read")


def test_the_floor_and_the_place_that_sticks_out() -> None:
    right, up = ref.output_size(7, 2, 0, 2), -(-5 // 2) + 1
    says("2_sizes", f"{right} places. Rounding up gives {up}", "2.5 steps of 2")


def test_padding_that_keeps_the_size_and_what_it_costs() -> None:
    for k, p in ((3, 1), (5, 2)):
        assert ref.output_size(32, k, p, 1) == 32
    assert all(ref.output_size(32, 4, p, 1) != 32 for p in range(9))
    Y = ref.corr2d(np.ones((5, 5)), np.ones((3, 3)), padding=1)
    says(
        "2_sizes",
        "$P = 1$ for 3 × 3 and $P = 2$ for 5 × 5",
        f"every entry of $Y$ is {Y[2, 2]:g}",
        f"The corners become {Y[0, 0]:g}, the rest of the border {Y[0, 2]:g}.",
    )


def test_how_far_a_dilated_kernel_reaches() -> None:
    image = np.zeros((7, 7))
    shapes = [ref.corr2d(image, np.ones((3, 3)), dilation=d).shape for d in (2, 3)]
    two, three = (d * (3 - 1) + 1 for d in (2, 3))
    says(
        "2_sizes",
        f"{two} with dilation 2, and {three} with dilation 3. So $Y$ is {shapes[0][0]} × "
        f"{shapes[0][1]}, and then {shapes[1][0]} × {shapes[1][1]}.",
    )


def test_three_layers() -> None:
    first = ref.output_size(32, 5, 2, 1)
    second = ref.output_size(first, 2, 0, 2)
    third = ref.output_size(second, 3, 1, 2)
    says(
        "2_sizes",
        f"$(32 + 4 - 5)/1 + 1 = {first}$",
        f"$({first} - 2)/2 + 1 = {second}$",
        rf"$\lfloor ({second} + 2 - 3)/2 \rfloor + 1 = \lfloor 7.5 \rfloor + 1 = {third}$",
    )


# -- 3 Backward ------------------------------------------------------------------------------------


def test_the_entries_worked_out_by_hand() -> None:
    dX, dK = ref.corr2d_backward(DY, X, K)
    says(
        "3_backward",
        f"${products(DY, X[:2, :3])} = {dK[0, 0]:g}$",
        rf"$1 \cdot (-1)$, from the next two $0 \cdot 0$ and $0 \cdot 2$, from the last "
        rf"$(-1) \cdot 1$: together $dX_{{11}} = {dX[1, 1]:g}$",
        "4 stamps on $X_{11}$, as it lies in 4 windows, and 1 on the corner",
    )
    stamps = [DY[i, j] * K[1 - i, 1 - j] for i in (0, 1) for j in (0, 1)]
    assert stamps == [-1, 0, 0, -1]


def test_what_the_mistakes_change() -> None:
    right, _ = ref.corr2d_backward(DY, X, K)
    assigned = np.zeros(X.shape)
    for i, j in np.ndindex(DY.shape):
        assigned[i : i + 2, j : j + 2] = DY[i, j] * K
    corners = np.ix_([0, -1], [0, -1])
    np.testing.assert_array_equal(assigned[corners], right[corners])
    unturned = ref.corr2d(np.pad(DY, 1), K)
    says(
        "3_backward",
        f"{(assigned != right).sum()} of the {right.size} cells are wrong",
        f"When the kernel is not turned, {(unturned != right).sum()} of {right.size} are.",
    )


def test_the_gradient_at_stride_two() -> None:
    upstream = np.array([[1.0, 2], [3, 4]])
    dX, _ = ref.corr2d_backward(upstream, np.zeros((5, 5)), K, stride=2)
    np.testing.assert_array_equal(dX[:4, :4], np.kron(upstream, K))
    assert not dX[4].any()
    assert not dX[:, 4].any()
    says(
        "3_backward",
        "Four copies of $K$ side by side, times 1, 2, 3 and 4. The last row and column are 0",
    )


# -- 4 Two kernels ---------------------------------------------------------------------------------


def chain(name: str) -> tuple[Array, Array, Array, Array]:
    X, K1, K2, T = (np.array(CHAINS[name][key], float) for key in ("X", "K1", "K2", "reference"))
    return X, K1, K2, T


def test_the_sheets_example() -> None:
    X, K1, K2, T = chain("sheet")
    result1, result2 = ref.two_kernels_forward(X, K1, K2)
    assert result1.shape == (3, 3)
    np.testing.assert_array_equal(X, np.eye(5))
    squares = " + ".join(f"{value:g}" for value in ((result2 - T) ** 2).ravel())
    says(
        "4_two_kernels",
        tex(result2),
        f"${squares} = {ref.l2_loss(result2, T):g}$",
        tex(ref.l2_loss_backward(result2, T)),
        tex(K2),
    )
    np.testing.assert_array_equal(K2, K2[::-1, ::-1])
    for gradient in ref.two_kernels_backward(X, K1, K2, result2):
        assert not gradient.any()


def losses(rate: float, steps: int) -> list[float]:
    X, K1, K2, T = chain("asymmetric")
    found = []
    for _ in range(steps + 1):
        found.append(float(ref.l2_loss(ref.two_kernels_forward(X, K1, K2)[1], T)))
        _, dK1, dK2 = ref.two_kernels_backward(X, K1, K2, T)
        K1, K2 = K1 - rate * dK1, K2 - rate * dK2
    return found


def test_small_and_large_steps() -> None:
    small, large, between = losses(0.001, 199), losses(0.01, 3), losses(0.005, 20)
    assert small == sorted(small, reverse=True)
    assert between[1:] == sorted(between[1:], reverse=True)
    says(
        "4_two_kernels",
        f"starts with a loss of {small[0]:g}",
        f"from {small[0]:g} to {small[1]:.4g}",
        f"after 199 steps it is about {small[199]:.1g}",
        f"With 0.01 the first step brings it to {round(large[1], -1):.0f}",
        f"Two steps later the loss has {len(str(int(large[3])))} digits",
        f"at 0.005, it rises to {between[1]:.0f} first and falls after that",
    )


# -- 5 Pooling -------------------------------------------------------------------------------------


def test_how_often_the_nine_shows_up() -> None:
    image = np.array(IMAGES["overlap"], dtype=float)
    one, two = (ref.max_pool2d(image, 2, stride) for stride in (1, 2))
    says(
        "5_pooling",
        f"{(one == 9).sum()} entries. With stride 2",
        f"{(two == 9).sum()} entry, and $Y$ is {two.shape[0]} × {two.shape[1]}",
    )


def test_the_ends_of_the_dial() -> None:
    def lp(p: float) -> float:
        return float(ref.lp_pool2d(np.array([[1.0, 4], [2, 3]]), p, 2, 2)[0, 0])

    says(
        "5_pooling",
        f"$(1 + 4 + 2 + 3)/4 = {lp(1):g}$",
        rf"$p \to \infty$: {lp(np.inf):g}, the maximum",
        rf"$\sqrt{{30/4}} \approx {lp(2):.2f}$",
        f"Even $p = 64$ gives {lp(64):.2f} only",
        f"$p = 1$ gives the sum, {4 * lp(1):g}",
    )
    assert lp(2) - lp(1) < lp(np.inf) - lp(2)


def test_who_is_paid() -> None:
    image = np.array(IMAGES["ties"], dtype=float)
    dY = np.array([[1.0, 2, 3], [3, 4, 5], [5, 1, 2]])
    dX = ref.max_pool2d_backward(dY, image, 2, 1)
    shared = ref.avg_pool2d_backward(dY, image, 2, 1)
    says(
        "5_pooling",
        tex(image),
        tex(dY),
        "Three of the first window's four entries are 2",
        f"The first window's amount, {dX[0, 0]:g}, goes to $X_{{00}}$",
        f"$3 + 4 = {dX[1, 1]:g}$",
        f"{(dX == 0).sum()} of the {dX.size} pixels get nothing",
        f"The same: {dX.sum():g}, the total of $dY$",
    )
    assert dX.sum() == shared.sum() == dY.sum()


@pytest.mark.parametrize("up", [0.01, -0.01])
def test_what_the_unpaid_pixels_change(up: float) -> None:
    image = np.array(IMAGES["ties"], dtype=float)
    before = ref.max_pool2d(image, 2, 1)
    unpaid = ref.max_pool2d_backward(np.ones((3, 3)), image, 2, 1) == 0

    def changes(at: tuple[int, ...]) -> bool:
        moved = image.copy()
        moved[at] += up
        return bool((ref.max_pool2d(moved, 2, 1) != before).any())

    noticed = [at for at in map(tuple, np.argwhere(unpaid)) if changes(at)]
    assert noticed == ([(3, 2), (3, 3)] if up > 0 else [])
    says("5_pooling", "Six of these could change a little, and no output would notice.")
    assert unpaid.sum() - 2 == 6
