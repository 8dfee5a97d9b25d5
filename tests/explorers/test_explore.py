"""A reader's function beside the definition: what is run, what is told, what ends it."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from helpers import reference
from helpers.explorers import explore
from helpers.explorers.explore_call import Answer, Caller
from helpers.explorers.explore_frame import frame
from helpers.explorers.explore_state import OPERATIONS, clamped, given
from helpers.explorers.texts import speaker
from tests.explorers.conftest import Call

CASES, SOON = 500, 20.0


def random_state(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a state; sizes go beyond their bounds at times, for both sides must clamp alike."""
    operation = str(rng.choice(list(OPERATIONS)))
    return {
        "operation": operation, "function": "f",
        "x_cells": rng.integers(-5, 6, (16, 16)).tolist(),
        "k_cells": rng.integers(-4, 5, (7, 7)).tolist(),
        "dy_cells": rng.integers(-4, 5, (16, 16)).tolist(),
        **{name: int(rng.integers(1, 9)) for name in ("H", "W", "h", "w", "size", "stride", "p")},
        "language": str(rng.choice(["en", "zh"])), "pin": "", "answer": {},
        "look": f"{rng.choice(['my', 'right'])}_{OPERATIONS[operation]['results'][0]} 1 0",
    }  # fmt: skip


def defined(state: dict[str, Any]) -> list[Any]:
    arguments = [np.array(v, float) if isinstance(v, list) else v for v in given(clamped(state))]
    result = getattr(reference, state["operation"])(*arguments)
    return list(result) if isinstance(result, tuple) else [result]


def test_the_browsers_definitions_are_the_references(js: Call) -> None:
    rng = np.random.default_rng(5)
    states = [random_state(rng) for _ in range(CASES)]
    body = """return argument.map((state) => {
      const s = m.clamped(state);
      return [s, m.given(s), m.define(s.operation, m.given(s))];
    });"""
    for state, (bounds, values, got) in zip(
        states, js("explore_numbers.js", body, states), strict=True
    ):
        assert bounds == clamped(state)
        assert values == given(bounds)
        for mine, expected in zip(got, defined(state), strict=True):
            assert np.shape(mine) == expected.shape
            np.testing.assert_allclose(mine, expected, rtol=1e-9, atol=1e-9)


