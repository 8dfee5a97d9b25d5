"""One cycle for all tests of this folder; their names say how its people are kept apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.exchange.cycle import STUDENTS, TEACHER, Cycle, play
from tests.exchange.people import Machine, way


@pytest.fixture(scope="session", params=[way()])
def cycle() -> Iterator[Cycle]:
    """Play the cycle once."""
    machine = Machine([TEACHER, *STUDENTS])
    try:
        yield play(machine)
    finally:
        machine.close()
