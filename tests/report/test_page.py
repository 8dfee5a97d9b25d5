"""The page itself: what it says, what it must not do, and how large it may be."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from helpers.questions.model import Outcome
from helpers.report.page import breakable, to_html
from helpers.report.results import Kind, Results, Submission
from tests.report.made import (
    CORR2D,
    FLIPS,
    QUESTIONS,
    RESULT1,
    WHY,
    blank,
    crowd,
    results,
    right,
    student,
    wrong,
)

VOID = {"meta", "br", "wbr", "img", "input", "hr", "link"}
HOSTILE = (
    """<script>alert(1)</script>"'><img src=x onerror=alert(1)></style></table>{{ 7*7 }}&amp;"""
)


class Page(HTMLParser):
    """A page taken apart: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.parts: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("td", "th", "dd"):
            self.parts.append(" ")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.parts.append(data)

    @property
    def text(self) -> str:
        """What a reader sees, with single spaces."""
        return " ".join("".join(self.parts).replace("\u202f", " ").split())


def page(everyone: Results) -> Page:
    """Make the page and take it apart."""
    return Page(to_html(everyone))


CLASS = results(
    student("s1", wrong(CORR2D, FLIPS), seconds=1.5, seconds_late=97_200, penalty=2),
    student("s2", wrong(CORR2D, FLIPS), wrong(RESULT1, outcome=Outcome.RAISED, message="oh no")),
    student("s3", right(CORR2D), blank(RESULT1),
            wrong(WHY, outcome=Outcome.NEEDS_MANUAL_GRADE, score=None)),
    Submission("s4", reason="the notebook is not there"),
    Submission("s5"),
)  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "two_kernels: how the class did",
        "3 of 5 submissions graded, 1 could not be graded, 1 not graded yet.",
        "1 answer waits for a person's mark, with 0 points so far.",
        "Mean 4 of 9 · 44 %",
        "corr2d: flips kernel. 2 of 3 students (67 %), in corr2d. Your result is a true conv",
        "Ask: Which entry of K should meet the top left entry of a window?",
        "Left blank: result1 (1 of 3 students who wrote something).",
        "corr2d: flips kernel 2 students · 67 %",
        "Students: s1, s2",
        "s4 the notebook is not there",
        "Handed in, and not graded yet: 1 s5",
        "s1 1 d 3 h unknown 2",
        "1.9 s in all; half of the submissions took 0.2 s or less.",
        "oh no (s2)",
    ],
)
def test_it_says(sentence: str) -> None:
    assert sentence in page(CLASS).text


def test_a_question_nobody_attempted_is_said_so() -> None:
    everyone = results(student("s1", right(CORR2D), blank(RESULT1)))
    assert "Nobody attempted: result1." in page(everyone).text
    assert "Nobody attempted" not in page(CLASS).text


def test_a_class_without_mistakes_is_told_so() -> None:
    text = page(results(student("s1"), student("s2"))).text
    assert "Nothing stands out" in text
    assert "No answer was wrong." in text
    assert "Could not be graded" not in text
    assert "Late: 0 None." in text


def test_what_students_wrote_is_text_and_nothing_else() -> None:
    """In an id, a message, a mistake's id, a reason: none of it becomes a tag or an attribute."""
    harmless = to_html(results(student("s1", wrong(CORR2D, "m")), Submission("s2", reason="r")))
    everyone = results(
        student(HOSTILE, wrong(CORR2D, HOSTILE, message=HOSTILE), wrong(RESULT1, message=HOSTILE)),
        student(f"{HOSTILE} 2", wrong(CORR2D, HOSTILE, message=HOSTILE),
                wrong(RESULT1, message=HOSTILE), seconds_late=9),
        Submission(f"{HOSTILE} 3", reason=HOSTILE),
        Submission(f"{HOSTILE} 4"),
    )  # fmt: skip
    found = page(everyone)
    used = {tag for tag, _ in found.elements}
    assert not used & {"script", "img", "iframe", "object", "link", "svg", "form", "a"}
    assert used - {"p", "h3", "ul", "li", "td"} <= {tag for tag, _ in Page(harmless).elements}
    assert not any(name.startswith("on") for _, attrs in found.elements for name in attrs)
    assert "{{ 7*7 }}" in found.text
    assert found.text.count("<script>alert(1)</script>") >= 8


def test_it_needs_nothing_from_anywhere_and_runs_nothing() -> None:
    html = to_html(CLASS)
    assert "http:" not in html
    assert "https:" not in html
    assert "url(" not in html
    assert "@import" not in html
    assert "default-src 'none'; style-src 'unsafe-inline'" in html
    for _, attributes in page(CLASS).elements:
        assert not attributes.keys() & {"src", "href", "action", "data"}


def test_the_same_results_make_the_same_page() -> None:
    assert to_html(CLASS) == to_html(CLASS)


def test_every_picture_says_what_it_shows_and_has_its_table() -> None:
    found = page(CLASS)
    pictures = [a for _, a in found.elements if a.get("role") == "img"]
    assert all(attributes.get("aria-label") for attributes in pictures)
    labels = [attributes["aria-label"] for attributes in pictures]
    assert "corr2d: 1 correct, 2 wrong, of 3" in labels
    for table in ("Scores as a table", "Questions as a table", "Mistakes as a table"):
        assert table in found.text


def test_a_row_of_the_matrix_has_a_word_for_every_answer() -> None:
    words = [a["aria-label"] for _, a in page(CLASS).elements if a.get("role") == "img"]
    kinds = {kind.words for kind in Kind}
    assert len([word for word in words if word in kinds]) == 3 * len(QUESTIONS)


@pytest.mark.parametrize("size", [1, 2, 30, 200, 201, 3000])
def test_a_class_of_any_size_has_a_page_of_a_reasonable_size(size: int) -> None:
    html = to_html(crowd(size))
    assert len(html.encode()) < 1_000_000
    text = Page(html).text
    assert f"{size:,} of {size:,} submission" in text
    assert ("would be too long here" in text) == (size > 200)


def test_long_lists_of_students_end_with_how_many_more() -> None:
    text = page(crowd(3000)).text
    assert "s01990 and 100 more; the CSV ( --csv ) has all of them" in text.replace(
        "(--csv)", "( --csv )"
    )
    assert "other messages" in text


def test_a_class_where_all_could_be_left_out_of_a_bar_is_still_told_in_words() -> None:
    labels = [a.get("aria-label") for _, a in page(crowd(3000)).elements]
    assert "corr2d: 2,400 correct, 600 wrong, of 3,000" in labels


def test_where_failures_may_be_missing_it_says_how_to_add_them() -> None:
    assert "adds the reasons" in Page(to_html(CLASS, failures_known=False)).text
    assert "adds the reasons" not in page(CLASS).text


def test_a_name_may_break_after_its_underscores() -> None:
    assert breakable("two_<b>") == "two_<wbr>&lt;b&gt;"
