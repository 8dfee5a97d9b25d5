"""The feedback page of a graded notebook: what is on it, in whose words, and what never is."""

from __future__ import annotations

import re
from typing import Any

import pytest

from helpers.grading.warm import Zygote
from helpers.nbgrader_plugins.feedback_page import highlighted
from helpers.nbgrader_plugins.feedback_texts import KINDS, TEXTS
from helpers.report.results import Kind
from tests.nbgrader_plugins.graded_pages import (
    CANARY,
    CORR2D,
    FLIPPED,
    L2_LOSS,
    Read,
    graded,
    named,
    page,
)

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' `</code>"


def around(text: str, name: str) -> str:
    """Return the card of one question."""
    found = re.search(rf'<section class="card[^>]* id="q-{name}".*?</section>', text, re.DOTALL)
    assert found, name
    return found[0]


def test_a_right_notebook_says_so(zygote: Zygote) -> None:
    text = page(graded(zygote))
    read = Read(text)
    assert "8 of 11 points" in read.text
    assert "3 of 4 questions right." in read.text
    assert "✓ correct 4 / 4" in Read(around(text, "test_corr2d")).text
    assert "– not attempted 0 / 3" in Read(around(text, "why")).text
    assert not {"figure", "bdi"} & {tag for tag, _ in Read(around(text, "test_corr2d")).tags}


def test_a_named_mistake_its_question_and_its_pictures(zygote: Zygote) -> None:
    text = page(graded(zygote, FLIPPED))
    card = around(text, "test_corr2d")
    said = Read(card)
    assert "✗ wrong 0 / 4" in said.text
    assert "the kernel was rotated by 180°" in said.text
    assert "Ask yourself Which entry of K" in said.text
    assert card.count("<figure>") == 2
    assert "X 3 × 4" in said.text
    assert "Your result 2 × 3" in said.text
    assert "Right result 2 × 3" in said.text
    assert card.count('<td class="differs">') == 5 + 6
    # Not by colour alone: a sign that is seen, and a word that is read out.
    assert card.count('<span class="mark" aria-hidden="true">≠</span>') == 5 + 6
    assert card.count('<span class="unseen"> (differs)</span>') == 5 + 6
    assert "the sheet's input and kernel 1: 6 of 9 entries are wrong" in said.text


def test_an_answer_that_raised_names_its_error_and_draws_one_case(zygote: Zygote) -> None:
    raises = CORR2D.replace("range(W - w + 1)", "range(W)").replace("np.sum(", "sum(1 / 0 * ")
    card = around(page(graded(zygote, raises)), "test_corr2d")
    said = Read(card)
    assert "! raised an error 0 / 4" in said.text
    assert "ZeroDivisionError" in said.text
    assert card.count("<figure>") == 1
    assert "Your result" not in said.text
    assert "helpers/" not in said.text


def test_an_answer_that_was_stopped_says_which_call(zygote: Zygote) -> None:
    card = around(page(graded(zygote, "def corr2d(X, K):\n    while True: pass")), "test_corr2d")
    assert "■ stopped 0 / 4" in Read(card).text
    assert "corr2d did not finish" in Read(card).text
    assert "<figure>" not in card


def test_a_blank_says_so_and_no_more(zygote: Zygote) -> None:
    blank = "def corr2d(X, K):\n    raise NotImplementedError()"
    card = around(page(graded(zygote, blank)), "test_corr2d")
    assert "– not attempted 0 / 4" in Read(card).text
    assert "<figure>" not in card


def test_an_answer_that_is_right_on_the_examples_says_where_to_look(zygote: Zygote) -> None:
    hidden = CORR2D.replace("return Y", "return Y if X.shape == (3, 4) else -Y")
    card = Read(around(page(graded(zygote, hidden)), "test_corr2d"))
    assert "Right on the notebook's own example: corr2d(X, K) ," in card.text
    assert "The hidden tests use other numbers." in card.text


def test_a_person_s_mark_and_comment(zygote: Zygote) -> None:
    nb = graded(zygote, why="Because $a < b$.")
    waiting = page(nb)
    assert "? still to be read – / 3" in Read(around(waiting, "why")).text
    assert "One answer is still to be read by a person" in Read(waiting).text
    named(nb, "why").metadata.nbgrader |= {
        "waiting": False, "by_hand": True, "score": 2.5, "extra": 0.5,
        "comment": f"**Good**, but {SCRIPT}",
    }  # fmt: skip
    marked = page(nb, late_penalty=0.75, score=9.75)
    said = Read(around(marked, "why"))
    assert "½ partly right 2.5 / 3" in said.text
    assert "Marked by a person. 0.5 points of it are extra credit." in said.text
    assert "<strong>Good</strong>" in marked
    assert 'href="#c-why"' in marked
    assert "9.75 of 11 points" in Read(marked).text
    assert "0.75 points were taken off" in Read(marked).text
    assert "<script>" not in marked


def test_a_score_that_a_person_changed_counts_first(zygote: Zygote) -> None:
    nb = graded(zygote, FLIPPED)
    named(nb, "test_corr2d").metadata.nbgrader |= {"by_hand": True, "score": 4.0}
    assert "✓ correct 4 / 4" in Read(around(page(nb), "test_corr2d")).text


