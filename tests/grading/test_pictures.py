"""What a wrong function shows on visible cases is recorded, bounded, and costs no mark."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import nbformat
import pytest

from helpers.grading.notebook import grade_notebook
from helpers.grading.pictures import MAX_DRAWN, MAX_SAID
from helpers.grading.warm import Zygote
from helpers.judging.messages import language, use
from helpers.kernel.limits import Limits
from helpers.questions import examples
from tests.grading.small import Json, answer, cell, made_of, notebook, test_of

QUESTIONS = ("corr2d", "l2_loss", "corr2d_backward_dX", "corr2d_backward_dK")
QUIZ = made_of(
    *(answer(name) for name in ("corr2d", "l2_loss", "corr2d_backward")),
    *(
        test_of(
            name, f"from helpers.questions import two_kernels\ntwo_kernels.{name}.mark({function})"
        )
        for name, function in zip(
            QUESTIONS, ("corr2d", "l2_loss", "corr2d_backward", "corr2d_backward"), strict=True
        )
    ),
)

CORR2D = """
def corr2d(X, K):
    (H, W), (h, w) = X.shape, K.shape
    Y = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = np.sum(X[i : i + h, j : j + w] * K)
    return Y
"""
FLIPPED = CORR2D.replace("* K)", "* K[::-1, ::-1])")
L2_LOSS = "def l2_loss(result, reference):\n    return float(np.sum((result - reference) ** 2))"
BACKWARD = """
def corr2d_backward(dY, X, K):
    h, w = K.shape
    dX, dK = np.zeros(X.shape), np.zeros(K.shape)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w] += dY[i, j] * K
            dK += dY[i, j] * X[i : i + h, j : j + w]
    return dX, dK
"""
ON_EXAMPLE = "\n    if X.shape == (3, 4) and K.shape == (2, 2):\n        "

Graded = tuple[dict[str, Json], Json]
Grade = Callable[..., Graded]


@pytest.fixture
def grade(zygote: Zygote) -> Grade:
    """Grade answers; return each test cell's metadata, and the notebook."""

    def grade(corr2d: str = CORR2D, l2_loss: str = L2_LOSS, backward: str = BACKWARD,
              **limits: Any) -> Graded:  # fmt: skip
        content = notebook(
            cell("import numpy as np"),
            cell(corr2d, "corr2d"),
            cell(l2_loss, "l2_loss"),
            cell(backward, "corr2d_backward"),
        )
        _, _, made = grade_notebook(content, {}, QUIZ, Limits(**limits), zygote)
        nbformat.validate(nbformat.from_dict(made))
        json.dumps(made, allow_nan=False)
        said = {
            c["metadata"]["nbgrader"]["grade_id"]: c["metadata"]["twokernels"]
            for c in made["cells"]
            if "twokernels" in c["metadata"]
        }
        return said, made

    return grade


def test_nothing_is_drawn_of_right_and_blank_answers(grade: Grade) -> None:
    said, _ = grade(l2_loss="def l2_loss(result, reference):\n    raise NotImplementedError()")
    assert {name: (mark["outcome"], mark["pictures"]) for name, mark in said.items()} == {
        "test_corr2d": ("correct", []),
        "test_l2_loss": ("not_attempted", []),
        "test_corr2d_backward_dX": ("correct", []),
        "test_corr2d_backward_dK": ("correct", []),
    }


def test_a_wrong_function_is_drawn_on_each_visible_case(grade: Grade) -> None:
    said, _ = grade(FLIPPED)
    mark = said["test_corr2d"]
    assert mark["misconception"] == "corr2d.flips-kernel"
    assert "rotated by 180°" in mark["says"]
    assert mark["ask"].endswith("?")
    assert len(mark["details"]) == 5
    first, second = mark["pictures"]
    assert [first["case"], second["case"]] == [case.name for case in examples.CORR2D]
    assert [argument["name"] for argument in first["arguments"]] == ["X", "K"]
    assert first["arguments"][1] == {"name": "K", "shape": [2, 2], "numbers": ["1", "2", "0", "-1"]}
    assert first["expected"] == {"shape": [2, 3], "numbers": ["4", "-1", "2", "1", "6", "1"]}
    assert first["got"] == {"shape": [2, 3], "numbers": ["0", "3", "6", "5", "2", "1"]}
    assert first["wrong"] == [True] * 5 + [False]
    assert "5 of 6" in first["says"]


def test_of_a_function_with_two_results_the_one_asked_for_is_drawn(grade: Grade) -> None:
    said, _ = grade(backward=BACKWARD.replace("return dX, dK", "return dX, -dK"))
    assert said["test_corr2d_backward_dX"]["pictures"] == []
    (picture,) = said["test_corr2d_backward_dK"]["pictures"]
    assert picture["result"] == "dK"
    assert picture["got"]["shape"] == [2, 2]
    assert picture["wrong"] == [True] * 4


