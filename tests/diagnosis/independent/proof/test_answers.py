"""The answers are what they say: the right ones right, the others wrong in the part they name."""

import copy
import warnings

import numpy as np
import pytest
import sympy

from tests.diagnosis.independent import all_answers
from tests.diagnosis.independent.proof.oracle import PARTS, RIGHT, B, cases

TABLES = {"modules", "dE_dA_formula", "output_size_formula"}


def _defined(answer):
    names = {name: RIGHT[name] for name in answer.needs}
    exec(answer.source, names)  # noqa: S102  a text of this repository
    return names[answer.name]


def _formula(text):
    letters = {name: sympy.Symbol(name) for name in "IKPS"}
    value = sympy.sympify(text.replace("ceil(", "ceiling("), locals=letters)
    evaluate = sympy.lambdify([letters[name] for name in "IKPS"], value, "math")
    return lambda i, k, p, s: evaluate(float(i), k, p, s)


def _table(rows):
    values = {f"B{r}{c}": B[r - 1, c - 1] for r in (1, 2, 3) for c in (1, 2, 3)}
    return [[float(sympy.sympify(text).subs(values)) for text in row] for row in rows]


def _modules(names):
    pools = {"max": "MaxPool2d", "average": "AvgPool2d", "lp": "LPPool2d"}
    return [
        names[key].removeprefix("torch.nn.").removeprefix("modules.pooling.") == name
        for key, name in pools.items()
    ]


def _outcome(function, arguments):
    """What a call returned, or the name of what it raised; and whether its arguments survived."""
    given = copy.deepcopy(arguments)
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
            output = function(*given)
    except (ValueError, IndexError, TypeError, OverflowError, ZeroDivisionError) as error:
        return type(error).__name__, True
    untouched = all(np.array_equal(a, b) for a, b in zip(given, arguments, strict=True))
    return output, untouched


def _equal(got, expected):
    try:
        got = np.asarray(got)
    except ValueError:
        return False
    expected = np.asarray(expected)
    return got.shape == expected.shape and np.allclose(got, expected, rtol=1e-4, atol=1e-5)


def _wrong_parts(name, got, expected):
    """The parts of one result that are wrong; the only part of most answers is the whole, ""."""
    if name not in PARTS:
        return set() if _equal(got, expected) else {""}
    if isinstance(got, dict):
        got, expected = ([d[part] for part in PARTS[name]] for d in (got, expected))
    return {part for part, a, b in zip(PARTS[name], got, expected, strict=True) if not _equal(a, b)}


def _faults(answer):
    """The wrong parts over all cases; "raised" and "arguments" where it raises or spoils them."""
    value = _defined(answer)
    if answer.name == "modules":
        return set() if all(_modules(value)) else {""}
    if answer.name == "dE_dA_formula":
        return _wrong_parts("dE_dA", _table(value), RIGHT["dE_dA"])
    if answer.name == "output_size_formula":
        value, right = _formula(value), RIGHT["output_size"]
    else:
        right = RIGHT[answer.name]
    if not callable(right):
        return _wrong_parts(answer.name, value, right)
    faults = set()
    for arguments in cases(answer.name):
        output, untouched = _outcome(value, arguments)
        raised = isinstance(output, str)
        faults |= {"raised"} if raised else _wrong_parts(answer.name, output, right(*arguments))
        faults |= set() if untouched else {"arguments"}
    return faults


def _id(answer):
    return f"{answer.name}-{answer.id or answer.kind}"


@pytest.mark.parametrize("answer", [a for a in all_answers() if a.kind == "right"], ids=_id)
def test_a_right_answer_is_right(answer):
    assert _faults(answer) == set()


@pytest.mark.parametrize("answer", [a for a in all_answers() if a.kind != "right"], ids=_id)
def test_a_wrong_answer_is_wrong_in_the_part_it_names(answer):
    faults = _faults(answer)
    claimed = set(answer.part.split("+")) if answer.part else set(PARTS.get(answer.name, {""}))
    if answer.id == "corr2d.mutates-input":
        assert "arguments" in faults
    else:  # an answer that is right for square input only may raise for all other
        assert faults == {"raised"} or faults - {"raised"} == claimed


def test_there_is_a_right_answer_to_every_question():
    asked = set(RIGHT) | TABLES
    assert {a.name for a in all_answers() if a.kind == "right"} == asked