def test_a_wrong_answer_to_a_question_of_no_points_is_not_correct(zygote: Zygote) -> None:
    nb = graded(zygote, FLIPPED)
    named(nb, "test_corr2d").metadata.nbgrader |= {"points": 0.0, "score": 0.0}
    assert "✗ wrong 0 / 0" in Read(around(page(nb), "test_corr2d")).text


HOSTILE: dict[str, dict[str, str]] = {
    "an exception's text": {"corr2d": f"def corr2d(X, K):\n    raise ValueError({SCRIPT!r})"},
    "a type's name": {"corr2d": f"def corr2d(X, K):\n    return type({SCRIPT!r}, (), {{}})()"},
    "code and its output": {"corr2d": f"{CORR2D}\nprint({SCRIPT!r})\n1 / 0 # {SCRIPT}"},
    "Markdown": {"why": f"# {SCRIPT}\n\n{SCRIPT}\n\n    {SCRIPT}\n\n| {SCRIPT} |\n|---|\n| x |"},
    "a link and a picture": {
        "why": "[x](javascript:alert(1)) [y](data:text/html,<script>) ![z](https://example.org/a.png"
        ' "t") ![w](data:image/svg+xml;base64,PHN2Zy8+) <https://example.org>'
    },
    "a formula": {
        "why": rf"$\text{{{SCRIPT}}}$ $\href{{javascript:alert(1)}}{{x}}$ $$\style{{a:b}}{{x}}$$"
        r" $\begin{x}<script>\end{x}$"
    },
    "what looks like ours": {
        "why": '<section class="card" id="q-test_corr2d">\n\n# q-test_corr2d\n\n'
        "### BEGIN HIDDEN TESTS\n{{ nb }} {% raise %}"
    },
}


@pytest.mark.parametrize("answers", HOSTILE.values(), ids=HOSTILE)
def test_what_a_student_writes_is_shown_and_never_run(
    zygote: Zygote, answers: dict[str, str]
) -> None:
    read = Read(page(graded(zygote, **answers)))
    tags = {tag for tag, _ in read.tags}
    assert not tags & {"script", "iframe", "object", "svg", "link", "form", "base"}
    assert not [key for _, attrs in read.tags for key in attrs if key.startswith("on")]
    assert all(re.match(r"#|https://example\.org", href) for href in read.all("href")), read.tags
    assert all(src.startswith("data:image/png;base64,") for src in read.all("src"))
    ids = read.all("id")
    assert len(ids) == len(set(ids))


def test_nothing_hidden_is_on_a_page(zygote: Zygote) -> None:
    """Neither the test's source nor what is expected on a hidden case."""
    text = page(graded(zygote, FLIPPED, L2_LOSS.replace("** 2", "** 4")))
    for hidden in (CANARY, "HIDDEN TESTS", "two_kernels.corr2d", "helpers.questions"):
        assert hidden not in text
    assert "Graded: corr2d." in text


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_the_page_is_whole_html_that_needs_nothing_else(zygote: Zygote, spoken: str) -> None:
    text = page(graded(zygote, FLIPPED, why="Because.", spoken=spoken))
    assert text.startswith("<!DOCTYPE html>")
    read = Read(text)
    assert read.all("lang") == [{"en": "en", "zh": "zh-Hans"}[spoken]]
    assert ("default-src 'none'; img-src data:; style-src 'unsafe-inline'") in read.all("content")
    ids = read.all("id")
    assert len(ids) == len(set(ids))
    assert {href.removeprefix("#") for href in read.all("href")} <= set(ids)
    assert set(" ".join(read.all("aria-labelledby")).split()) <= set(ids)
    assert [tag for tag, _ in read.tags].count("h1") == 1
    assert not re.search(r"url\(|@import|https?://", text)
    assert not re.search(r"\{\{|\{%|\{[a-z]+\}", read.text)
    assert "math" in {tag for tag, _ in read.tags}
    assert ("你的" in text) == (spoken == "zh")


def test_a_notebook_graded_before_there_were_pictures_has_a_page(zygote: Zygote) -> None:
    nb = graded(zygote, FLIPPED)
    for key in ("says", "ask", "details", "pictures"):
        del named(nb, "test_corr2d").metadata.twokernels[key]
    del nb.metadata["twokernels"]
    card = around(page(nb), "test_corr2d")
    assert "the kernel was rotated by 180°" in card
    assert "<figure>" not in card


@pytest.mark.parametrize(
    "changed",
    [
        None,
        3,
        [None],
        [{"case": "x"}],
        [{"case": "x", "right": False, "says": "", "result": "", "arguments": [],
          "expected": {"shape": [2, 3], "numbers": ["1"]}}],
    ],
)  # fmt: skip
def test_pictures_that_cannot_be_read_are_left_out(zygote: Zygote, changed: Any) -> None:
    nb = graded(zygote, FLIPPED)
    named(nb, "test_corr2d").metadata.twokernels["pictures"] = changed
    assert "<figure>" not in around(page(nb), "test_corr2d")


def test_both_languages_say_the_same_things() -> None:
    assert set(TEXTS["en"]) == set(TEXTS["zh"])
    for key, text in TEXTS["en"].items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", TEXTS["zh"][key]))
    assert all(set(words) == set(Kind) for words in KINDS.values())


def test_code_keeps_its_first_line_and_its_blank_lines() -> None:
    shown = Read(f"<pre>{highlighted(chr(10) * 2 + 'x = 1' + chr(10) * 2 + 'y')}</pre>")
    assert "".join(shown.texts).rstrip() == "\n\nx = 1\n\ny"
