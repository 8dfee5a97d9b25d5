"""The feedback page, as a browser shows it: wide, on a phone, in the dark, on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.grading.warm import WarmPython
from tests.browser.conftest import Photograph
from tests.nbgrader_plugins.graded_pages import FLIPPED, L2_LOSS, graded, named, page

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1200, "height": 900}

READABLE = 4.5
"""Contrast of text with what is behind it, of WCAG 2 AA; of marks and edges it is 3."""

CONTRAST = """
(elements) => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const part = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const colour = parts(getComputedStyle(element).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  return elements.map((element) => {
    const [a, b] = [parts(getComputedStyle(element).color), behind(element)].map(light);
    return [element.textContent.trim(), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  });
}
"""


@pytest.fixture(scope="module")
def text() -> str:
    """Make the page of a student with something of everything."""
    zygote = WarmPython()
    nb = graded(
        zygote,
        FLIPPED,
        L2_LOSS.replace("return", "raise ValueError(result.shape) #"),
        why="Because the gradient of each window is spread over the image: $dX$ is a sum.",
        forward="def two_kernels_forward(X, K1, K2):\n    raise NotImplementedError()",
    )
    zygote.close()
    named(nb, "corr2d").metadata.nbgrader["comment"] = "Nearly! Look at **one** window."
    return page(nb, late_penalty=0.5, score=0.0)


@pytest.fixture
def feedback(new_page: Callable[..., Any], text: str, tmp_path: Path) -> Callable[..., Any]:
    """Open the page from the disk, with nothing else there."""

    def feedback(**options: Any) -> Any:
        path = tmp_path / "quiz.html"
        path.write_text(text, encoding="utf-8")
        shown = new_page(**options)
        said: list[str] = []
        shown.on("console", lambda message: said.append(message.text))
        shown.on("request", lambda request: said.append(request.url))
        shown.goto(path.as_uri())
        assert said == [path.as_uri()]
        return shown

    return feedback


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_fits_and_is_readable(
    feedback: Callable[..., Any], photograph: Photograph, viewport: dict[str, int], mode: str
) -> None:
    shown = feedback(viewport=viewport, color_scheme=mode)
    assert shown.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    texts = ".badge, .says, .ask, figcaption, .matrix td, .matrix .mark, .muted, a, summary, .late"
    measured = shown.locator(f"{texts}, .comment p, pre.code, pre.code span, pre.output")
    contrasts = measured.evaluate_all(CONTRAST)
    assert len(contrasts) > 50
    assert [(said, ratio) for said, ratio in contrasts if ratio < READABLE] == []
    name = f"feedback-{viewport['width']}-{mode}"
    photograph(shown, f"{name}.png", full_page=True)
    photograph(shown.locator("#q-test_corr2d"), f"{name}-card.png")


def test_each_question_has_its_badge_and_leads_to_its_card(feedback: Callable[..., Any]) -> None:
    shown = feedback(viewport=PHONE)
    rows = shown.get_by_role("table").first.get_by_role("row").all_inner_texts()
    assert [" ".join(row.split()) for row in rows[1:]] == [
        "corr2d ✗ wrong 0 / 4",
        "two_kernels_forward: result2 – not attempted 0 / 2",
        "l2_loss ! raised an error 0 / 2",
        "why ? still to be read – / 3",
    ]
    link = shown.get_by_role("link", name="l2_loss", exact=True)
    link.focus()
    shown.keyboard.press("Enter")
    card = shown.get_by_role("region", name="l2_loss")
    assert card.is_visible()
    assert 0 <= card.bounding_box()["y"] < PHONE["height"] / 2
    assert "ValueError: (2, 2)" in card.inner_text()


def test_a_picture_is_read_with_its_caption(feedback: Callable[..., Any]) -> None:
    """Its tables have names, and an entry that differs says so to those who cannot see it."""
    shown = feedback(viewport=WIDE)
    figure = shown.get_by_role("figure").first
    assert "corr2d(X, K): 5 of 6 entries are wrong" in figure.inner_text()
    names = [table.evaluate("t => t.caption.innerText") for table in figure.locator("table").all()]
    assert names == ["X 3 × 4", "K 2 × 2", "Your result 2 × 3", "Right result 2 × 3"]
    cells = figure.get_by_role("table", name="Your result").get_by_role("cell")
    assert cells.all_text_contents()[0] == "≠0 (differs)"
    assert cells.last.text_content() == "1"


def test_what_is_compared_stands_side_by_side(feedback: Callable[..., Any]) -> None:
    for viewport in (PHONE, WIDE):
        figure = feedback(viewport=viewport).get_by_role("figure").first
        yours, right = (
            figure.get_by_role("table", name=name).bounding_box()
            for name in ("Your result", "Right result")
        )
        assert yours["y"] == right["y"]
        assert yours["x"] + yours["width"] <= right["x"]


def test_formulas_are_drawn_without_a_script(feedback: Callable[..., Any]) -> None:
    shown = feedback(viewport=WIDE)
    formula = shown.locator(".formula math")
    assert formula.bounding_box()["height"] > 30  # a sum has its limits above and below
    assert "$" not in shown.locator(".prose").first.inner_text()
    assert shown.evaluate("document.scripts.length") == 0


def test_details_open_from_the_keyboard(feedback: Callable[..., Any]) -> None:
    card = feedback(viewport=PHONE).locator("#q-test_corr2d")
    detail = card.get_by_text("the sheet's input and kernel 1")
    assert not detail.is_visible()
    card.locator("summary").first.focus()
    card.page.keyboard.press("Enter")
    assert detail.is_visible()


def test_it_prints_in_light_colours(feedback: Callable[..., Any]) -> None:
    shown = feedback(color_scheme="dark")
    assert shown.pdf(format="A4").startswith(b"%PDF")
    shown.emulate_media(media="print")
    assert shown.evaluate("getComputedStyle(document.body).color") == "rgb(27, 31, 36)"
    assert not shown.get_by_text("The test cell as you had it").first.is_visible()
    assert shown.get_by_role("figure").first.is_visible()
