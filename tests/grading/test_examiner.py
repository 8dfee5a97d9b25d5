"""Ordinary test cells, on answers of every kind: what they earn and what is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from helpers.grading.verdict import Verdict
from helpers.questions.model import Outcome
from tests.grading.conftest import Grade
from tests.grading.small import answer, cell, free, known, test_of

Judge = Callable[..., Verdict]
GOOD = "def f(x):\n    return 2 * x"

RIGHT: dict[str, tuple[str, str]] = {
    "a plain assert": (GOOD, "assert f(2) == 4"),
    "an assert in a loop": (GOOD, "for i in range(5):\n    assert f(i) == 2 * i"),
    "an assert in a function and a class": (
        GOOD,
        "class T:\n    def run(self):\n        return [f(i) for i in (1, 2)]\n"
        "def check():\n    assert T().run() == [2, 4]\ncheck()",
    ),
    "numpy's own": (GOOD, "np.testing.assert_allclose(f(np.ones((2, 2))), 2)"),
    "a bool of numpy": (GOOD, "np.all(f(np.arange(3)) == [0, 2, 4])"),
    "a bool": (GOOD, "f(2) == 4"),
    "all the points": (GOOD, "score = 4.0 if f(2) == 4 else 0\nscore"),
    "an exception that should be raised": (
        "def f(x):\n    raise ValueError('negative')",
        "try:\n    f(-1)\nexcept ValueError:\n    pass\nelse:\n    assert False",
    ),
    "an exception of a subclass": (
        "class Bad(KeyError): pass\ndef f(x):\n    raise Bad(x)",
        "try:\n    f(1)\nexcept LookupError:\n    pass\nelse:\n    assert False",
    ),
    "a dict of functions": (
        "f = {'double': lambda x: 2 * x, 'list': [abs]}",
        "assert f['double'](4) == 8 and f['list'][0](-1) == 1",
    ),
    "a function that returns a function": (
        "def f(n):\n    return lambda x: n * x", "assert f(3)(4) == 12",
    ),
    "keyword arguments and defaults": (
        "def f(x, *, by=2, **more):\n    return x * by + sum(more.values())",
        "assert f(3) == 6 and f(x=3, by=4, a=1) == 13",
    ),
    "an instance that can be called": (
        "class F:\n    def __call__(self, x):\n        return 2 * x\nf = F()", "assert f(2) == 4",
    ),
    "a lambda, a partial, a builtin": (
        "import functools\nf = functools.partial(pow, 2)", "assert f(3) == 8",
    ),
    "numpy's function": ("import numpy as np\nf = np.square", "assert f(3.0) == 9"),
    "a decorated generator made a list": (
        "def f(n):\n    return list(range(n))", "assert f(3) == [0, 1, 2]",
    ),
    "values of every kind": (
        "import numpy as np\nf = {'a': [1, (2.5, None)], 3: np.eye(2), 'b': True, 'c': 'text'}",
        "assert f['a'] == [1, (2.5, None)] and f[3][1, 1] == 1 and f['b'] is True",
    ),
    "a value that is nan": ("f = float('nan')", "assert f != f"),
    "a large integer": ("f = 3 ** 200", "assert f == 3 ** 200"),
    "state kept between calls": (
        "seen = []\ndef f(x):\n    seen.append(x)\n    return len(seen)",
        "assert [f(0), f(0)] == [1, 2]",
    ),
    "warnings, prints and magics": (
        "import warnings\ndef f(x):\n    print('hi')\n    warnings.warn('w')\n    return x",
        "%matplotlib inline\nimport warnings\nprint(f(1))\nwarnings.warn('mine')\nassert f(1) == 1",
    ),
    "a name of the test's own": (GOOD, "x = 5\ny = [x * i for i in (1, 2)]\nassert f(y[0]) == 10"),
    "nothing to check": (GOOD, "# no test\n"),
    "an import in the test": (GOOD, "import math\nassert f(math.pi) == 2 * math.pi"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "test"), RIGHT.values(), ids=RIGHT)
def test_a_right_answer_earns_its_points(judge: Judge, written: str, test: str) -> None:
    verdict = judge(written, test)
    assert (verdict.outcome, verdict.score, verdict.message) == (Outcome.CORRECT, 4.0, "Correct.")


WRONG: dict[str, tuple[str, str, Outcome, float, str]] = {
    "a plain assert": (
        GOOD, "assert f(2) == 5", Outcome.WRONG_VALUES, 0, "A check of this question failed.",
    ),
    "with a message that is written": (
        GOOD, "assert f(2) == 5, 'Try f(2).'", Outcome.WRONG_VALUES, 0, "Try f(2).",
    ),
    "with a message that is computed": (
        GOOD, "e = 51\nassert f(2) == e, f'expected {e}'", Outcome.WRONG_VALUES, 0,
        "A check of this question failed.",
    ),
    "numpy's own": (
        GOOD, "np.testing.assert_allclose(f(2), 51)", Outcome.WRONG_VALUES, 0,
        "A check of this question failed.",
    ),
    "part of the points": (
        GOOD, "1.5", Outcome.WRONG_VALUES, 1.5, "Partly right: 1.5 of 4 points.",
    ),
    "none of the points": (GOOD, "0", Outcome.WRONG_VALUES, 0, "Not right."),
    "a bool": (GOOD, "f(2) == 5", Outcome.WRONG_VALUES, 0, "Not right."),
    "the test itself fails": (
        GOOD, "secret = 51\n{}[f(secret)]", Outcome.WRONG_VALUES, 0,
        "The checks of this question could not use your answer.",
    ),
    "the test is no Python": (
        GOOD, "assert f(51", Outcome.WRONG_VALUES, 0,
        "The checks of this question could not use your answer.",
    ),
    "a wrong shape the test trips over": (
        "def f(x):\n    return [1]", "f(0)[1]", Outcome.WRONG_VALUES, 0,
        "The checks of this question could not use your answer.",
    ),
    "the function raises": (
        "def f(x):\n    return [][x]", "f(7)", Outcome.RAISED, 0,
        "f raised IndexError: list index out of range at `return [][x]`.",
    ),
    "an exception the test does not expect": (
        "def f(x):\n    return 1 / 0", "try:\n    f(1)\nexcept ValueError:\n    pass",
        Outcome.RAISED, 0, "f raised ZeroDivisionError: division by zero at `return 1 / 0`.",
    ),
    "it asserts by itself": (
        "def f(x):\n    assert x > 9, 'too small'", "f(1)", Outcome.RAISED, 0,
        "f raised AssertionError: too small at `assert x > 9, 'too small'`.",
    ),
    "it exits": (
        "def f(x):\n    raise SystemExit(3)", "f(1)", Outcome.RAISED, 0,
        "f raised SystemExit: 3 at `raise SystemExit(3)`.",
    ),
    "it was left blank": (
        "def f(x):\n    raise NotImplementedError()", "f(1)", Outcome.NOT_ATTEMPTED, 0,
        "not attempted yet.",
    ),
    "it is not there": ("", "f(1)", Outcome.NOT_ATTEMPTED, 0, "f is not defined in the notebook."),
    "it wants other arguments": (
        "def f(): pass", "f(1)", Outcome.RAISED, 0,
        "f raised TypeError: f() takes 0 positional arguments but 1 was given.",
    ),
    "it recurses without end": (
        "def f(x):\n    return f(x)", "f(1)", Outcome.RAISED, 0, "f raised RecursionError",
    ),
    "it wants too much memory": (
        "def f(x):\n    return bytearray(1 << 40)", "f(1)", Outcome.OUT_OF_MEMORY, 0,
        "f ran out of memory at `return bytearray(1 << 40)`.",
    ),
    "it ends its process": (
        "def f(x):\n    import os; os._exit(0)", "f(1)", Outcome.RAISED, 0,
        "f could not be called: the notebook's process is gone, it ended by itself",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "test", "outcome", "score", "message"), WRONG.values(), ids=WRONG
)
def test_a_wrong_answer_is_told_what_is_wrong(
    judge: Judge, written: str, test: str, outcome: Outcome, score: float, message: str
) -> None:
    verdict = judge(written, test)
    assert (verdict.outcome, verdict.score) == (outcome, score)
    assert verdict.message.startswith(message)
    assert "51" not in verdict.message


REFUSED = {
    "a generator": "(i for i in range(3))",
    "a set": "{1, 2}",
    "a complex": "1j",
    "a bytes": "b'x'",
    "an array of objects": "np.array([None])",
    "an array of complex numbers": "np.ones(2) * 1j",
    "an array subclass (numpy.ma.MaskedArray)": "np.ma.masked_array([1.0], [True])",
    "an array of dtype datetime64[s]": "np.zeros(2, 'M8[s]')",
    "an array of 1000001 entries": "np.zeros(1_000_001)",
    "a value nested too deep": "[[[[[[[[[[1]]]]]]]]]]",
    "a __main__.Agrees": "type('Agrees', (), {'__module__': '__main__'})()",
}


@pytest.mark.parametrize(("what", "value"), [(k, v) for k, v in REFUSED.items()])
def test_a_result_that_does_not_cross_is_named_as_what_it_is(
    judge: Judge, what: str, value: str
) -> None:
    for written, name in (
        (f"import numpy as np\ndef f(x):\n    return {value}", "the result of f"),
        (f"import numpy as np\nf = {value}", "f"),
    ):
        test = "f(1)" if "result" in name else "f"
        verdict = judge(written, test)
        assert (verdict.outcome, verdict.score) == (Outcome.WRONG_VALUES, 0)
        assert verdict.message.startswith(f"{name} is {what}")
        assert verdict.message.endswith("numbers or plain arrays are expected.")


def test_a_module_is_no_answer(judge: Judge) -> None:
    assert judge("import math as f", "f.pi").message.startswith("f is a module")


def test_an_object_that_agrees_with_everything_never_reaches_a_test(judge: Judge) -> None:
    written = (
        "class Agrees(float):\n    __eq__ = __le__ = __ge__ = lambda *_: True\n"
        "    __array_ufunc__ = __sub__ = lambda *_, **__: 0\n    __hash__ = None\n"
        "def f(x):\n    return Agrees()"
    )
    verdict = judge(written, "assert f(1) == 5")
    assert (verdict.outcome, verdict.score) == (Outcome.WRONG_VALUES, 0)
    assert "Agrees" in verdict.message


def test_every_call_of_a_slow_function_is_not_waited_for(judge: Judge) -> None:
    """One call times out; the others of the same function are answered at once."""
    verdict = judge(
        "def f(x):\n    while x: pass", "for i in (0, 1, 1, 1):\n    f(i)", call_seconds=0.3
    )
    assert verdict.outcome is Outcome.TIMED_OUT
    assert verdict.message == "f did not finish: it ran for more than 0.3 s."
    caught = "for i in (1, 1, 1, 1):\n    try: f(i)\n    except Exception: pass\nf(0)"
    verdict = judge("def f(x):\n    while x: pass", caught, call_seconds=0.3)
    assert verdict.outcome is Outcome.TIMED_OUT


def test_a_test_changes_no_answer_and_an_answer_no_test(judge: Judge) -> None:
    """Arguments and results are copies, both ways."""
    written = "import numpy as np\nkept = np.ones(3)\ndef f(x):\n    x[:] = 0\n    return kept"
    test = "X = np.ones(3)\nf(X)[:] = 7\nassert X.sum() == 3 and f(X).sum() == 3"
    assert judge(written, test).score == 4


def test_an_answer_that_hangs_on_hashes_is_the_same_in_every_run(judge: Judge) -> None:
    """The order of a set of strings would be another in each Python."""
    said = subprocess.run(
        [sys.executable, "-c", "print(hash('kernel'))"],
        env={"PYTHONHASHSEED": "0"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert judge("def f(x):\n    return hash(x)", f"assert f('kernel') == {said.stdout}").score == 4


def test_names_of_one_test_cell_are_there_in_the_next(grade: Grade) -> None:
    cells = [
        answer("f"),
        test_of("f", "X = 5\nassert f(X) == 10"),
        test_of("g", "assert f(X) == 10"),
    ]
    verdicts = grade(cells, [cell(GOOD, "f")])
    assert [v.score for v in verdicts.values()] == [4.0, 4.0]


def test_a_function_that_is_defined_anew_counts_from_there_on(grade: Grade) -> None:
    known_cells = [answer("f"), test_of("f", "assert f(1) == 2"), answer("g"), test_of("g", "f(1)")]
    cells = [cell(GOOD, "f"), cell("", "test_f"), cell("def f(x):\n    return 3.0", "g")]
    verdicts = grade(known_cells, cells)
    assert verdicts["test_f"].score == 4
    assert verdicts["test_g"].score == 3


def test_what_was_examined_before_the_process_went_keeps_its_points(grade: Grade) -> None:
    known_cells = [answer("f"), test_of("f", "assert f(1) == 2"), answer("g"), test_of("g", "g(1)")]
    verdicts = grade(known_cells, [cell(GOOD, "f"), cell("import os; os._exit(1)", "g")])
    assert verdicts["test_f"].score == 4
    assert (verdicts["test_g"].score, verdicts["test_g"].outcome) == (0, Outcome.RAISED)
    assert "the notebook's process is gone" in verdicts["test_g"].message


def test_a_free_answer_is_left_to_a_person_and_a_blank_one_is_not(grade: Grade) -> None:
    blank = free("why").source
    for written, outcome, score in (
        ("Because.", Outcome.NEEDS_MANUAL_GRADE, None),
        (blank, Outcome.NOT_ATTEMPTED, 0.0),
        (f"\n{blank}  \n", Outcome.NOT_ATTEMPTED, 0.0),
    ):
        verdict = grade([free("why")], [cell(written, "why", "markdown")])["why"]
        assert (verdict.outcome, verdict.score) == (outcome, score)
    assert grade([free("why")], [])["why"].outcome is Outcome.NOT_ATTEMPTED


def test_a_locked_cell_runs_as_the_assignment_has_it(grade: Grade) -> None:
    setup = known("setup", "base = 10", locked=True)
    test = test_of("f", "assert f(1) == 11")
    written = [cell("base = 0", "setup"), cell("def f(x):\n    return base + x", "f")]
    assert grade([setup, answer("f"), test], written)["test_f"].score == 4
