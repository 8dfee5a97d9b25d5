"""Each assignment in turn, and its notebook."""

from __future__ import annotations

import pytest
from nbformat import NotebookNode

from tests.source.assignments import ASSIGNMENTS, Assignment


@pytest.fixture(params=ASSIGNMENTS, ids=lambda a: a.name, scope="module")
def assignment(request: pytest.FixtureRequest) -> Assignment:
    wanted: Assignment = request.param
    return wanted


@pytest.fixture(scope="module")
def notebook(assignment: Assignment) -> NotebookNode:
    return assignment.read()
