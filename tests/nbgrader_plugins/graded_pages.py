"""Feedback pages of small notebooks that are graded by the real grader, without a course."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import nbformat

from helpers.grading.notebook import grade_notebook
from helpers.grading.warm import Zygote
from helpers.judging.messages import language, use
from helpers.kernel.limits import Limits
from helpers.nbgrader_plugins.feedback import HideHiddenTests
from helpers.nbgrader_plugins.feedback_page import to_html
from tests.grading.small import answer, cell, free, known, made_of, notebook, test_of

CANARY = "canary-5f3c"
FORMULA = r"$$Y_{ij} = \sum_{a=0}^{h-1} \sum_{b=0}^{w-1} X_{i+a,\; j+b} \; K_{ab}$$"
INTRO = (
    f"# Two kernels\n\n## `corr2d` (4 points)\n\nMove the kernel, with $h \\times w$:\n\n{FORMULA}"
)


def _test(name: str, function: str, points: float) -> Any:
    return test_of(
        name,
        f"# Graded: {function}.\n### BEGIN HIDDEN TESTS\nhidden = '{CANARY}'\n"
        "from helpers.questions import two_kernels\n"
        f"two_kernels.{name}.mark({function})\n### END HIDDEN TESTS",
        points,
    )


QUIZ = made_of(
    known("intro", INTRO, "markdown", locked=True),
    answer("corr2d"),
    _test("corr2d", "corr2d", 4),
    answer("two_kernels_forward"),
    _test("two_kernels_forward_result2", "two_kernels_forward", 2),
    answer("l2_loss"),
    _test("l2_loss", "l2_loss", 2),
    free("why"),
)

CORR2D = """def corr2d(X, K):
    (H, W), (h, w) = X.shape, K.shape
    Y = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = np.sum(X[i : i + h, j : j + w] * K)
    return Y"""
FLIPPED = CORR2D.replace("* K)", "* K[::-1, ::-1])")
FORWARD = """def two_kernels_forward(X, K1, K2):
    result1 = corr2d(X, K1)
    return result1, corr2d(result1, K2)"""
L2_LOSS = "def l2_loss(result, reference):\n    return float(np.sum((result - reference) ** 2))"


def graded(
    zygote: Zygote,
    corr2d: str = CORR2D,
    l2_loss: str = L2_LOSS,
    why: str = "*Your answer here.*",
    forward: str = FORWARD,
    spoken: str = "en",
) -> Any:
    """Grade a notebook, and add to its cells what the gradebook would have of them."""
    content = notebook(
        cell(INTRO, "intro", "markdown"),
        cell("import numpy as np"),
        cell(corr2d, "corr2d"),
        cell(forward, "two_kernels_forward"),
        cell(l2_loss, "l2_loss"),
        cell(why, "why", "markdown"),
    )
    before = language()
    use(spoken)
    try:
        _, _, made = grade_notebook(content, {}, QUIZ, Limits(call_seconds=1), zygote)
    finally:
        use(before)
    nb = nbformat.from_dict(made)
    for one in nb.cells:
        said, marks = one.metadata.get("twokernels"), one.metadata.get("nbgrader", {})
        if said:
            marks |= {"score": said["score"] or 0.0, "waiting": said["score"] is None}
            marks |= {"by_hand": False, "extra": None}
        if marks.get("solution"):
            marks["comment"] = None
    return nb


def page(nb: Any, **about: Any) -> str:
    """Make the page as the exporter does."""
    scores = [c.metadata.nbgrader for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade")]
    resources = {
        "nbgrader": {
            "assignment": "quiz", "notebook": "quiz", "student": "ann", "late_penalty": 0,
            "score": sum(marks["score"] for marks in scores),
            "max_score": sum(marks["points"] for marks in scores), **about,
        }
    }  # fmt: skip
    nb, resources = HideHiddenTests().preprocess(nb, resources)
    return to_html(nb, resources)


def named(nb: Any, grade_id: str) -> Any:
    """Return the cell of this name."""
    return next(c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


_VOID = frozenset({"meta", "img", "br", "hr", "wbr", "col", "input"})


class Read(HTMLParser):
    """What a page consists of.  Raises ValueError where tags do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        if self._open:
            raise ValueError(f"not closed: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise ValueError(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All that is read."""
        return " ".join(" ".join(self.texts).split())

    def all(self, attribute: str) -> list[str]:
        """Return an attribute's values."""
        return [str(attrs[attribute]) for _, attrs in self.tags if attribute in attrs]
