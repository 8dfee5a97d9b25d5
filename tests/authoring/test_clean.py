"""What is right is left alone, and what cannot be checked says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.authoring.check import Checked
from helpers.grading.errors import NoCourse
from tests.authoring.conftest import Own

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.filterwarnings(
    # nbgrader 0.9.6 and nbconvert open event loops and files in ways that newer Pythons warn of.
    "ignore::DeprecationWarning",
    "ignore::ResourceWarning",
)


def test_nothing_is_wrong_with_a_new_assignment(own: Own, found: Callable[..., Checked]) -> None:
    before = {path: path.stat().st_mtime_ns for path in own.root.rglob("*")}
    assert found(own.root) == Checked((), complete=True, tried=9)
    assert {path: path.stat().st_mtime_ns for path in own.root.rglob("*")} == before


@pytest.mark.parametrize("assignment", ["two_kernels", "convolution", "pooling"])
def test_nothing_is_wrong_with_the_course(found: Callable[..., Checked], assignment: str) -> None:
    assert found(ROOT, assignment).findings == ()


@pytest.mark.parametrize("loop", ["while True: pass", "import os; os._exit(0)"])
def test_a_notebook_that_does_not_come_to_its_end_is_named(
    own: Own, found: Callable[..., Checked], loop: str
) -> None:
    config = own.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "c.TwoKernels.limits = {'notebook_seconds': 4}\n")
    own.add(loop, "why-shorter-prompt")
    checked = found(own.root)
    assert (checked.complete, checked.tried) == (False, 0)  # a trial would take as long each
    [finding] = checked.findings
    assert (str(finding.kind), finding.cell) == ("cell-fails", "added")
    assert ("Python" if "os" in loop else "not past it in 4 s") in finding.says


NOT_POSSIBLE: dict[str, tuple[Callable[[Own], None], str]] = {
    "no notebook": (lambda own: own.path.write_text("{}") and None, "no notebook that can be read"),
    "no such assignment": (lambda own: own.path.unlink(), "there is no assignment own"),
    "a heading": (
        lambda own: own.answers.write_text("# %% moving_average: nice\n") and None,
        "line 1: `# %% moving_average: nice` is not understood",
    ),
    "an unknown answer": (
        lambda own: own.answers.write_text("#\n# %% median right: x\n") and None,
        "line 2: there is no answer cell median (there: moving_average)",
    ),
    "an open region": (
        lambda own: own.replace("moving-average-answer", "### END SOLUTION", ""),
        "no release can be made of",
    ),
}


@pytest.mark.parametrize(("spoil", "reason"), NOT_POSSIBLE.values(), ids=NOT_POSSIBLE)
def test_what_cannot_be_checked_says_why(
    own: Own, found: Callable[..., Checked], spoil: Callable[[Own], None], reason: str
) -> None:
    spoil(own)
    with pytest.raises(NoCourse) as error:
        found(own.root)
    assert reason in str(error.value)
