"""Every lesson runs from top to bottom: as it is, and with its answers filled in."""

from __future__ import annotations

import re

import nbformat
import pytest
from nbformat import NotebookNode

from helpers.student.known import book_of
from tests.notebooks.lessons import (
    EXPLORER,
    FOLD,
    FOLDER,
    LESSONS,
    MAY_FAIL,
    answered,
    answers,
    cells,
    checks,
    executed,
    name_of,
    outputs,
    prose,
    read,
)

EXERCISES = {
    "1_what_a_kernel_sees": ["corr2d"],
    "2_sizes": ["output_size", "output_size_formula"],
    "3_backward": ["corr2d_backward"],
    "4_two_kernels": ["l2_loss_backward", "two_kernels_backward"],
    "5_pooling": ["max_pool2d", "max_pool2d_backward"],
}


@pytest.fixture(params=LESSONS, scope="module")
def lesson(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def untouched(lesson: str) -> NotebookNode:
    """The lesson after Run All, before the learner has written anything."""
    return executed(read(lesson))


@pytest.fixture(scope="module")
def solved(lesson: str) -> NotebookNode:
    """The lesson after Run All, with every folded answer copied into its cell."""
    return executed(answered(lesson))


# -- as stored -------------------------------------------------------------------------------------


def test_there_are_five_lessons() -> None:
    assert list(EXERCISES) == LESSONS


def test_the_format_is_current_and_the_kernel_is_python(lesson: str) -> None:
    nb = read(lesson)
    nbformat.validate(nb)
    assert (nb.nbformat, nb.nbformat_minor) == (4, 5)
    assert nb.metadata.kernelspec.name == "python3"


def test_no_outputs_are_committed(lesson: str) -> None:
    for cell in cells(read(lesson), "code"):
        assert (cell.outputs, cell.execution_count) == ([], None), cell.id


def test_cell_ids_are_names_that_stay(lesson: str) -> None:
    """A saved notebook keeps them, so a difference between two versions shows what was changed."""
    ids = [cell.id for cell in read(lesson).cells]
    assert len(set(ids)) == len(ids)
    for name in ids:
        assert re.fullmatch(r"[a-z]+[a-z0-9]*(-[a-z0-9]+)*", name), name


def test_the_exercises_are_questions_of_the_graded_assignments(lesson: str) -> None:
    names = [name_of(cell) for cell in checks(read(lesson))]
    assert names == EXERCISES[lesson]
    for name in names:
        assert book_of(name) is not None, name


def test_every_exercise_has_a_blank_and_a_folded_answer(lesson: str) -> None:
    blanks = {cell.id: cell.source for cell in cells(read(lesson), "code")}
    assert sorted(answers(lesson)) == sorted(EXERCISES[lesson])
    for name in EXERCISES[lesson]:
        blank = blanks[f"write-{name.replace('_', '-')}"]
        assert "raise NotImplementedError()" in blank or blank == f"{name} = ..."


def test_every_exercise_has_a_folded_hint_before_its_answer(lesson: str) -> None:
    """Which does not give the answer away."""
    for cell in cells(read(lesson), "markdown"):
        folds = FOLD.findall(cell.source)
        summaries = [summary for summary, _ in folds]
        for name in EXERCISES[lesson]:
            if (answer := f"Answer: {name}") in summaries:
                before = summaries.index(answer) - 1
                assert before >= 0, f"{name} has no hint"
                assert re.fullmatch(rf"Hint( \d)? for {name}", summaries[before])
                assert (
                    answers(lesson)[name].strip().splitlines()[-1].strip() not in folds[before][1]
                )


def test_only_checks_may_fail(lesson: str) -> None:
    tagged = [cell.id for cell in read(lesson).cells if MAY_FAIL in cell.metadata.get("tags", [])]
    assert tagged == [cell.id for cell in checks(read(lesson))]


def test_every_fold_opens_and_says_what_is_in_it(lesson: str) -> None:
    """A screen reader reads the summaries apart from the text around them."""
    text = "\n".join(cell.source for cell in cells(read(lesson), "markdown"))
    summaries = [summary for summary, _ in FOLD.findall(text)]
    assert text.count("<details>") == text.count("</details>") == len(summaries)
    assert len(set(summaries)) == len(summaries)
    for summary in summaries:
        assert len(summary.split()) >= 2, summary


def test_every_prediction_is_answered(lesson: str) -> None:
    """An answer is folded in the same cell, or in the next Markdown cell."""
    asked = ""
    for cell in cells(read(lesson), "markdown"):
        if asked:
            assert "<summary>Answer" in cell.source, asked
            asked = ""
        if re.search(r"^\*\*Predict", cell.source, re.MULTILINE) and "<details>" not in cell.source:
            asked = cell.id
    assert not asked


def test_headings_leave_no_level_out(lesson: str) -> None:
    text = "\n".join(cell.source for cell in cells(read(lesson), "markdown"))
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}


