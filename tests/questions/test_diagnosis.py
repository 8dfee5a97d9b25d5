"""A name is given for a full match only; what is said without one gives nothing away."""

from __future__ import annotations

import contextlib
import io
import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from helpers.judging.calls import call
from helpers.judging.shown import alike, shown
from helpers.questions import convolution, pooling, two_kernels
from helpers.questions.function_question import FunctionQuestion
from helpers.questions.misconceptions.blocks import corr2d, input_gradient, padded, rotated
from helpers.questions.misconceptions.chain import right_backward
from helpers.questions.model import Case, Outcome, Question

QUESTIONS = (*two_kernels.QUESTIONS, *convolution.QUESTIONS, *pooling.QUESTIONS)
FUNCTIONS = [question for question in QUESTIONS if isinstance(question, FunctionQuestion)]
by_function = pytest.mark.parametrize("question", FUNCTIONS, ids=lambda q: q.label)


def mark_of(question: Question, answer: Any) -> Any:
    with contextlib.redirect_stdout(io.StringIO()):
        return question.mark(answer)


# ------------------------------------------------------------------------------------------ names
@by_function
def test_a_partial_match_names_nothing(question: FunctionQuestion) -> None:
    """A known mistake on all cases but one, where the answer is wrong in a way of its own."""
    for m in question.misconceptions:
        if m.sign or m.same_as or not hasattr(m.wrong, "steps"):
            continue
        for spoilt, case in enumerate(question.cases):
            piece = shown(call(m.wrong, case), len(question.parts))[question.which]
            if isinstance(piece, str) or not piece.size or not np.isfinite(piece).all():
                continue  # nothing there to spoil
            calls = itertools.count()

            def almost(*arguments: Any, m: Any = m, calls: Any = calls, at: int = spoilt) -> Any:
                now = next(calls)
                result = m.wrong(*arguments)
                return spoil(result) if now == at else result

            mark = mark_of(question, almost)
            assert mark.misconception is None, f"{m.id}, case {spoilt}: {mark.message}"


def spoil(result: Any) -> Any:
    if isinstance(result, tuple):
        return tuple(map(spoil, result))
    return np.asarray(result, dtype=float) * 1.5 + 0.37


def test_swapped_results_are_told_by_both() -> None:
    """dX alone looks swapped when dK is returned twice."""
    right = two_kernels.corr2d_backward_dX.reference
    swapped = mark_of(two_kernels.corr2d_backward_dX, lambda *a: right(*a)[::-1])
    assert swapped.misconception == "corr2d_backward.swaps-results"
    twice = mark_of(two_kernels.corr2d_backward_dX, lambda *a: (right(*a)[1], right(*a)[1]))
    assert twice.misconception is None


@by_function
def test_two_mistakes_at_once_are_told_as_two(question: FunctionQuestion) -> None:
    """Every pair is rejected; it is named as itself, or as something that looks the same."""
    known = question.differential
    told = 0
    for pair in known.pairs:
        mark = mark_of(question, pair.wrong)
        shows = [pair.shows(k, case, known.parts) for k, case in enumerate(known.cases)]
        if not any(isinstance(s[known.which], np.ndarray) for s in shows):
            continue
        if mark == question.points:
            continue  # two mistakes that undo each other
        ids = {m.id for m in pair.mistakes}
        if mark.misconception is None:
            continue  # every wrong case ends in an exception
        if mark.misconception not in ids:
            first = named_by(question, mark.misconception, shows)
            assert first, f"{ids} is told as {mark.misconception}"
        told += 1
    assert told >= len(known.pairs) / 2


def named_by(question: FunctionQuestion, id: str, shows: list[Any]) -> bool:
    """Say whether another candidate with this id really shows the same."""
    known = question.differential
    for candidate in (*known.singles, *known.pairs):
        if id == candidate.mistakes[0].id and all(
            alike(s[known.which], candidate.shows(k, known.cases[k], known.parts)[known.which])
            for k, s in enumerate(shows)
        ):
            return True
    return id in {m.id for m in known.signs.values()}


