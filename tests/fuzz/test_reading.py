"""Whatever becomes of a notebook file, it is read and laid out, or refused with a reason."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.grading.assignment import Assignment
from helpers.grading.errors import Unreadable
from helpers.grading.plan import Step, plan
from helpers.grading.reading import read_cells
from helpers.kernel.limits import Limits
from tests.fuzz.spoil import ASSIGNMENTS, release, spoiled

SEEDS = 2400
FOUND: tuple[int, ...] = ()
"""Numbers that once broke something, kept for good."""

json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.dictionaries(
            st.one_of(
                st.sampled_from(
                    ["cells", "worksheets", "cell_type", "source", "metadata", "nbgrader",
                     "grade_id", "id", "attachments", "input"]
                ),
                st.text(max_size=5),
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=40,
)  # fmt: skip


def read(content: bytes, assignment: Assignment) -> list[Step] | str:
    """Read and lay out a file; return the steps, or the reason why not."""
    try:
        return plan(read_cells(content, Limits().notebook_bytes), assignment)
    except Unreadable as reason:
        return str(reason)


def check(content: bytes, assignment: Assignment) -> bool:
    """Check what became of a file; say whether it could be read."""
    steps = read(content, assignment)
    if isinstance(steps, str):
        assert steps.isprintable()
        assert "helpers" not in steps
        assert "Traceback" not in steps
        return False
    ids = [step.known.grade_id for step in steps if step.known]
    assert len(ids) == len(set(ids)), "a cell of the assignment is there twice"
    kept = {c.grade_id for c in assignment.cells if c.is_test or c.is_manual or c.locked}
    assert kept <= set(ids), "a test, a free answer or a locked cell is missing"
    for step in steps:
        assert step.kind in ("code", "markdown", "raw")
        step.source.encode("utf-8")
        json.dumps(step.pictures)
        if step.known and step.known.locked:
            assert step.source == step.known.released
        if step.known and step.known.is_test:
            assert not step.runs_at_student
    return True


@pytest.mark.parametrize("block", range(8))
def test_a_spoiled_notebook_is_read_or_refused(
    assignments: dict[str, Assignment], block: int
) -> None:
    could = 0
    for seed in range(block * SEEDS // 8, (block + 1) * SEEDS // 8):
        name, content = spoiled(seed)
        try:
            could += check(content, assignments[name])
        except Exception as error:
            pytest.fail(f"seed {seed} of {name}: {type(error).__name__}: {error}")
    assert SEEDS // 8 * 0.3 < could < SEEDS // 8, "spoiling is too harsh or too mild to tell"


def test_what_once_broke_something_does_not_again(assignments: dict[str, Assignment]) -> None:
    for seed in FOUND:
        name, content = spoiled(seed)
        check(content, assignments[name])


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_release_that_is_not_spoiled_is_known_cell_by_cell(
    assignments: dict[str, Assignment], name: str
) -> None:
    steps = read(release(name), assignments[name])
    assert not isinstance(steps, str)
    assert [s.known.grade_id for s in steps if s.known] == [
        cell.grade_id for cell in assignments[name].cells
    ]
    assert not any(step.was_missing for step in steps)


@settings(max_examples=400)
@given(json_values)
@example({"cells": [{"cell_type": "code", "metadata": {"nbgrader": {"grade_id": "corr2d"}}}]})
def test_any_json_is_read_or_refused(assignments: dict[str, Assignment], value: object) -> None:
    content = json.dumps(value).encode()
    for wrapped in (content, b'{"cells": %s}' % content, b'{"cells": [%s]}' % content):
        check(wrapped, assignments["two_kernels"])


@settings(max_examples=300)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(assignments: dict[str, Assignment], content: bytes) -> None:
    check(content, assignments["two_kernels"])
