"""Pictures of filters: each kernel beside its result, with its numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers.student import show_image_filters, style

LEAST = 5.0  # points, of a number


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The figures that are drawn."""
    figures: list[Any] = []
    drawn = style.picture
    monkeypatch.setattr(
        style, "picture", lambda figure, alt: figures.append(figure) or drawn(figure, alt)
    )
    return figures


@pytest.mark.parametrize(
    "kernel",
    [
        np.ones((7, 7)) / 49, np.ones((3, 3)) / 9, np.array([[1.0, 0, -1], [2, 0, -2], [1, 0, -1]]),
        np.array([[0.25, -0.125, 12.5]]), np.full((5, 2), -0.25),
    ],
    ids=["blur of 7 by 7", "blur of 3 by 3", "edges", "a row", "two columns"],
)  # fmt: skip
def test_each_cell_of_a_kernel_shows_its_number(shown: list[Any], kernel: Any) -> None:
    """In a size that can be read, and inside its cell."""
    show_image_filters(lambda X, K: X, np.eye(40), one=kernel, other=np.eye(3))
    [figure] = shown
    axes = next(one for one in figure.axes if one.texts)
    assert [text.get_text() for text in axes.texts] == [style.number(v) for v in kernel.flat]
    figure.draw_without_rendering()
    for text in axes.texts:
        assert text.get_fontsize() >= LEAST
        box = axes.transData.inverted().transform(text.get_window_extent())
        assert abs(box[1, 0] - box[0, 0]) < 1
        assert abs(box[1, 1] - box[0, 1]) < 1
