"""The key of a course that draws every student's own numbers, where the course wants that."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from traitlets.config import Config

from helpers.grading.errors import NoCourse
from helpers.grading.settings import has_personal_numbers
from helpers.judging.personal import DRAWS, assignment_key

SECRET = Path(".twokernels", "numbers.secret")
"""In the course directory; made once, read by the instructor alone.  Without it a regrade would
draw other numbers, so it belongs to the course's backup."""


def numbers_key(config: Config, root: Path, assignment: str) -> str | None:
    """Return the key of an assignment's numbers, or None where all have the sheet's.

    Raises NoCourse where the secret can be neither read nor made.
    """
    if assignment not in DRAWS or not has_personal_numbers(config):
        return None
    path = root / SECRET
    try:
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32))
        return assignment_key(bytes.fromhex(path.read_text("ascii")), assignment)
    except (OSError, ValueError) as error:
        raise NoCourse(
            f"{path} cannot be used ({error}); it draws the students' numbers: restore it from a "
            "backup, or remove it to draw everybody's numbers anew"
        ) from error