def test_a_case_that_is_right_all_the_same_holds_no_numbers(grade: Grade) -> None:
    only_wrong_elsewhere = CORR2D.replace("return Y", "return Y if X.shape == (3, 4) else -Y")
    said, _ = grade(only_wrong_elsewhere)
    assert all(
        picture["right"] and "expected" not in picture
        for picture in said["test_corr2d"]["pictures"]
    )
    assert len(said["test_corr2d"]["pictures"]) == 2


def test_of_other_shapes_no_entry_is_marked(grade: Grade) -> None:
    said, _ = grade(CORR2D.replace("return Y", "return Y.T"))
    picture = said["test_corr2d"]["pictures"][0]
    assert (picture["got"]["shape"], picture["expected"]["shape"]) == ([3, 2], [2, 3])
    assert "wrong" not in picture


@pytest.mark.parametrize(
    ("returned", "numbers"),
    [
        ("np.full((2, 3), np.nan)", ["nan"] * 6),
        ("np.full((2, 3), -np.inf)", ["-inf"] * 6),
        ("np.full((2, 3), 1e300)", ["1e+300"] * 6),
        ("[[True, 2, 3], [4, 5, 6]]", ["1", "2", "3", "4", "5", "6"]),
        ("7", ["7"]),
        (f"np.zeros({MAX_DRAWN + 1})", None),
        ("np.zeros((1, 2, 3))", None),
    ],
)
def test_numbers_of_any_kind_are_short_texts(
    grade: Grade, returned: str, numbers: list[str] | None
) -> None:
    said, _ = grade(f"def corr2d(X, K):\n    return {returned}")
    assert said["test_corr2d"]["pictures"][0]["got"]["numbers"] == numbers


@pytest.mark.parametrize(
    "body",
    [
        "return '<script>alert(1)</script>' * 1000",
        "return None",
        "return {'X': X}",
        "return np.array(['<b>'])",
        "X += 1; return X",
        "raise ValueError('<b>' * 10_000)",
        "raise type('<b>' * 10_000, (Exception,), {})()",
    ],
)
def test_what_is_no_answer_leaves_only_a_short_sentence(grade: Grade, body: str) -> None:
    said, _ = grade(f"def corr2d(X, K):\n    {body}")
    for picture in said["test_corr2d"]["pictures"]:
        assert "got" not in picture
        assert 0 < len(picture["says"]) <= MAX_SAID


def test_a_visible_case_that_does_not_finish_costs_no_mark_and_is_the_last(grade: Grade) -> None:
    """A function that is graded twice is drawn after the second time, when no mark is left."""
    stuck = BACKWARD.replace("h, w = K.shape", f"h, w = K.shape{ON_EXAMPLE}while True: pass")
    wrong = stuck.replace("return dX, dK", "return -dX, dK")
    said, _ = grade(backward=wrong, l2_loss=L2_LOSS.replace("** 2", "** 4"), call_seconds=0.5)
    assert said["test_corr2d_backward_dX"]["outcome"] == "wrong_values"
    assert said["test_corr2d_backward_dX"]["pictures"] == []
    assert said["test_corr2d_backward_dK"]["outcome"] == "correct"
    assert said["test_l2_loss"]["pictures"] != []  # it came before


def test_a_visible_case_that_ends_the_process_costs_no_mark(grade: Grade) -> None:
    ends = FLIPPED.replace("Y = np", f"pass{ON_EXAMPLE}import os; os._exit(1)\n    Y = np")
    said, _ = grade(ends, l2_loss=L2_LOSS.replace("** 2", "** 4"))
    assert said["test_corr2d"]["misconception"] == "corr2d.flips-kernel"
    assert said["test_l2_loss"]["outcome"] == "wrong_values"
    assert said["test_l2_loss"]["pictures"] == []
    assert said["test_corr2d_backward_dX"]["score"] == 4


def test_a_mark_without_a_question_has_no_picture(zygote: Zygote) -> None:
    """A test cell may be any instructor's code."""
    quiz = made_of(answer("f"), test_of("f", "assert f(1) == 2"))
    _, _, made = grade_notebook(
        notebook(cell("def f(x):\n    return x", "f")), {}, quiz, Limits(), zygote
    )
    (said,) = [
        c["metadata"]["twokernels"] for c in made["cells"] if c["metadata"].get("twokernels")
    ]
    assert (said["outcome"], said["pictures"], said["details"]) == ("wrong_values", [], [])


def test_the_notebook_says_its_language(grade: Grade) -> None:
    before = language()
    use("zh")
    try:
        said, made = grade(FLIPPED)
    finally:
        use(before)
    assert made["metadata"]["twokernels"] == {"language": "zh"}
    assert "个元素" in said["test_corr2d"]["pictures"][0]["says"]
