"""What is said of a wrong answer holds no number of the right one."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers.questions import two_kernels
from helpers.questions.function_question import FunctionQuestion
from helpers.questions.model import Case
from tests.questions.test_diagnosis import mark_of

SECRET = FunctionQuestion(
    name="corr2d",
    points=4,
    # distinctive entries: no shape, no count and no position looks like one of them
    reference=lambda X, K: 1000 * two_kernels.corr2d.reference(X, K) + 77777,
    misconceptions=two_kernels.corr2d.misconceptions,
    cases=tuple(
        Case(case.name, case.arguments) for case in two_kernels.corr2d.cases if case.arguments
    ),
)
EXPECTED = {f"{abs(value):g}" for result in SECRET.expected for value in np.ravel(result)}


@given(
    st.lists(
        st.one_of(
            arrays(float, st.tuples(st.integers(1, 7), st.integers(1, 7)), elements=st.floats(
                -9, 9, width=16
            )),
            st.integers(-9, 9),
            st.none(),
        ),
        min_size=5,
        max_size=5,
    ),
    st.sampled_from(["as it is", "near", "scaled", "turned"]),
)  # fmt: skip
def test_no_number_of_what_is_expected_is_told(results: list[Any], form: str) -> None:
    counter = itertools.count()

    def answer(X: Any, K: Any) -> Any:
        k = next(counter)
        right = SECRET.expected[k]
        match form:
            case "near":
                return right + (np.arange(right.size).reshape(right.shape) % 2) * 555
            case "scaled":
                return right * 3
            case "turned":
                return right[::-1]
            case _:
                return results[k]

    message = mark_of(SECRET, answer).message
    told = set(re.findall(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?", message))
    assert not told & EXPECTED
    assert message.startswith("corr2d: ")


def test_the_search_for_expected_numbers_finds_them() -> None:
    """The check above can fail: the answer itself is made of such numbers."""
    text = str(SECRET.expected[0].tolist())
    assert set(re.findall(r"\d+", text)) & EXPECTED
