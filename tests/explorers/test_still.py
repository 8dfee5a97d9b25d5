"""The static picture shows what the live one does: winners, the curve, frames told by form."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.patches import Polygon
from PIL import Image

from helpers.explorers import Backward, Correlation, Pooling, TwoKernels, explore
from helpers.explorers import draw as drawing
from helpers.explorers.draw import sheet
from helpers.explorers.explorer import Explorer
from helpers.student.board import Board

X = [[2, 2, -1, 3, 0], [0, 2, -3, 1, 4], [-5, -5, -5, 2, 2], [1, 3, 0, -4, 6]]


def frame(e: Explorer) -> dict[str, Any]:
    return e.python_frame(e.state())


def size(e: Explorer) -> tuple[int, int]:
    drawn = e._picture()
    assert drawn is not None
    return Image.open(io.BytesIO(drawn.picture.png)).size


def test_each_winner_has_its_corner() -> None:
    """As many as the frame marks, in X, where the frame marks them."""
    shown = frame(Pooling(X))
    won = [
        (i, j)
        for i, row in enumerate(shown["grids"][0]["marks"])
        for j, w in enumerate(row)
        if "won" in w
    ]
    board, _ = sheet(shown)
    corners = [patch for patch in board.axes.patches if type(patch) is Polygon]
    top = -len(X) / 2
    places = {
        (round(c.get_xy()[:, 1].min() - top), int(c.get_xy()[:, 0].max()) - 1) for c in corners
    }
    assert places == set(won) != set()
    assert not [
        p for p in sheet(frame(Pooling(X, kind="average")))[0].axes.patches if type(p) is Polygon
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_lp_pooling_leaves_its_curve(language: str) -> None:
    """The picture is higher by a plot, and its text says what the curve does."""
    lp = Pooling(X, kind="lp", p=3, pytorch=True, language=language)
    drawn = lp._picture()
    assert drawn is not None
    assert frame(lp)["curve"]["told"].rstrip(".") in drawn.picture.alt
    assert size(lp)[1] > size(Pooling(X, kind="average"))[1] + 250  # pixels
    flat = Pooling([[3]], kind="lp", p=np.inf, size=1, backward=True)
    assert size(flat)[0] > 0, "a window of one entry has one level"


def test_the_curve_marks_the_exponent_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    from helpers.explorers import pooling_draw

    figures: list[Any] = []
    finish = Board.finish
    monkeypatch.setattr(
        Board, "finish", lambda self, alt="": figures.append(self.figure) or finish(self, alt)
    )
    for p, label in ((1, "1"), (3.5, "3.5"), (np.inf, "∞")):
        pooling_draw.draw(frame(Pooling(X, kind="lp", p=p)))
        axes = figures[-1].axes[1]
        assert axes.get_title("left").startswith(f"Y[0, 0],  p = {label}: ")
        [mark] = [line for line in axes.lines if line.get_markersize() == 9]
        assert mark.get_xdata()[0] == pooling_draw._across(label)


def test_frames_of_sources_and_targets_differ_in_form() -> None:
    board, _ = sheet(frame(Correlation(np.zeros((3, 3)), np.zeros((2, 2)), pin="X 1 1")))
    styles = {
        kind: {one.get_linestyle() for one in board.axes.lines if one.get_color() == colour}
        for kind, colour in drawing.EDGES.items()
    }
    assert styles["source"] == styles["focus"] == {"-"}
    assert styles["target"] == {"--"}


def titles(e: Explorer) -> list[str]:
    board, _ = sheet(frame(e))
    return [text.get_text() for text in board.axes.texts]


@pytest.mark.filterwarnings("error:Glyph")
@pytest.mark.parametrize("installed", [True, False], ids=["a Chinese font", "none"])
@pytest.mark.parametrize(
    "e",
    [Correlation(X, language="zh"), Backward(X, language="zh"), Pooling(X, language="zh"),
     TwoKernels(language="zh"), explore(lambda X, K: X, "corr2d", language="zh")],
    ids=lambda e: type(e).__name__,
)  # fmt: skip
def test_no_picture_in_chinese_has_boxes_in_it(
    e: Explorer, installed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = font_manager.fontManager
    bundled = [font for font in fonts.ttflist if font.name.startswith("DejaVu")]
    if not installed:
        monkeypatch.setattr(fonts, "ttflist", bundled)
    size(e)


@pytest.mark.parametrize("installed", [True, False], ids=["a Chinese font", "none"])
def test_chinese_is_left_out_only_where_no_font_has_it(
    installed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = font_manager.fontManager
    known = [font for font in fonts.ttflist if font.name.startswith("DejaVu")]
    if installed:  # called so; what it looks like is not asked here
        known.append(font_manager.FontEntry(fname=known[0].fname, name="Noto Sans CJK SC"))
    monkeypatch.setattr(fonts, "ttflist", known)
    shown = "".join(titles(Backward(X, language="zh")))
    assert any("\u4e00" <= letter <= "\u9fff" for letter in shown) == installed
    assert "dX" in shown
