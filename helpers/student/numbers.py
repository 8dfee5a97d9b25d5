"""A student's own numbers, where the course draws them."""

from __future__ import annotations

from typing import Any

from helpers.judging import personal
from helpers.judging.messages import tell
from helpers.judging.values import Array
from helpers.student.check import CheckFailed
from helpers.student.pictures import show


def my_numbers(assignment: str, key: str, student_id: str) -> tuple[Array, ...]:
    """Show the matrices of this student's exercise and return them, in the notebook's order.

    Grading draws them again for whoever handed the notebook in, whatever id is written in it.
    Raises CheckFailed where no id is written yet.
    """
    if not isinstance(student_id, str) or not student_id.strip():
        raise CheckFailed(tell("numbers.no-id"))
    numbers = personal.draw(assignment, key, student_id)
    personal.use(numbers)
    show(**dict[str, Any](numbers))
    return tuple(numbers.values())
