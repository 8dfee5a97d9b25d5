"""No attack earns a point it has not deserved, by either way of grading."""

from __future__ import annotations

import pytest

from tests.hostile.attack import Attack
from tests.hostile.attacks import ATTACKS
from tests.hostile.conftest import Graded
from tests.hostile.judge import escaped, undeserved
from tests.hostile.place import HONEST, LIMITS

NAMES = [attack.name for attack in ATTACKS]
BY_ROW = {attack.row for attack in ATTACKS}


def test_there_are_many_attacks_and_their_names_differ() -> None:
    assert len(ATTACKS) > 300
    assert len(set(NAMES)) == len(NAMES)
    assert len(BY_ROW) > 30


@pytest.mark.parametrize("attack", ATTACKS, ids=NAMES)
def test_it_gets_what_it_deserves(graded: Graded, by_nbgrader: Graded, attack: Attack) -> None:
    """The score and the outcome of every question, in both ways and orders."""
    for way in (graded, by_nbgrader):
        assert undeserved(attack, way.entry(attack.student)) == []


@pytest.mark.parametrize("attack", ATTACKS, ids=NAMES)
def test_it_was_stopped(graded: Graded, attack: Attack) -> None:
    """Nothing forbidden worked, and everything was really tried."""
    assert escaped(attack, graded.autograded(attack.student)) == []


@pytest.mark.parametrize("student", HONEST)
def test_the_others_have_their_marks(graded: Graded, by_nbgrader: Graded, student: str) -> None:
    """Honest work before, between and after the hostile is graded as if it were alone."""
    entry = graded.entry(student)
    assert entry["status"] == "graded"
    assert entry["score"] == entry["max_score"] - 3  # the free answer, which a person marks
    assert by_nbgrader.entry(student) == entry


def test_the_gradebook_has_the_same_scores(graded: Graded) -> None:
    """Of everyone, and nothing of a submission that could not be graded."""
    book = graded.scores()
    assert book.pop("earlier")
    expected = {
        student: {name: verdict["score"] for name, verdict in entry["cells"].items()}
        for student, entry in graded.result["students"].items()
        if entry["status"] == "graded"
    }
    assert book == expected


def test_nbgrader_gives_the_same_scores(graded: Graded, by_nbgrader: Graded) -> None:
    """Both ways into the engine lead to one result."""
    assert by_nbgrader.scores() == graded.scores()


def test_every_submission_is_reported(graded: Graded, by_nbgrader: Graded) -> None:
    """One that cannot be graded is named with its reason, and neither way stops there."""
    assert set(graded.result["students"]) == {a.student for a in ATTACKS} | set(HONEST)
    assert graded.status == 1
    assert by_nbgrader.status != 0
    for attack in ATTACKS:
        if attack.reason is not None:
            assert f"{attack.student}: not graded: " in graded.log
            assert f"{attack.student} was not graded: " in by_nbgrader.log
    assert "Traceback" not in graded.log


@pytest.mark.parametrize("attack", ATTACKS, ids=NAMES)
def test_it_takes_limited_time_and_room(graded: Graded, attack: Attack) -> None:
    """The limits hold for a submission as a whole, whatever its parts are."""
    notebook = graded.autograded(attack.student)
    if notebook is not None:
        assert notebook["metadata"]["twokernels"]["seconds"] < LIMITS["notebook_seconds"] + 15
        assert len(str(notebook)) < 45 << 20
