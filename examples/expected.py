"""What each demo student should earn, read from `examples/class/expected.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from examples.build import CLASS, ClassError

FULL = Fraction(1)


def expected_shares(
    student: str, assignment: str, questions: Iterable[str], path: Path = CLASS / "expected.toml"
) -> dict[str, Fraction]:
    """Give the share of each question's points, 0 to 1, that a student should earn.

    Raises ClassError when the file lists a question that is not one of `questions`.
    """
    everyone = tomllib.loads(path.read_text(encoding="utf-8"))
    listed = dict(everyone.get(student, {}).get(assignment, {}))
    otherwise = Fraction(listed.pop("otherwise", FULL))
    shares = dict.fromkeys(questions, otherwise)
    for question, share in listed.items():
        if question not in shares:
            raise ClassError(f"{path}: {assignment} has no question {question!r} ({student})")
        shares[question] = Fraction(share)
    return shares