def test_the_lessons_lead_to_each_other(lesson: str) -> None:
    links = set(re.findall(r"\]\(([^)]+)\)", prose(lesson)))
    others = {f"{other}.ipynb" for other in LESSONS if other != lesson}
    assert others <= links
    for link in links:
        assert (FOLDER / link).exists(), link


def test_the_overview_names_every_lesson_and_its_minutes(lesson: str) -> None:
    overview = (FOLDER / "README.md").read_text("utf-8")
    row = next(line for line in overview.splitlines() if f"({lesson}.ipynb)" in line)
    title = read(lesson).cells[0].source.splitlines()[0].removeprefix("# ")
    assert f"[{title}]" in row
    found = re.search(r"\*About (\d+) minutes\.\*", prose(lesson))
    assert found
    assert row.endswith(f"| {found[1]} |")
    assert 10 <= int(found[1]) <= 20


# -- a run -----------------------------------------------------------------------------------------


def test_before_anything_is_written_only_the_checks_complain(
    lesson: str, untouched: NotebookNode
) -> None:
    errors = outputs(untouched, "error")
    assert list(errors) == [cell.id for cell in checks(read(lesson))]
    for text in errors.values():
        assert re.fullmatch(r"CheckFailed: \w+:( dX:)? not attempted yet\.", text)
    assert outputs(untouched, "stderr") == {}


def test_every_explorer_leaves_a_static_picture(untouched: NotebookNode) -> None:
    """A reader without a kernel sees it, with its numbers in words."""
    explorers = [cell for cell in cells(untouched, "code") if EXPLORER.search(cell.source)]
    assert explorers
    for cell in explorers:
        kinds = [set(output.data) for output in cell.outputs]
        assert any("application/vnd.jupyter.widget-view+json" in kind for kind in kinds), cell.id
        pictures = [output.data for output in cell.outputs if "image/png" in output.data]
        assert len(pictures) == 1, cell.id
        assert re.search(r'<img alt="[^"]{20,}"', pictures[0]["text/html"]), cell.id


def test_every_picture_has_a_text(untouched: NotebookNode) -> None:
    for cell in cells(untouched, "code"):
        for output in cell.outputs:
            for image in re.findall(r"<img[^>]*>", output.get("data", {}).get("text/html", "")):
                assert re.search(r'alt="[^"]{20,}"', image), cell.id


def test_with_its_answers_every_check_is_ticked(lesson: str, solved: NotebookNode) -> None:
    assert outputs(solved, "error") == {}
    assert outputs(solved, "stderr") == {}
    said = outputs(solved, "stdout")
    for cell in checks(solved):
        assert said[cell.id].startswith(f"✓ {name_of(cell)}:"), said[cell.id]
    assert not any("run this cell again" in text for text in said.values())


def test_explore_agrees_with_the_answers(solved: NotebookNode) -> None:
    """The picture's caption, which is in the outputs, says what the widget says."""
    for cell in cells(solved, "code"):
        if cell.source.startswith("explore("):
            texts = [output.data.get("text/html", "") for output in cell.outputs]
            assert any("agree with the definition" in text for text in texts), cell.id