def test_a_pair_names_the_first_and_tells_both() -> None:
    def averages_the_flipped(X: Any, K: Any) -> Any:
        return corr2d(X, rotated(K)) / K.size

    mark = mark_of(two_kernels.corr2d, averages_the_flipped)
    assert mark.misconception == "corr2d.flips-kernel"
    assert mark.says == (
        "Two things at once. One: Your result is a true convolution: the kernel was rotated by "
        "180° before sliding. Cross-correlation uses the kernel as it is. Another: The products "
        "are averaged; they should only be added."
    )


def flipping(X: Any, K: Any) -> Any:
    return corr2d(X, rotated(K))


def layer_backward(dY: Any, X: Any, K: Any) -> Any:
    return flipping(padded(dY, K), rotated(K)), flipping(X, dY)


def chain(X: Any, K1: Any, K2: Any, reference: Any, backward: Any, layer: Any = corr2d) -> Any:
    result1 = layer(X, K1)
    dResult1, dK2 = backward(2 * (layer(result1, K2) - reference), result1, K2)
    return *backward(dResult1, X, K1), dK2


@pytest.mark.parametrize(
    ("question", "answer", "id", "inner"),
    [
        (two_kernels.two_kernels_forward_result1,
         lambda X, K1, K2: (flipping(X, K1), flipping(flipping(X, K1), K2)),
         "corr2d.flips-kernel", "corr2d"),
        (two_kernels.corr2d_backward_dX, layer_backward, "corr2d.flips-kernel", "corr2d"),
        (two_kernels.corr2d_backward_dK, layer_backward, "corr2d.flips-kernel", "corr2d"),
        (two_kernels.two_kernels_backward_dX,
         lambda *a: chain(*a, backward=layer_backward, layer=flipping),
         "corr2d.flips-kernel", "corr2d"),
        (two_kernels.two_kernels_backward_dK1,
         lambda *a: chain(*a, backward=right_backward, layer=flipping),
         "corr2d.flips-kernel", "corr2d"),
        (two_kernels.two_kernels_backward_dX,
         lambda *a: chain(*a, backward=lambda dY, X, K: (
             corr2d(padded(dY, K), K), corr2d(X, dY))),
         "corr2d_backward.dX-unrotated-kernel", "corr2d_backward"),
        (two_kernels.two_kernels_backward_dK1,
         lambda *a: chain(*a, backward=lambda dY, X, K: (
             input_gradient(dY, K), rotated(corr2d(X, dY)))),
         "corr2d_backward.dK-rotated", "corr2d_backward"),
    ],
)  # fmt: skip
def test_a_mistake_of_an_inner_function_is_named_as_such(
    question: Question, answer: Any, id: str, inner: str
) -> None:
    mark = mark_of(question, answer)
    assert mark.misconception == id
    assert f"`{inner}`, as used inside" in mark.says


def test_a_right_answer_costs_no_diagnosis(monkeypatch: pytest.MonkeyPatch) -> None:
    question = replace(two_kernels.corr2d)
    mark_of(question, question.reference)
    assert "differential" not in vars(question)
    mark_of(question, lambda X, K: X)
    assert "differential" in vars(question)


# ------------------------------------------------------------------------------------- properties
RIGHT = two_kernels.corr2d.reference
DX = convolution.corr2d_input_gradient
TELLING = [case.arguments for case in two_kernels.corr2d.cases]


def right_inside(dY: Any, K: Any) -> Any:
    dX = DX.reference(dY, K)
    dX[0] += 1
    return dX


