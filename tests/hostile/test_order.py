"""The class a second time, in another order: nothing that one leaves behind meets the next."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from tests.hostile.attack import ASSIGNMENT
from tests.hostile.attacks import ATTACKS
from tests.hostile.conftest import Graded
from tests.hostile.judge import leaked, undeserved
from tests.hostile.place import HONEST

Json = dict[str, Any]
STUDENTS = sorted({attack.student for attack in ATTACKS} | set(HONEST))
SHUFFLED = random.Random(4).sample(STUDENTS, len(STUDENTS))


@pytest.fixture(scope="module")
def again(graded: Graded) -> tuple[Json, str, list[str]]:
    """Grade what is graded already anew: the result file, the log, and what is left over."""
    place = graded.place
    file = place.root / "again.json"
    students = [word for name in SHUFFLED for word in ("--student", name)]
    options = ("--course", str(graded.course), "--workers", "2", "--json", str(file), "--force")
    done = place.run("twokernels", "grade", ASSIGNMENT, *options, *students)
    result = json.loads(file.read_text(encoding="utf-8"))
    return result["students"], done.stdout, place.left_over()


def test_every_attack_gets_what_it_deserves_in_any_order(
    again: tuple[Json, str, list[str]],
) -> None:
    students, _, left_over = again
    wrong = {
        attack.student: found
        for attack in ATTACKS
        if (found := undeserved(attack, students[attack.student]))
    }
    assert wrong == {}
    assert left_over == []


def test_honest_students_keep_their_marks_in_any_order(
    again: tuple[Json, str, list[str]], graded: Graded
) -> None:
    for name in HONEST:
        assert again[0][name] == graded.entry(name)


def test_no_order_reveals_anything(again: tuple[Json, str, list[str]], graded: Graded) -> None:
    students, log, _ = again
    assert leaked(log + json.dumps(students), graded.place.canaries) == []
