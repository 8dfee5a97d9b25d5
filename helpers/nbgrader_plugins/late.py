"""The late policy: a grace period, a part of the mark for each day, and a last day."""

from __future__ import annotations

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

DAY = 24 * 60 * 60
"""Seconds."""


class TwoKernelsLate(LateSubmissionPlugin):  # type: ignore[misc]  # nbgrader has no types
    """Takes a part of what was earned for every day begun after the due date and its grace.

    Of what was *earned*, not of the most there is: nbgrader asks per notebook and says only the
    points earned, and so a late answer never earns less than none.  Times are nbgrader's, in UTC:
    a day has 24 hours, whatever the clocks do.  Without a setting nothing is taken off.
    """

    grace_minutes = Float(
        0.0,
        min=0.0,
        help="So many minutes after the due date are still in time; days count from then.",
    ).tag(config=True)
    penalty_per_day = Float(
        0.0,
        min=0.0,
        max=1.0,
        help="Part of the points earned that each day begun costs: 0.1 is 10 %.",
    ).tag(config=True)
    max_penalty = Float(
        1.0, min=0.0, max=1.0, help="The most that lateness costs before the cut-off, as a part."
    ).tag(config=True)
    cut_off_days = Float(
        None, min=0.0, allow_none=True, help="What comes more than so many days late earns nothing."
    ).tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Return the points to take off a notebook's `score`, or None."""
        if self.penalty_method != "none":  # the course has chosen one of nbgrader's own
            penalty: float | None = super().late_submission_penalty(
                student_id, score, total_seconds_late
            )
            return penalty
        part = self.part(total_seconds_late)
        return score * part if part else None

    def part(self, seconds_late: float) -> float:
        """Return which part of the mark so many seconds after the due date cost, 0 to 1."""
        late = seconds_late - 60 * self.grace_minutes
        if late <= 0:
            return 0.0
        if self.cut_off_days is not None and late > self.cut_off_days * DAY:
            return 1.0
        return float(min(self.max_penalty, self.penalty_per_day * math.ceil(late / DAY)))