PROPERTIES = [
    (two_kernels.corr2d, lambda X, K: 3 * RIGHT(X, K), "off by one and the same factor", None),
    (two_kernels.corr2d, lambda X, K: -RIGHT(X, K), "the opposite sign", None),
    (two_kernels.corr2d, lambda X, K: X.size * RIGHT(X, K), "factor changes from case", None),
    (two_kernels.corr2d, lambda X, K: RIGHT(X, K)[::-1, ::-1], "rotated by 180°", None),
    (two_kernels.corr2d, lambda X, K: RIGHT(X, K)[::-1], "the rows are in the opposite", None),
    (two_kernels.corr2d, lambda X, K: RIGHT(X, K)[:, ::-1], "the columns are in the opp", None),
    (DX, lambda dY, K: DX.reference(dY, K).T, "rows and columns are exchanged", None),
    (two_kernels.corr2d, lambda X, K: RIGHT(X, K).round(), "integer", "corr2d.integer-output"),
    (pooling.avg_pool2d, lambda X, s, t: pooling.avg_pool2d.reference(X, s, t).astype(int),
     "integers", "avg_pool2d.integer"),
    (two_kernels.l2_loss, lambda r, t: int(two_kernels.l2_loss.reference(r, t)),
     "kept as integers", None),
    (two_kernels.corr2d, lambda X, K: RIGHT(X[: X.shape[1], : X.shape[0]], K),
     "square images and kernels only", "corr2d.swaps-height-width"),
    (DX, right_inside, "only entries at the border are wrong", None),
    (two_kernels.corr2d, lambda X, K: RIGHT(*TELLING[0]), "the same whatever", None),
    (two_kernels.corr2d, lambda X, K: RIGHT(X, K) / 0, "holds nan or inf", None),
]  # fmt: skip


@pytest.mark.parametrize(("question", "answer", "text", "id"), PROPERTIES)
def test_what_is_noticed_where_no_mistake_is_known(
    question: Question, answer: Any, text: str, id: str | None
) -> None:
    mark = mark_of(question, answer)
    assert text in mark.message
    assert mark.misconception == id


@by_function
def test_writing_into_an_argument_is_said_and_named_where_it_is_listed(
    question: FunctionQuestion,
) -> None:
    def writes(*arguments: Any) -> Any:
        result = question.reference(*arguments)
        for argument in arguments:
            if isinstance(argument, np.ndarray):
                argument += 1
        return result

    if not any(isinstance(a, np.ndarray) for a in question.cases[0].arguments):
        return
    mark = mark_of(question, writes)
    listed = [m.id for m in question.misconceptions if m.id.endswith(".mutates-input")]
    assert (mark, mark.misconception) == (0, listed[0] if listed else None)
    assert "the function changes its own arguments" in mark.message


def test_a_name_outlives_an_exception_where_the_mistake_cannot_compute() -> None:
    """One way to write a transposed kernel raises for oblong ones, and another does not."""

    def indices_swapped(X: Any, K: Any) -> Any:
        h, w = K.shape
        Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
        for a, b in np.ndindex(h, w):
            Y += K[b, a] * X[a : a + Y.shape[0], b : b + Y.shape[1]]
        return Y

    mark = mark_of(two_kernels.corr2d, indices_swapped)
    assert mark.misconception == "corr2d.transposes-kernel"
    assert mark.outcome is Outcome.WRONG_VALUES


def test_exceptions_alone_name_nothing() -> None:
    def raises(X: Any, K: Any) -> Any:
        raise ValueError("no")

    mark = mark_of(two_kernels.corr2d, raises)
    assert (mark.misconception, mark.outcome) == (None, Outcome.RAISED)


def test_a_response_that_is_no_builtin_exception_matches_nothing() -> None:
    class Own(Exception):
        pass

    def raises(*_: Any) -> Any:
        raise Own

    (piece,) = shown(call(raises, Case("", ())), 0)
    assert not alike(piece, piece)


def test_a_one_inside_the_brackets_is_named_before_the_missing_floor() -> None:
    for mark in (
        convolution.output_size_formula.mark("(I - K + 2P + 1) / S"),
        convolution.output_size.mark(lambda i, k, p, s: (i - k + 2 * p + 1) / s),
    ):
        assert mark.misconception == "output_size.adds-one-inside"
        assert mark < mark.max_score
