"""What can be wrong with an assignment, each in a sentence with what to do about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is wrong, in one word that tools and people share."""

    METADATA = "metadata"
    POINTS = "points"
    NO_TEST = "no-test"
    LEAK = "leak"
    RUN_ORDER = "run-order"
    UNKNOWN_NAME = "unknown-name"
    CELL_FAILS = "cell-fails"
    BLANK_PASSES = "blank-passes"
    SOLUTION_FAILS = "solution-fails"
    WRONG_PASSES = "wrong-passes"
    RIGHT_FAILS = "right-fails"
    RANDOMNESS = "randomness"
    FILES = "files"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where, what, and what to do."""

    kind: Kind
    notebook: str
    cell: str
    """The cell's grade id, or else its cell id, or else its number."""
    says: str
    do: str

    def to_json(self) -> dict[str, str]:
        """Return the finding as the result file has it."""
        return {name: str(value) for name, value in asdict(self).items()}
