"""Every known mistake loses marks, looks like no other and is told kindly."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import pytest

from helpers.questions import convolution, pooling, two_kernels
from helpers.questions.formula import Refused, parse
from helpers.questions.formula_question import FormulaQuestion, FormulaTableQuestion
from helpers.questions.function_question import FunctionQuestion, copies, quiet, same
from helpers.questions.model import Misconception, Question
from helpers.questions.value_question import ChoiceQuestion, DictQuestion
from helpers.questions.values import NotNumbers, agree, as_numbers

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

# Two ways to make one and the same error: both put K where its rotation belongs.
TWINS = {"corr2d_backward.dX-unrotated-kernel", "corr2d_backward.dX-scatter-rotated"}

# Tables are marked entry by entry, and in these more than half of the entries come out right.
MILD = {"dE_dA.centre-35", "dE_dA.unrotated-kernel"}

PAIRS = [
    pytest.param(question, m, id=f"{question.label}-{m.id}")
    for question in QUESTIONS
    for m in question.misconceptions
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
def test_the_mistake_costs_half_of_the_points(question: Question, m: Misconception) -> None:
    if m.id not in MILD or question.name == "dE_dA_formula":
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


@by_question
def test_ids_are_unique(question: Question) -> None:
    ids = [m.id for m in question.misconceptions]
    assert len(ids) == len(set(ids))


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
        return [called(question, answer, case.arguments) for case in question.cases]
    if isinstance(question, FormulaQuestion):
        return values(question, answer)
    if isinstance(question, FormulaTableQuestion):
        return [value for row in answer for entry in row for value in values(question, entry)]
    if isinstance(question, ChoiceQuestion | DictQuestion):
        return [str(answer.get(key)) for key in right_answer(question)]
    return [numbers(answer)]


def called(question: FunctionQuestion, function: Any, arguments: tuple[Any, ...]) -> Any:
    given = copies(arguments)
    try:
        with quiet():
            result = function(*given)
    except Exception as error:
        return type(error).__name__
    if not same(given, arguments):
        return "changes its arguments"
    return numbers(result[question.parts.index(question.part)] if question.parts else result)


def values(question: FormulaQuestion | FormulaTableQuestion, text: str) -> list[Any]:
    try:
        formula = parse(text, question.letters)
    except Refused:
        return ["refused"]
    return [str(formula.subs(point)) for point in question.points_to_try]


def numbers(value: Any) -> Any:
    try:
        return as_numbers(value)
    except NotNumbers as problem:
        return str(problem)


def alike(a: Any, b: Any) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return isinstance(a, str) and isinstance(b, str) and a == b
    return a.shape == b.shape and bool(np.all(agree(a, b) | (np.isnan(a) & np.isnan(b))))


@by_question
def test_no_two_answers_look_alike(question: Question) -> None:
    told = {"right": outputs(question, right_answer(question))}
    told |= {m.id: outputs(question, m.wrong) for m in question.misconceptions}
    confused = [
        {a, b}
        for a, b in itertools.combinations(told, 2)
        if len(told[a]) == len(told[b]) and all(map(alike, told[a], told[b]))
    ]
    assert [pair for pair in confused if pair != TWINS] == []


def test_the_twins_are_one_function() -> None:
    for question in (two_kernels.corr2d_backward_dX, convolution.corr2d_input_gradient):
        a, b = (outputs(question, m.wrong) for m in question.misconceptions if m.id in TWINS)
        assert all(map(alike, a, b))
