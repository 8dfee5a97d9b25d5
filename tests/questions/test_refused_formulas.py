"""Formulas that are no plain algebra, or too much of it: refused with a sentence, and at once."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from helpers.questions import convolution
from helpers.questions.formula import MAX_LENGTH, Refused, parse
from helpers.questions.model import Outcome
from tests.questions.test_refused_answers import Agrees, itself

NOT_ALGEBRA = "is not plain algebra; use the letters, numbers, + - * / // and floor"
UNREADABLE = "cannot be read as a formula"
FORMULAS = [
    ("__import__('os').system('x')", NOT_ALGEBRA),
    ("I.__class__", NOT_ALGEBRA),
    ("floor.__globals__", NOT_ALGEBRA),
    ("lambda: I", NOT_ALGEBRA),
    ("[I for I in K]", NOT_ALGEBRA),
    ("[I, K]", NOT_ALGEBRA),
    ("{I}", NOT_ALGEBRA),
    ("f'{I}'", NOT_ALGEBRA),
    ("f'{I!r:{K}}'", NOT_ALGEBRA),
    ("'I'", NOT_ALGEBRA),
    ("b'I'", NOT_ALGEBRA),
    ("'\\d'", NOT_ALGEBRA),
    ("I if K else P", NOT_ALGEBRA),
    ("1if I else 2", NOT_ALGEBRA),
    ("(I := 2)", NOT_ALGEBRA),
    ("await I", NOT_ALGEBRA),
    ("I < K", NOT_ALGEBRA),
    ("O == 3", NOT_ALGEBRA),
    ("I and K", NOT_ALGEBRA),
    ("not I", NOT_ALGEBRA),
    ("~I", NOT_ALGEBRA),
    ("I @ K", NOT_ALGEBRA),
    ("I << K", NOT_ALGEBRA),
    ("True", NOT_ALGEBRA),
    ("1j", NOT_ALGEBRA),
    ("...", NOT_ALGEBRA),
    ("I[K]", NOT_ALGEBRA),
    ("I(K)", NOT_ALGEBRA),
    ("floor()", NOT_ALGEBRA),
    ("floor(I, K)", NOT_ALGEBRA),
    ("floor(*I)", NOT_ALGEBRA),
    ("floor(x=I)", NOT_ALGEBRA),
    ("max(I, K)", NOT_ALGEBRA),
    ("sqrt(I)", NOT_ALGEBRA),
    ("eval(I)", NOT_ALGEBRA),
    ("9**9**9**9", NOT_ALGEBRA),
    ("2**I", NOT_ALGEBRA),
    ("I**-1", NOT_ALGEBRA),
    ("10**100", "powers go up to 8 here"),
    ("(I**8)**8", "powers go up to 8 here"),
    (str(10**100), "numbers go up to 1000000 here"),
    ("0x" + "f" * 900, "numbers go up to 1000000 here"),
    ("1e400", "numbers go up to 1000000 here"),
    ("I + Q", "'Q' is not one of the letters of this question"),
    ("i - k", "'i' is not one of the letters of this question"),
    ("B11", "'B11' is not one of the letters of this question"),
    ("floor", "'floor' is not one of the letters of this question"),
    ("I" * 900, "is not one of the letters of this question"),
    ("(" * 5000, "the formula has 5000 characters; at most 1000 are read"),
    ("(" * 499 + "I" + ")" * 499, UNREADABLE),
    ("⌊" * 900, UNREADABLE),
    ("-" * 900 + "I", "parts; at most 300 are read"),
    ("+".join("I" * 450), "parts; at most 300 are read"),
    ("I - K +", UNREADABLE),
    ("(I - K", UNREADABLE),
    ("I; K", UNREADABLE),
    ("x = = 2", UNREADABLE),
    ("import os", UNREADABLE),
    ("I\0", UNREADABLE),
    ("\ud800", UNREADABLE),
    ("\\frac{I - K}{S}", UNREADABLE),
    (5, "write the formula as text, in quotes; this is of type int"),
    (b"I", "write the formula as text, in quotes; this is of type bytes"),
    (lambda I: I, "write the formula as text, in quotes; this is of type function"),  # noqa: E741
    (Fraction(1, 2), "write the formula as text, in quotes; this is of type Fraction"),
    (np.array(["I", "K"]), "write the formula as text, in quotes; this is of type ndarray"),
    (Agrees(), "write the formula as text, in quotes; this is of type Agrees"),
]


@pytest.mark.parametrize(
    ("formula", "message"), FORMULAS, ids=lambda v: repr(v)[:40].partition(" at 0x")[0]
)
def test_formulas_that_are_refused(formula, message):
    with pytest.raises(Refused) as refused:
        parse(formula, convolution.output_size_formula.letters)
    assert message in str(refused.value)
    mark = convolution.output_size_formula.mark(formula)
    assert (mark, mark.outcome) == (0, Outcome.WRONG_VALUES)
    assert message in mark.message
    assert len(mark.message) < 200 or "algebra" in message


@pytest.mark.parametrize(
    "formula",
    ["I/0", "I//0", "I % 0", "0/0", "floor(I/0)", "floor(0/0)", "floor(I/(K-K))", "I", "3", "0.1",
     "1e-9", "(I-K+2P)/S+1 # the floor", "floor((I-K+2P)/S)+1.0000001", "round(I/S)"],
)  # fmt: skip
def test_formulas_that_are_wrong(formula):
    mark = convolution.output_size_formula.mark(formula)
    assert mark == 0
    assert mark.message.endswith("the formula is wrong.")


@pytest.mark.parametrize(
    "formula",
    [
        "floor(" * 60 + "I" + ")" * 60,
        "I" + "//S" * 90,
        "I" + "%S" * 140,
        "floor((I-K+2P)/S)+1+0*("
        + "*".join(["7e-300"] * 35)
        + "+I)**8/("
        + "*".join(["3e-300"] * 35)
        + "+K)**8",
        "((I+K+P+S)**8/(I-K)**8)" + "**1" * 10,
        "(" + "+".join(["I//S"] * 50) + ")**8",
        "floor(" * 40 + "I/(K+1)" + "/(S+1))" * 40,
        "*".join(["999999"] * 100),
        "/".join(["0.000001"] * 100),
        "\t" * 999,
        "1" * 999,
        "2(" * 300,
        "B_{" * 300,
    ],
    ids=lambda f: f[:20],
)
@pytest.mark.timeout(60)  # worked out as they are written, they would take hours
def test_no_formula_takes_long(formula):
    assert convolution.output_size_formula.mark(formula) == 0


@pytest.mark.parametrize(
    "answer",
    ["B11", Agrees(), itself(), [["B11"] * 5] * 4, [["B11"] * 5] * 4 + [["B11"] * 4],
     np.full((5, 5), "B11"), [row for row in itertools.repeat("B11B1", 5)], {}, 5],
    ids=lambda a: type(a).__name__,
)  # fmt: skip
def test_tables_of_formulas_have_five_rows_of_five(answer):
    mark = convolution.dE_dA_formula.mark(answer)
    assert (mark, mark.outcome) == (0, Outcome.WRONG_SHAPE)
    assert "a list of 5 rows of 5 formulas, each as text, is expected." in mark.message


def test_one_odd_entry_costs_that_entry_only():
    table = [list(row) for row in convolution.dE_dA_formula.expected]
    for odd in (None, "", "B00", "B11 +", 4, Agrees(), np.array(["B11", ""]), "__import__('os')"):
        table[1][2] = odd
        mark = convolution.dE_dA_formula.mark(table)
        assert mark == pytest.approx(convolution.dE_dA_formula.points * 24 / 25)
        assert "row 2, column 3 (index [1, 2])" in mark.message


def test_the_length_limit_leaves_room_for_the_longest_answer():
    longest = max(map(len, itertools.chain(*convolution.dE_dA_formula.expected)))
    assert longest * 10 < MAX_LENGTH
