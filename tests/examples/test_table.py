"""The table of marks: it fits, it can be read without colour, and a pipe gets plain text."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from examples.build import load_class
from examples.table import HEADS, Cell, Marks, Row, State, answer_of, save_picture, show
from helpers.questions import convolution, pooling, two_kernels
from helpers.questions.model import Question

QUESTIONS: dict[str, tuple[Question, ...]] = {
    "two_kernels": two_kernels.QUESTIONS,
    "convolution": convolution.QUESTIONS,
    "pooling": pooling.QUESTIONS,
}
FREE = {"two_kernels": "why_full_correlation", "pooling": "why_lp"}


def marks(assignment: str) -> Marks:
    points = {question.grade_id: question.points for question in QUESTIONS[assignment]}
    if assignment in FREE:
        points[FREE[assignment]] = 3
    states = list(State)
    rows = []
    for shift, student in enumerate(load_class()):
        cells = {
            name: Cell(states[(shift + place) % len(states)], 0.6667)
            for place, name in enumerate(points)
        }
        rows.append(Row(student, cells, 29.0001, 97200.0 if student == "late" else 0.0))
    return Marks(assignment, points, (*rows, Row("kills_the_kernel", None)))


def printed(assignment: str, width: int, plain: bool = False, **options: object) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, **options)  # type: ignore[arg-type]
    console.print(show(marks(assignment), width, plain))
    return file.getvalue()


@pytest.mark.parametrize("assignment", QUESTIONS)
@pytest.mark.parametrize("width", [80, 100, 120])
def test_no_line_is_cut_or_wrapped(assignment: str, width: int) -> None:
    text = printed(assignment, width)
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    for student in load_class():
        assert len(re.findall(rf"^{student} ", text, re.MULTILINE)) == 1


@pytest.mark.parametrize("assignment", QUESTIONS)
def test_a_hundred_columns_are_enough_for_the_scores(assignment: str) -> None:
    assert " 0.7" in printed(assignment, 100)


def test_a_narrow_terminal_gets_signs_and_the_names_below() -> None:
    text = printed("two_kernels", 72)
    assert "0.7" not in text
    assert "14 hand_gradients" in text


def test_states_differ_by_more_than_colour() -> None:
    for plain in (True, False):
        assert len({state.sign(plain) for state in State}) == len(State)
    assert all(ord(state.sign(plain=True)) < 128 for state in State)


def test_a_pipe_gets_no_control_characters() -> None:
    text = printed("two_kernels", 100, force_terminal=False)
    assert {character for character in text if ord(character) < 32} == {"\n"}


def test_a_terminal_without_unicode_gets_ascii() -> None:
    assert printed("convolution", 100, plain=True, force_terminal=False).isascii()


def test_late_and_failed_submissions_are_marked() -> None:
    text = printed("convolution", 100)
    assert re.search(r"^late .* 1 d 3 h", text, re.MULTILINE)
    assert re.search(r"^kills_the_kernel .* failed", text, re.MULTILINE)


def test_every_question_has_a_short_head() -> None:
    asked = {q.grade_id for questions in QUESTIONS.values() for q in questions} | {*FREE.values()}
    assert set(HEADS) == asked


def test_a_question_belongs_to_the_longest_answer_of_its_name() -> None:
    answers = ["corr2d", "corr2d_backward", "result1"]
    assert answer_of("test_corr2d", answers) == "corr2d"
    assert answer_of("test_corr2d_backward_dX", answers) == "corr2d_backward"
    assert answer_of("test_result1", answers) == "result1"
    assert answer_of("why_lp", answers) == "why_lp"


def test_the_picture_is_the_same_each_time_and_asks_the_network_for_nothing(
    tmp_path: Path,
) -> None:
    pictures = []
    for name in ("a.svg", "b.svg"):
        save_picture(marks("two_kernels"), tmp_path / name)
        pictures.append((tmp_path / name).read_text(encoding="utf-8"))
    assert pictures[0] == pictures[1]
    assert "@font-face" not in pictures[0]
    assert not re.search(r"(?:url\(|href=|src=)[\"']?https?:", pictures[0])
