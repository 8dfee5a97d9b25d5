"""Whose marks change by how much when submissions are graded again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from helpers.grading.gradebook import Mark

Json = dict[str, Any]
NEAR = 1e-9
"""Points closer than this are the same: sums of halves and thirds are not exact."""


@dataclass(frozen=True)
class Said:
    """What was said of one answer, by the tests and by a person."""

    mark: Mark
    max_score: float
    outcome: str | None
    """None where another grader gave the mark."""

    def to_json(self) -> Json:
        """Return it as `twokernels diff --json` has it."""
        return {
            "score": self.mark.score,
            "auto_score": self.mark.auto,
            "max_score": self.max_score,
            "outcome": self.outcome,
        }


@dataclass(frozen=True)
class Change:
    """One answer of one student, before and after."""

    student: str
    grade_id: str
    before: Said
    after: Said

    @property
    def points(self) -> float:
        """How many points more it counts for."""
        return (self.after.mark.score or 0.0) - (self.before.mark.score or 0.0)

    @property
    def by_hand(self) -> bool:
        """Whether a person's mark stays, whatever the tests say."""
        return self.before.mark.manual is not None


@dataclass(frozen=True)
class Total:
    """All points of one student, late penalties not taken off."""

    before: float
    after: float

    @property
    def points(self) -> float:
        """How many more there are."""
        return self.after - self.before


@dataclass
class Changes:
    """Compares what was there with what comes, submission by submission."""

    marks: dict[str, dict[str, Mark]]
    """What the gradebook has, by student and graded cell."""
    points: dict[str, float]
    """What each graded cell has been worth."""
    rows: list[Change] = field(default_factory=list)
    totals: dict[str, Total] = field(default_factory=dict)
    """Of every student who had marks."""
    new: list[str] = field(default_factory=list)
    """Who had none."""
    differs: bool = False
    """Whether anything is not as it was, if only a message."""

    def enter(
        self, student: str, earlier: Json | None, cells: Json, points: dict[str, float]
    ) -> None:
        """Compare one submission's new verdicts; `points` is what each graded cell is worth now."""
        had = self.marks.get(student)
        said = earlier["cells"] if earlier else {}
        self.differs |= had is None or said != cells
        if had is None:
            self.new.append(student)
            return
        before_total = after_total = 0.0
        for name, worth in points.items():
            mark = had.get(name, Mark(None))
            auto = cells[name]["score"] if name in cells else 0.0
            before = Said(mark, self.points.get(name, worth), said.get(name, {}).get("outcome"))
            outcome = cells[name]["outcome"] if name in cells else "not_attempted"
            after = Said(Mark(auto, mark.manual, mark.extra), worth, outcome)
            before_total += before.mark.score or 0.0
            after_total += after.mark.score or 0.0
            if _differ(before, after):
                self.rows.append(Change(student, name, before, after))
        self.totals[student] = Total(before_total, after_total)

    @property
    def moved(self) -> dict[str, Total]:
        """The students whose points change, by name."""
        found = {name: total for name, total in self.totals.items() if abs(total.points) > NEAR}
        return dict(sorted(found.items()))

    @property
    def up(self) -> int:
        """How many students gain points."""
        return sum(total.points > 0 for total in self.moved.values())

    @property
    def mean(self) -> float:
        """How many points a student gains on average, of all who had marks."""
        points = [total.points for total in self.totals.values()]
        return sum(points) / len(points) if points else 0.0

    def to_json(self) -> Json:
        """Return the changes as `twokernels diff --json` has them."""
        students: Json = {
            student: {"before": round(total.before, 2), "after": round(total.after, 2), "cells": {}}
            for student, total in sorted(self.totals.items())
        }
        for row in self.rows:
            students[row.student]["cells"][row.grade_id] = {
                "before": row.before.to_json(),
                "after": row.after.to_json(),
                "by_hand": row.by_hand,
            }
        return {
            "students": students,
            "new": sorted(self.new),
            "up": self.up,
            "down": len(self.moved) - self.up,
            "unchanged": len(self.totals) - len(self.moved),
            "mean_change": round(self.mean, 4),
        }


def _differ(before: Said, after: Said) -> bool:
    scores = (before.mark.auto, after.mark.auto)
    if None in scores:
        moved = scores[0] is not scores[1]
    else:
        moved = abs((scores[0] or 0.0) - (scores[1] or 0.0)) > NEAR
    outcome = before.outcome is not None and before.outcome != after.outcome
    return moved or outcome or before.max_score != after.max_score
