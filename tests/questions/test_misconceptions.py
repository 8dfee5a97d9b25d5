"""Every known mistake loses marks, looks like no other and is told kindly."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import pytest

from helpers.judging.calls import call
from helpers.judging.shown import alike, shown
from helpers.judging.values import as_numbers
from helpers.questions import convolution, pooling, two_kernels
from helpers.questions.formula import Refused, parse
from helpers.questions.formula_question import FormulaQuestion, FormulaTableQuestion
from helpers.questions.function_question import FunctionQuestion
from helpers.questions.model import Misconception, Outcome, Question
from helpers.questions.value_question import ChoiceQuestion, DictQuestion

QUESTIONS = (*two_kernels.QUESTIONS, *convolution.QUESTIONS, *pooling.QUESTIONS)

CORR2D = """flips-kernel transposes-kernel normalises-by-sum averages same-padding full-padding
    one-short swaps-height-width matrix-product overwrites-sum integer-output mutates-input"""
OUTPUT_SIZE = """no-floor rounds-up rounds-nearest pads-once missing-plus-one adds-one-inside
    forgets-padding forgets-stride"""
DX = """dX-unrotated-kernel dX-transposed-kernel dX-valid dX-assigns dX-scatter-rotated
    ignores-upstream"""
POOL = "stride-is-size stride-only-in-size keeps-partial-window"

# (the question's label, the prefix of the ids, the ids that must be there)
FLOOR = (
    ("corr2d", "corr2d", CORR2D),
    ("two_kernels_forward: result1", "corr2d", CORR2D),
    ("two_kernels_forward: result2", "corr2d", CORR2D),
    ("two_kernels_forward: result1", "two_kernels_forward", "swaps-kernels"),
    ("two_kernels_forward: result2", "two_kernels_forward", "skips-first"),
    ("output_size", "output_size", OUTPUT_SIZE),
    ("output_size_formula", "output_size", OUTPUT_SIZE),
    ("l2_loss", "l2_loss", "takes-root mean half absolute ignores-reference"),
    ("l2_loss_backward", "l2_loss_backward", "drops-two mean reversed-sign ignores-reference"),
    ("corr2d_backward: dX", "corr2d_backward", DX + " swaps-results"),
    ("corr2d_input_gradient", "corr2d_backward", DX),
    ("corr2d_backward: dK", "corr2d_backward", """dK-rotated dK-transposed dK-last-window dK-mean
        dK-rotated-upstream ignores-upstream swaps-results"""),
    ("two_kernels_backward: dX", "two_kernels_backward",
        "drops-two ignores-reference skips-chain unrotated-K2"),
    ("two_kernels_backward: dK1", "two_kernels_backward",
        "drops-two ignores-reference skips-chain dK1-from-result1 unrotated-K2"),
    ("two_kernels_backward: dK2", "two_kernels_backward",
        "drops-two ignores-reference dK2-from-input"),
    ("C", "C", "flips-kernel"),
    ("dE_dA", "dE_dA", "copies-B counts-windows centre-35 unrotated-kernel"),
    ("dE_dA_formula", "dE_dA", "copies-B counts-windows unrotated-kernel"),
    ("max_pool2d", "pool", POOL),
    ("avg_pool2d", "pool", POOL),
    ("lp_pool2d", "pool", POOL),
    ("max_pool2d", "max_pool2d", "starts-at-zero absolute last-element"),
    ("avg_pool2d", "avg_pool2d", "sums divides-by-size integer"),
    ("lp_pool2d", "lp_pool2d",
        "no-mean no-root signed-powers integer-overflow overflows-large-p"),
    ("max_pool2d_backward", "max_pool2d_backward",
        "all-ties splits-ties last-tie assigns window-coordinates ignores-upstream"),
    ("avg_pool2d_backward", "avg_pool2d_backward", "not-divided assigns ignores-upstream"),
    ("lp_pool2d_backward", "lp_pool2d_backward",
        "drops-sign drops-norm drops-mean nan-at-zero assigns"),
    ("modules", "modules", "wrong-class"),
    ("p_for_max", "p_for_max", "finite"),
)  # fmt: skip

# A mistake in one gradient of a layer leaves some gradients of the chain right.
DX_ONLY = """dX-unrotated-kernel dX-transposed-kernel dX-flips-one-axis dX-quarter-turn dX-valid
    dX-assigns"""
DK_ONLY = "dK-rotated dK-transposed dK-last-window dK-mean dK-rotated-upstream dK-full"
UNTOUCHED = {
    **{f"corr2d_backward.{name}": {"dK2"} for name in DX_ONLY.split()},
    **{f"corr2d_backward.{name}": {"dX"} for name in DK_ONLY.split()},
    "corr2d_backward.ignores-upstream": {"dX", "dK2"},
}

# Tables are marked entry by entry, and in these more than half of the entries come out right.
MILD = {"dE_dA.centre-35", "dE_dA.unrotated-kernel"}

PAIRS = [
    pytest.param(question, m, id=f"{question.label}-{number}-{m.key}")
    for question in QUESTIONS
    for number, m in enumerate(question.misconceptions)
]
by_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.label)
by_mistake = pytest.mark.parametrize(("question", "m"), PAIRS)


def right_answer(question: Any) -> Any:
    if isinstance(question, FunctionQuestion):
        return question.reference
    if isinstance(question, ChoiceQuestion):
        return {key: min(names) for key, names in question.accepted.items()}
    return question.expected


@by_question
def test_the_right_answer_earns_every_point(question: Question) -> None:
    mark = question.mark(right_answer(question))
    assert (mark, mark.message) == (question.points, f"{question.label}: correct.")


@by_mistake
def test_the_checks_reject_the_mistake(question: Question, m: Misconception) -> None:
    assert question.mark(m.wrong) < question.points


@by_mistake
def test_the_mistake_is_named(question: Question, m: Misconception) -> None:
    mark = question.mark(m.wrong)
    assert mark.misconception == (m.same_as or m.id)
    assert mark.outcome in (Outcome.WRONG_VALUES, Outcome.WRONG_SHAPE, Outcome.RAISED)
    assert mark.says in mark.message
    assert mark.ask in mark.message


@by_mistake
def test_the_mistake_costs_half_of_the_points(question: Question, m: Misconception) -> None:
    """As it is usually written; in other forms it may cost less."""
    usual = next(other for other in question.misconceptions if other.id == m.id)
    if m is usual and (m.id not in MILD or question.name == "dE_dA_formula"):
        assert question.mark(m.wrong) <= question.points / 2


def test_copying_the_printed_35_costs_that_entry_only() -> None:
    (sheet,) = (m for m in convolution.dE_dA.misconceptions if m.id == "dE_dA.centre-35")
    mark = convolution.dE_dA.mark(sheet.wrong)
    assert mark == pytest.approx(convolution.dE_dA.points * 24 / 25)
    assert "row 3, column 3 (index [2, 2])" in mark.message


@pytest.mark.parametrize(("label", "prefix", "ids"), FLOOR)
def test_no_listed_mistake_is_missing(label: str, prefix: str, ids: str) -> None:
    (question,) = (q for q in QUESTIONS if q.label == label)
    known = {m.id for m in question.misconceptions}
    assert {f"{prefix}.{name}" for name in ids.split()} <= known


@pytest.mark.parametrize("id", sorted({m.id for q in QUESTIONS for m in q.misconceptions}))
def test_an_id_reads_as_operation_and_mistake(id: str) -> None:
    assert re.fullmatch(r"[A-Za-z]\w*\.[A-Za-z][A-Za-z0-9-]+", id)


@by_mistake
def test_what_the_student_reads(question: Question, m: Misconception) -> None:
    assert m.says.endswith(".")
    assert m.ask.endswith("?")
    assert len(re.findall(r"[.?!](?= [A-Z]|$)", m.says)) <= 2, "one or two sentences"
    assert len(m.says) <= 200
    assert len(m.ask) <= 120
    for text in (m.says, m.ask):
        # Names such as K2 and angles may stand; a number on its own might be the answer.
        assert not re.search(r"(?<![\w-])\d+(?![\w°-])", text), "a number gives the answer away"


def outputs(question: Any, answer: Any) -> list[Any]:
    """All that tells one answer from another: numbers, or a word where there are none."""
    if isinstance(question, FunctionQuestion):
        count = len(question.parts)
        return [shown(call(answer, case), count)[question.which] for case in question.cases]
    if isinstance(question, FormulaQuestion):
        return values(question, answer)
    if isinstance(question, FormulaTableQuestion):
        return [value for row in answer for entry in row for value in values(question, entry)]
    if isinstance(question, ChoiceQuestion | DictQuestion):
        return [str(answer.get(key)) for key in right_answer(question)]
    numbers = as_numbers(answer)
    return [numbers if np.isfinite(numbers).all() else str(numbers)]


def values(question: FormulaQuestion | FormulaTableQuestion, text: str) -> list[Any]:
    try:
        formula = parse(text, question.letters)
    except Refused:
        return ["refused"]
    return [str(formula(point)) for point in question.points_to_try]


def look_alike(a: list[Any], b: list[Any]) -> bool:
    if len(a) != len(b):
        return False
    return all(
        x == y if isinstance(x, str) and isinstance(y, str) else alike(x, y)
        for x, y in zip(a, b, strict=True)
    )


@by_question
def test_no_two_mistakes_look_alike(question: Question) -> None:
    """A mistake may be written in several ways; no other mistake, and not the right answer."""
    told = [("right", outputs(question, right_answer(question)))]
    told += [(m.id, outputs(question, m.wrong)) for m in question.misconceptions if not m.same_as]
    confused = [
        {a, b}
        for (a, shows), (b, other) in itertools.combinations(told, 2)
        if a != b and look_alike(shows, other)
    ]
    assert confused == []


@by_question
def test_a_mistake_taken_over_from_another_function_shows(question: Question) -> None:
    right = outputs(question, right_answer(question))
    for m in getattr(question, "follow_ons", ()):
        looks_right = look_alike(right, outputs(question, m.wrong))
        assert not looks_right or m.whole or question.part in UNTOUCHED.get(m.id, ()), m.id


def test_a_twin_is_one_function_and_says_so() -> None:
    for question in (two_kernels.corr2d_backward_dX, convolution.corr2d_input_gradient):
        (twin,) = (m for m in question.misconceptions if m.same_as)
        (other,) = (m for m in question.misconceptions if m.id == twin.same_as)
        assert look_alike(outputs(question, twin.wrong), outputs(question, other.wrong))