def test_both_sides_show_the_same(js: Call) -> None:
    """Right, wrong, of another shape, not finite, raised, and still running."""
    rng = np.random.default_rng(6)
    states = []
    for n in range(120):
        state = random_state(rng) | {"operation": ["corr2d", "corr2d_backward"][n % 2], "p": 2}
        state["look"] = f"right_{'Y' if n % 2 == 0 else 'dK'} 1 0"
        results = [one.tolist() for one in defined(state)]
        if n % 3 == 1:
            results[-1][0][0] = ["inf", "nan", 7.0][n % 9 // 3]
        if n % 7 == 2:
            results[0] = [[1.0, 2.0]]
        done = {"arguments": given(clamped(state)), "kind": "done", "text": "", "results": results}
        raised = {**done, "kind": "raised", "text": "ValueError: no", "line": "line 1: x"}
        del raised["results"]
        state["answer"] = raised if n % 10 == 9 else done
        if n % 10 == 8:
            state["answer"] = {}
        states.append(state)
    shown = js("explore_frame.js", "return argument.map((state) => m.frame(state));", states)
    for state, theirs in zip(states, shown, strict=True):
        mine = frame(state)
        for one, other in zip(mine["grids"], theirs["grids"], strict=True):
            np.testing.assert_array_equal(one.pop("values"), other.pop("values"))
        assert mine == theirs


def answer_of(function: Callable[..., Any], operation: str = "corr2d") -> Answer:
    """Call it once with X = [[1, 2], [3, 4]] and K = [[1]] (and dY = X)."""
    answers: list[Answer] = []
    results = tuple(OPERATIONS[operation]["results"])
    caller = Caller(function, results, speaker("en", "explore"), "en", answers.append)
    X = [[1.0, 2.0], [3.0, 4.0]]
    caller.ask([X, X, [[1.0]]] if operation == "corr2d_backward" else [X, [[1.0]]])
    assert caller.wait(SOON) is not None
    return answers[0]


def raises(X: Any, K: Any) -> Any:
    return X @ np.ones(5)


def changes(X: Any, K: Any) -> Any:
    X[0, 0] = 9
    return X


@pytest.mark.parametrize(
    ("function", "kind", "text"),
    [
        (lambda X, K: X, "done", ""),
        (lambda X, K: X.tolist(), "done", ""),
        (raises, "raised", "ValueError: matmul"),
        (lambda X, K: None, "refused", "The answer is None; perhaps a `return` is missing."),
        (lambda X, K: "a", "refused", "The answer is a str; a number or an array"),
        (lambda X, K: X[0], "refused", "Y has the shape (2,); a matrix of at most 32 × 32"),
        (lambda X, K: np.zeros((40, 1)), "refused", "Y has the shape (40, 1)"),
        (lambda X, K: np.zeros((0, 3)), "refused", "Y has the shape (0, 3)"),
        (lambda X, K: X + 1j, "refused", "The answer's dtype is complex128"),
        (changes, "refused", "The function changes its own arguments"),
        (lambda X: X, "raised", "TypeError"),
        (lambda X, K: sys.exit(3), "raised", "SystemExit: 3"),
    ],
)
def test_what_comes_of_a_call_is_told_kindly(
    function: Callable[..., Any], kind: str, text: str
) -> None:
    answer = answer_of(function)
    assert answer["kind"] == kind
    assert answer["text"].startswith(text)


def test_the_line_of_their_code_is_named() -> None:
    assert answer_of(raises)["line"].endswith(": return X @ np.ones(5)")


def test_one_result_where_two_are_expected() -> None:
    answer = answer_of(lambda dY, X, K: X, "corr2d_backward")
    assert answer["text"] == "The function must return the 2 results (dX, dK), in that order."


def test_what_is_not_finite_is_sent_as_text() -> None:
    """JSON has no nan and no inf."""
    results = answer_of(lambda X, K: np.array([[np.nan, np.inf], [-np.inf, 1.0]]))["results"]
    assert results == [[["nan", "inf"], ["-inf", 1.0]]]


def test_only_the_call_is_listened_to(capsys: pytest.CaptureFixture[str]) -> None:
    """What the rest of the kernel prints meanwhile is not swallowed."""
    inside, go_on = threading.Event(), threading.Event()
    answers: list[Answer] = []

    def prints(X: Any, K: Any) -> Any:
        print("mine", "x" * 9000)
        inside.set()
        go_on.wait(SOON)
        return X

    caller = Caller(prints, ("Y",), speaker("en", "explore"), "en", answers.append)
    before = sys.stdout
    caller.ask([[[1.0]], [[1.0]]])
    assert inside.wait(SOON)
    print("theirs")
    go_on.set()
    assert caller.wait(SOON) is not None
    assert capsys.readouterr().out == "theirs\n"
    assert answers[0]["printed"].startswith("mine xxx")
    assert len(answers[0]["printed"]) <= 2001
    assert sys.stdout is before


def test_only_the_latest_arguments_are_answered() -> None:
    """A call without end gives way to a newer one; those in between are never run."""
    seen: list[float] = []
    answers: list[Answer] = []
    inside = threading.Event()

    def endless_at_one(X: Any, K: Any) -> Any:
        seen.append(float(X[0, 0]))
        inside.set()
        while X[0, 0] == 1:
            pass
        return X

    caller = Caller(endless_at_one, ("Y",), speaker("en", "explore"), "en", answers.append)
    caller.ask([[[1.0]], [[1.0]]])
    assert inside.wait(SOON)
    for value in (2.0, 3.0, 4.0):
        caller.ask([[[value]], [[1.0]]])
    assert caller.wait(SOON) is not None
    assert seen[0] == 1.0
    assert answers[-1]["results"] == [[[4.0]]]
    assert all(answer["arguments"][0] != [[1.0]] for answer in answers)


def test_stop_ends_even_code_that_catches_everything() -> None:
    answers: list[Answer] = []
    inside = threading.Event()
    tries = []

    def stubborn(X: Any, K: Any) -> Any:
        inside.set()
        while len(tries) < 3:
            try:
                while True:
                    pass
            except BaseException:
                tries.append(1)
        while True:
            pass

    caller = Caller(stubborn, ("Y",), speaker("en", "explore"), "en", answers.append)
    caller.ask([[[1.0]], [[1.0]]])
    assert inside.wait(SOON)
    caller.stop()
    assert caller.wait(SOON) is not None
    assert [answer["kind"] for answer in answers] == ["stopped"]


def test_a_call_that_cannot_be_stopped_is_said_to_be_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpers.explorers.explore_call.PATIENCE", 0.3)
    answers: list[Answer] = []
    inside, told = threading.Event(), threading.Event()

    def deliver(answer: Answer) -> None:
        answers.append(answer)
        told.set()

    def sleeps(X: Any, K: Any) -> Any:
        inside.set()
        time.sleep(2)
        return X

    caller = Caller(sleeps, ("Y",), speaker("en", "explore"), "en", deliver)
    caller.ask([[[1.0]], [[1.0]]])
    assert inside.wait(SOON)
    caller.stop()
    assert told.wait(SOON)
    assert answers[0]["kind"] == "stuck"
    assert caller.wait(SOON) is not None
    assert answers[-1]["kind"] == "stopped"


def corr2d(X: Any, K: Any) -> Any:
    return reference.corr2d(X, K[::-1, ::-1])


def test_the_static_picture_shows_both() -> None:
    e = explore(corr2d, H=2, W=2, h=1, w=2)
    e.x_cells = [[1.0, 2.0] + [0.0] * 14, [4.0, 3.0] + [0.0] * 14]
    e._ask()
    answer = e._caller.wait(SOON)
    assert answer is not None
    e.answer = answer
    drawn = e._picture()
    assert drawn is not None
    X, K = np.array(e.x_cells)[:2, :2], np.array(e.k_cells)[:1, :2]
    for name, Y in (("your Y", corr2d(X, K)), ("Y by definition", reference.corr2d(X, K))):
        numbers = "; ".join(f"{v:g}".replace("-", "−") for v in Y[:, 0])
        assert f"{name}, 2 by 1: {numbers}" in drawn.picture.alt
    assert drawn.caption[0] == "2 of 2 cells differ from the definition, marked ✗."


def test_without_the_reference_it_runs() -> None:
    """A student's installation has no helpers.reference: the call must not need it."""
    import subprocess

    code = """
import sys
sys.modules["helpers.reference"] = None
from helpers.explorers import explore
e = explore(lambda X, K: X, as_="corr2d")
e._ask()
e._caller.wait(20)
print(e.answer["kind"])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "done\n", done.stderr


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: explore(np.zeros((2, 2))), TypeError, "explore: a function is expected, not a nd"),
        (
            lambda: explore(raises),
            ValueError,
            "no definition named 'raises'; write as_= and one of",
        ),
    ],
)
def test_a_wrong_argument_is_named(
    call: Callable[[], Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        call()
