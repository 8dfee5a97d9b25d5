"""What one student cannot do to another through the exchange, or to the course."""

from __future__ import annotations

import json

import pytest

from tests.exchange.cycle import (
    ASSIGNMENTS,
    CANARY,
    HANDED_IN,
    MALLORY,
    RENAMES,
    SOME,
    Cycle,
)
from tests.exchange.mallory import SECRETS, VICTIM
from tests.exchange.people import ONE_USER, way
from tests.exchange.test_cycle import plain


@pytest.fixture
def apart(cycle: Cycle) -> Cycle:
    """Give the cycle where its people have rights of their own."""
    if way() == ONE_USER:
        pytest.skip("needs root, or sudo without a password, or user ids in /etc/subuid")
    return cycle


def test_nobody_reads_what_others_handed_in_or_what_the_course_keeps(apart: Cycle) -> None:
    said = apart.said["spying"].said
    assert said.count("refused") == 2 * (5 + len(SECRETS))
    assert "GOT" not in said


@pytest.mark.parametrize(
    ("folder", "mode"), [("inbound", "2733"), ("outbound", "755"), ("feedback", "711")]
)
def test_the_shared_folders_are_as_open_as_they_must_be(
    cycle: Cycle, folder: str, mode: str
) -> None:
    """Students reach what they know the name of in two of them, and list neither."""
    assert cycle.teacher.do("stat", "-c", "%a", f"{cycle.exchange}/{folder}").said.strip() == mode


def test_nobody_hands_in_for_another(apart: Cycle) -> None:
    """It came later than the victim's own, which nbgrader would have replaced by it."""
    assert apart.said["submit as another"].status == 0
    said = apart.said["collect two_kernels"].said
    assert f"it says it is {VICTIM}'s and belongs to {MALLORY}" in said
    assert float(apart.marks["two_kernels"][VICTIM]["score"]) == 37


def test_nobody_fetches_the_feedback_of_another(cycle: Cycle) -> None:
    assert "Fetched feedback" not in cycle.said["feedback of another"].said
    for assignment in ASSIGNMENTS:
        assert cycle.pages(MALLORY, assignment) == {}


def test_a_student_fetches_only_what_is_the_students_own(cycle: Cycle) -> None:
    for student in (VICTIM, SOME, RENAMES):
        home = cycle.machine.people[student]
        found = home.do("find", ".", "-name", "*.html").said.splitlines()
        assert len(found) == (1 if student == RENAMES else 2)


def test_no_page_tells_what_is_hidden(cycle: Cycle) -> None:
    """Hidden tests, solutions and mark schemes of this course all hold the canary."""
    hidden = cycle.teacher.do("cat", "source/two_kernels/two_kernels.ipynb").said
    assert hidden.count(CANARY) > 20
    out = [f"{cycle.exchange}/{folder}" for folder in ("feedback", "outbound")]
    found = cycle.teacher.run("grep", "-rlaF", "-e", CANARY, "-e", "BEGIN HIDDEN", "feedback", *out)
    assert (found.status, found.said) == (1, "")


def test_no_page_tells_an_expected_value(cycle: Cycle) -> None:
    """Of questions that half_done got wrong, and answers nowhere."""
    page = plain(cycle.page(SOME, "convolution"))
    assert "dE_dA" in page
    for value in ("34", "34.0", "B11 + B12 + B13 + B21 + B22 + B23 + B31 + B32 + B33"):
        assert f" {value} " not in page.replace(",", " ").replace("]", " ")


def test_links_pipes_and_huge_files_stay_where_they_are(cycle: Cycle) -> None:
    there = cycle.teacher.do("ls", f"submitted/{MALLORY}/two_kernels").said.split()
    assert there == ["timestamp.txt", "two_kernels.ipynb"]
    said = cycle.said["collect two_kernels"].said
    for name in ("gradebook.db", "key.txt", "submission_secret.txt", "pipe"):
        assert f"/{name}' was not copied: it is a link or a device" in said
    assert "/huge.bin' was not copied: it is too large" in said


def test_code_handed_in_finds_nothing_of_the_course(cycle: Cycle) -> None:
    path = f"autograded/{MALLORY}/two_kernels/two_kernels.ipynb"
    outputs = [
        output.get("text", "")
        for cell in json.loads(cycle.teacher.read(path))["cells"]
        for output in cell.get("outputs", [])
    ]
    assert "LOOKED\n" in outputs  # and nothing printed before it


def test_a_garbled_timestamp_is_made_good_by_the_folders_own(cycle: Cycle) -> None:
    assert cycle.marks["two_kernels"][MALLORY]["timestamp"] == "2026-01-01 00:00:00"


def test_what_is_no_submission_is_named_and_left(cycle: Cycle) -> None:
    said = cycle.said["collect two_kernels"].said
    for name in ("when I like", "UTC+file", "UTC+link", "mal\\nlory"):
        assert f"{name}" in said
    assert said.count("was left in the exchange") == 6 - (way() == ONE_USER) * 2
    students = cycle.teacher.do("ls", "submitted").said.splitlines()
    assert set(students) - {"nobody here"} == {*HANDED_IN, MALLORY}


def test_nobody_without_an_account_is_collected(apart: Cycle) -> None:
    assert apart.teacher.run("ls", "submitted/nobody here").status != 0


def test_what_cannot_be_copied_is_named_and_stops_nobody(cycle: Cycle) -> None:
    said = cycle.said["collect convolution"]
    assert said.status == 1
    assert f"{MALLORY} was not collected: [Errno 13] Permission denied" in said.said
    for student in HANDED_IN:
        collected = f"Collected: {student}," in said.said
        assert collected == ("convolution" in HANDED_IN[student])
