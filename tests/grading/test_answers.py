"""Why an answer is missing, refused or failed is told, and never what was expected of it."""

from __future__ import annotations

import builtins
from typing import Any

import pytest

from helpers.grading.answers import MAX_MESSAGE, Raised, StandIn, as_exception, received
from helpers.grading.student import StudentProcess
from helpers.questions.model import AnswerError, Outcome
from tests.grading.conftest import Grade
from tests.grading.small import answer, cell, test_of
from tests.grading.test_examiner import GOOD, Judge

SPELLINGS = {
    "import": "import scipy",
    "a submodule": "import scipy.signal",
    "as": "import scipy.signal as sg",
    "from": "from scipy.signal import correlate2d",
    "star": "from scipy import *",
    "dunder": "sg = __import__('scipy.signal')",
    "importlib": "import importlib\nsg = importlib.import_module('scipy.signal')",
    "in a try": "try:\n    import scipy\nexcept ImportError:\n    import torch",
    "a magic": "%matplotlib inline\nimport scipy",
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
def test_a_forbidden_package_at_the_top_is_named_with_the_rule(judge: Judge, spelling: str) -> None:
    verdict = judge(f"{spelling}\ndef f(x):\n    return 2 * x", "assert f(2) == 4")
    assert (verdict.outcome, verdict.score) == (Outcome.FORBIDDEN, 0)
    assert "may not be used in this assignment" in verdict.message
    assert "scipy" in verdict.message or "torch" in verdict.message


WITHIN = {name: text for name, text in SPELLINGS.items() if "*" not in text and "%" not in text}


@pytest.mark.parametrize("spelling", WITHIN.values(), ids=WITHIN)
def test_a_forbidden_package_within_the_function_is_too(judge: Judge, spelling: str) -> None:
    inner = spelling.replace("\n", "\n    ")
    verdict = judge(f"def f(x):\n    {inner}\n    return 2 * x", "assert f(2) == 4")
    assert (verdict.outcome, verdict.score) == (Outcome.FORBIDDEN, 0)


def test_a_forbidden_package_in_another_cell_explains_the_missing_name(grade: Grade) -> None:
    """The function is there, and fails for want of the package: that is not a NameError."""
    known = [answer("f"), test_of("f", "assert f(2) == 4")]
    cells = [cell("from scipy.signal import correlate2d"),
             cell("def f(x):\n    return correlate2d(x, x)", "f")]  # fmt: skip
    verdict = grade(known, cells)["test_f"]
    assert verdict.outcome is Outcome.FORBIDDEN
    assert "scipy.signal may not be used" in verdict.message or "scipy" in verdict.message


def test_a_forbidden_package_that_is_not_needed_costs_nothing(grade: Grade) -> None:
    known = [answer("f"), test_of("f", "assert f(2) == 4")]
    assert grade(known, [cell("import scipy"), cell(GOOD, "f")])["test_f"].score == 4


EXPLAINED = {
    "raised": ("1 / 0\ndef f(x):\n    return x", Outcome.RAISED,
               "the cell of f raised ZeroDivisionError: division by zero."),
    "a syntax error": ("def f(x)\n    return x", Outcome.RAISED,
                       "the cell of f raised SyntaxError: expected ':'"),
    "timed out": ("while True: pass\ndef f(x):\n    return x", Outcome.TIMED_OUT,
                  "the cell of f did not finish: it ran for more than 0.5 s."),
    "blank": ("raise NotImplementedError()\nf = 1", Outcome.NOT_ATTEMPTED, "not attempted yet."),
    "ended": ("import os; os._exit(0)\ndef f(x):\n    return x", Outcome.RAISED,
              "f could not be called: the notebook's process is gone, it ended by itself"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "outcome", "message"), EXPLAINED.values(), ids=EXPLAINED)
def test_a_missing_name_is_explained_by_its_cell(
    judge: Judge, written: str, outcome: Outcome, message: str
) -> None:
    verdict = judge(written, "assert f(2) == 2", call_seconds=0.5)
    assert (verdict.outcome, verdict.score) == (outcome, 0)
    assert verdict.message.startswith(message)


def test_the_cell_that_explains_is_the_one_that_defines_the_name(grade: Grade) -> None:
    known = [answer("f"), test_of("f", "f(1)"), answer("g"), test_of("g", "g(1)")]
    cells = [cell("nonsense", "g"), cell("1 / 0\nf = abs"), cell("x = 1", "f")]
    verdicts = grade(known, cells)
    assert "ZeroDivisionError" in verdicts["test_f"].message
    assert "NameError" in verdicts["test_g"].message


def test_a_message_says_which_call_took_too_long(grade: Grade) -> None:
    known = [answer("f"), answer("g"), test_of("f", "f(1)\ng(1)")]
    cells = [cell(GOOD, "f"), cell("def g(x):\n    while True: pass", "g")]
    verdict = grade(known, cells, call_seconds=0.3)["test_f"]
    assert verdict.message == "g did not finish: it ran for more than 0.3 s."


def test_when_all_time_is_used_up_the_message_says_so(grade: Grade) -> None:
    known = [answer("f"), test_of("f", "f(1)"), answer("g"), test_of("g", "g(1)")]
    slow = "def {}(x):\n    import time; time.sleep(9)"
    cells = [cell(slow.format("f"), "f"), cell("", "test_f"), cell(slow.format("g"), "g")]
    verdicts = grade(known, cells, call_seconds=5.0, notebook_seconds=0.5)
    assert {v.outcome for v in verdicts.values()} == {Outcome.TIMED_OUT}
    assert "the notebook's 0.5 s are used up" in verdicts["test_g"].message


# -- what the student's side claims about exceptions -------------------------------------------

BUILT_IN = [
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
]


@pytest.mark.parametrize("nearest", [*BUILT_IN, "int", "print", "__import__", "", "no such"])
def test_any_claimed_class_makes_an_answer_error(nearest: str) -> None:
    error = as_exception(
        {"is": "raised", "type": "T", "nearest": nearest, "message": "m", "line": "l"}, "f"
    )
    assert isinstance(error, AnswerError)
    assert isinstance(str(error), str)
    kind = getattr(builtins, nearest, None)
    plain = isinstance(kind, type) and issubclass(kind, ValueError | LookupError | OSError)
    if plain and "Unicode" not in nearest:
        assert isinstance(error, kind)


@pytest.mark.parametrize(
    "value", [None, 5, [], {"a": 1}, "\x1b[31m\x00\n" * 999, "\ud800", "x" * 10**6]
)
@pytest.mark.parametrize("key", ["type", "nearest", "message", "line"])
def test_whatever_is_claimed_is_told_as_short_printable_text(key: str, value: Any) -> None:
    told = str(as_exception({"is": "raised", key: value}, "f"))
    assert told.isprintable()
    assert len(told) < 4 * MAX_MESSAGE


def test_an_exception_with_odd_quoting_is_told_plainly() -> None:
    reply = {"type": "KeyError", "nearest": "KeyError", "message": "'a'", "line": ""}
    assert str(as_exception(reply, "f")) == "f raised KeyError: 'a'"


class Says(StudentProcess):
    """A student's process that says what it likes."""

    def __init__(self, reply: Any) -> None:
        self.reply = reply

    def request(self, message: dict[str, Any], seconds: float | None = None) -> dict[str, Any]:
        reply: dict[str, Any] = self.reply
        return reply

    def close(self) -> None:
        """There is nothing to close."""


@pytest.mark.parametrize(
    "reply",
    [
        {}, {"is": None}, {"is": ["returned"]}, {"is": "ready"}, {"is": "outputs", "outputs": 5},
        {"is": "returned"}, {"is": "returned", "value": None}, {"is": "returned", "value": []},
        {"is": "returned", "value": {"is": "missing"}}, {"is": "missing"}, {"is": "interrupted"},
        {"is": "returned", "value": {"is": "refused", "what": ["x"]}},
        {"is": "returned", "value": {"is": "raised", "nearest": 7}},
        {"is": "returned", "value": {"is": "array", "npy": "AAAA"}},
    ],
    ids=str,
)  # fmt: skip
def test_any_reply_to_a_call_is_a_value_or_an_answer_error(reply: Any) -> None:
    with pytest.raises(AnswerError):
        StandIn(Says(reply), "f", 0)(1)


def test_a_claim_that_arguments_were_changed_must_be_true_itself() -> None:
    for claim, changed in ((True, True), ("yes", False), (1, False), (None, False)):
        stand_in = StandIn(
            Says({"is": "returned", "value": {"is": "none"}, "changed": claim}), "f", 0
        )
        stand_in(1)
        assert stand_in.changed_arguments is changed


def test_a_handle_that_comes_back_is_a_stand_in() -> None:
    made = received({"is": "function", "handle": 3}, Says({}), "the result of f")
    assert repr(made) == "<the student's the result of f>"


def test_a_part_that_does_not_cross_costs_that_part_only(judge: Judge) -> None:
    """As it does where the test runs in the notebook itself."""
    verdict = judge(
        "import numpy as np\nf = {'loss': 8, 'dK1': np.matrix(np.eye(3)), 'notes': {1, 2},"
        "'dK2': [[8, 4], [4, 8]], 'dX': np.ones((5, 5)) * 1j}",
        "from helpers.questions import two_kernels\ntwo_kernels.hand_gradients.mark(f)",
    )
    assert (verdict.outcome, verdict.score) == (Outcome.WRONG_VALUES, 2.0)
    assert "dK1: this part is an array subclass (numpy.matrix)" in verdict.message
    assert "dX: this part is an array of complex numbers" in verdict.message
    verdict = judge(
        "import numpy as np\ndef f(dY, X, K):\n    dX = np.zeros(X.shape)\n"
        "    for (i, j), d in np.ndenumerate(dY):\n"
        "        dX[i:i + len(K), j:j + len(K.T)] += d * K\n    return dX, (k for k in K)",
        "from helpers.questions import two_kernels\ntwo_kernels.corr2d_backward_dX.mark(f)",
    )
    assert (verdict.outcome, verdict.score) == (Outcome.CORRECT, 4.0)


def test_the_line_of_an_exception_is_the_students_and_not_ours(judge: Judge) -> None:
    verdict = judge(
        "import numpy as np\ndef f(x):\n    return np.linalg.inv(np.zeros((2, 2)))", "f(1)"
    )
    assert "LinAlgError: Singular matrix" in verdict.message
    assert "helpers" not in verdict.message


def test_every_kind_of_answer_error_has_an_outcome() -> None:
    assert Raised("x").outcome is Outcome.RAISED
    assert AnswerError("x").outcome is Outcome.RAISED
