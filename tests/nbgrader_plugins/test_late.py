"""The late policy, at every boundary, and as both ways to grade apply it."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.utils import parse_utc
from traitlets import TraitError
from traitlets.config import Config

from helpers.nbgrader_plugins import TwoKernelsLate, use_two_kernels
from tests.course.term import DUE, HANDED_IN, gradebook, term
from tests.grading.courses import nbgrader

DAY = 24 * 60 * 60
GRACE = 30 * 60


def policy(**settings: object) -> TwoKernelsLate:
    """Return a policy with 30 minutes' grace and 10 % a day."""
    return TwoKernelsLate(**{"grace_minutes": 30, "penalty_per_day": 0.1, **settings})


LATE = {
    "at the due date": (0, {}, 0.0),
    "a second after it": (1, {}, 0.0),
    "at the end of the grace": (GRACE, {}, 0.0),
    "a second after the grace": (GRACE + 1, {}, 0.1),
    "a microsecond after the grace": (GRACE + 1e-6, {}, 0.1),
    "no grace, a second late": (1, {"grace_minutes": 0}, 0.1),
    "a whole day": (GRACE + DAY, {}, 0.1),
    "a day and a second": (GRACE + DAY + 1, {}, 0.2),
    "twenty days cost no more than everything": (20 * DAY, {}, 1.0),
    "the most": (20 * DAY, {"max_penalty": 0.5}, 0.5),
    "at the cut-off": (GRACE + 3 * DAY, {"cut_off_days": 3}, 0.3),
    "a second after the cut-off": (GRACE + 3 * DAY + 1, {"cut_off_days": 3}, 1.0),
    "the cut-off is no part of the most": (4 * DAY, {"cut_off_days": 3, "max_penalty": 0.2}, 1.0),
    "nothing late is taken": (GRACE + 1, {"cut_off_days": 0, "penalty_per_day": 0}, 1.0),
    "no penalty is set": (99 * DAY, {"penalty_per_day": 0}, 0.0),
}


@pytest.mark.parametrize(("seconds", "settings", "part"), LATE.values(), ids=LATE)
def test_which_part_is_lost(seconds: float, settings: dict[str, object], part: float) -> None:
    late = policy(**settings)
    assert late.part(seconds) == pytest.approx(part)
    expected = None if part == 0 else pytest.approx(40 * part)
    assert late.late_submission_penalty("ann", 40.0, seconds) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [("grace_minutes", -1), ("penalty_per_day", 1.5), ("max_penalty", 10), ("cut_off_days", -1)],
)
def test_a_setting_that_makes_no_sense_is_refused(name: str, value: float) -> None:
    """10 for 10 % would take everything away."""
    with pytest.raises(TraitError, match=name):
        policy(**{name: value})


def test_every_setting_says_what_it_does() -> None:
    for name in ("grace_minutes", "penalty_per_day", "max_penalty", "cut_off_days"):
        assert len(TwoKernelsLate.class_traits(config=True)[name].help) > 40


def test_nbgraders_own_setting_still_counts() -> None:
    assert policy(penalty_method="zero").late_submission_penalty("ann", 7.0, 1) == 7.0


def test_a_policy_of_the_courses_own_stays() -> None:
    config = Config()
    config.AssignLatePenalties.plugin_class = "policy.Ours"
    use_two_kernels(config)
    assert config.AssignLatePenalties.plugin_class == "policy.Ours"


PENALTIES = {"ann": 0.0, "zoe": 0.0, "ghost": 0.0, "ben": 2.0}
"""Of 10 points; ben's second day begins one second after 24 hours and the grace."""


def penalties(course: Path) -> dict[str, float]:
    with gradebook(course) as book:
        return {
            s.student_id: s.late_submission_penalty for s in book.assignment_submissions("quiz")
        }


def test_twokernels_grade_takes_it_off(tmp_path: Path) -> None:
    assert penalties(term(tmp_path)) == pytest.approx(PENALTIES)


def test_nbgrader_autograde_takes_it_off(tmp_path: Path) -> None:
    """From what no penalty is recorded of, so that it is this run that takes it off."""
    course = term(tmp_path)
    with gradebook(course) as book:
        book.update_or_create_assignment("quiz", duedate=parse_utc("2027-01-01 00:00:00 UTC"))
        book.find_submission_notebook("quiz", "quiz", "ben").late_submission_penalty = None
        book.db.commit()
        book.update_or_create_assignment("quiz", duedate=parse_utc(DUE))
    assert penalties(course)["ben"] == 0
    done = nbgrader(course, "autograde", "quiz", "--student=ben", "--force")
    assert done.returncode == 0, done.stderr
    assert penalties(course) == pytest.approx(PENALTIES)


def test_days_have_24_hours_when_the_clocks_change(tmp_path: Path) -> None:
    """By the clocks in Berlin, which jumped that night, ben was an hour later than he was."""
    assert HANDED_IN["ben"] == "2026-03-29 11:30:01 UTC"
    with gradebook(term(tmp_path)) as book:
        seconds = book.find_submission("quiz", "ben").total_seconds_late
    assert seconds == DAY + GRACE + 1
    assert policy().part(seconds) == pytest.approx(0.2)
