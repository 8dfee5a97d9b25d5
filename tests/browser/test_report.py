"""The instructor's report, as a browser shows it: wide, on a phone, in the dark, on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.report.page import to_html
from tests.browser.conftest import Photograph
from tests.report.made import crowd
from tests.report.test_page import CLASS

PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1200, "height": 900}
NARROW = "\N{NARROW NO-BREAK SPACE}"


@pytest.fixture
def report(new_page: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """Open the report of a class of 40 from the disk, with nothing else there."""

    def report(everyone: Any = None, **options: Any) -> Any:
        path = tmp_path / "report.html"
        path.write_text(to_html(everyone or crowd(40)), encoding="utf-8")
        page = new_page(**options)
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("request", lambda request: page.said.append(request.url))
        page.goto(path.as_uri())
        assert page.said == [path.as_uri()]
        return page

    return report


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_fits_and_is_readable(
    report: Callable[..., Any], photograph: Photograph, viewport: dict[str, int], mode: str
) -> None:
    page = report(viewport=viewport, color_scheme=mode)
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 29)"
    assert dark == (mode == "dark")
    for heading in ("What to explain again tomorrow", "Scores", "Questions", "Mistakes"):
        assert page.get_by_role("heading", name=heading, exact=True).is_visible()
    photograph(page, f"report-{viewport['width']}-{mode}.png", full_page=True)


def test_bars_are_as_long_as_their_shares(report: Callable[..., Any]) -> None:
    page = report(viewport=WIDE)
    bar = page.get_by_role("img", name="corr2d: 32 correct, 8 wrong, of 40")
    whole = bar.bounding_box()["width"]
    right, missed = (part.bounding_box()["width"] for part in bar.locator("> span").all())
    assert right / whole == pytest.approx(0.8, abs=0.01)
    assert missed / whole == pytest.approx(0.2, abs=0.01)


def test_numbers_in_bars_are_not_cut(report: Callable[..., Any]) -> None:
    for size in (40, 3000):
        cut = report(crowd(size), viewport=PHONE).evaluate(
            "[...document.querySelectorAll('.bar > span')]"
            ".filter(s => s.scrollWidth > s.clientWidth).map(s => s.textContent)"
        )
        assert cut == []


def test_a_mistake_opens_from_the_keyboard_and_says_who(report: Callable[..., Any]) -> None:
    page = report(CLASS)
    who = page.get_by_text("Students: s1, s2")
    assert not who.is_visible()
    page.locator("summary", has_text="corr2d: flips kernel").focus()
    page.keyboard.press("Enter")
    assert who.is_visible()


def test_every_bar_of_questions_has_its_numbers_in_a_table(report: Callable[..., Any]) -> None:
    page = report(CLASS)
    page.get_by_text("Questions as a table").click()
    row = page.get_by_role("region", name="Questions as a table").get_by_role("row", name="corr2d")
    assert [cell.strip() for cell in row.locator("th, td").all_inner_texts()] == [
        "corr2d", "4", "1", "2", "0", "0", "0", f"33{NARROW}%",
    ]  # fmt: skip


def test_it_prints_in_light_colours(report: Callable[..., Any]) -> None:
    page = report(color_scheme="dark")
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 31, 36)"
    assert page.evaluate("document.querySelectorAll('.lessons li').length") >= 1
