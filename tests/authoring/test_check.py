"""Each thing that can be wrong with an assignment is found where it is, and nothing else is."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from helpers.authoring.check import Checked
from tests.authoring.conftest import Json, Own, by_id

pytestmark = pytest.mark.filterwarnings(
    # nbgrader 0.9.6 and nbconvert open event loops and files in ways that newer Pythons warn of.
    "ignore::DeprecationWarning",
    "ignore::ResourceWarning",
)

TEST, ANSWER = "test_moving_average", "moving_average"
SOLUTION_LINE = "return np.array([x[i : i + size].mean() for i in range(len(x) - size + 1)])"
HIDDEN_LINE = 'Case("eight numbers, size 2", (np.array([4.0, -2, 7, 1, 0, -5, 3, 8]), 2))'
COUNTS = "import math\nmath.calls = getattr(math, 'calls', 0) + 1\n"
RIGHT = "assert moving_average(np.ones(3), 2).tolist() == [1, 1]\n"

Spoil = Callable[[Own], None]
SPOILT: dict[str, tuple[Spoil, list[tuple[str, str]]]] = {}


def spoils(*expected: tuple[str, str]) -> Callable[[Spoil], Spoil]:
    """Name the findings, kind and cell, that a way to spoil the assignment leads to."""

    def add(spoil: Spoil) -> Spoil:
        SPOILT[spoil.__name__] = spoil, list(expected)
        return spoil

    return add


# -- what tests let through ------------------------------------------------------------------


@spoils(("blank-passes", TEST))
def a_test_that_a_blank_passes(own: Own) -> None:
    own.tests("assert callable(moving_average)")


@spoils(("blank-passes", TEST))
def a_test_that_gives_a_blank_part_of_the_points(own: Own) -> None:
    own.tests(
        "points = 1\ntry:\n    points += 3 * (moving_average(np.ones(3), 2).sum() == 2)\n"
        "except NotImplementedError:\n    pass\npoints"
    )


@spoils(("wrong-passes", TEST))
def a_test_that_looks_at_nothing(own: Own) -> None:
    own.tests("moving_average(np.ones(3), 2)")


@spoils(("solution-fails", TEST))
def a_reference_that_is_wrong(own: Own) -> None:
    own.replace("moving-average-graded", "1 / size", "2 / size")


@spoils(("solution-fails", TEST))
def a_test_that_works_in_jupyter_only(own: Own) -> None:
    own.tests(RIGHT + "assert moving_average.__doc__.startswith('Return')")


@spoils(("wrong-passes", TEST))
def a_misconception_that_passes(own: Own) -> None:
    own.replace("moving-average-graded", "wrong=_one_short", "wrong=_reference")


@spoils(("wrong-passes", TEST))
def a_wrong_answer_of_the_author_that_passes(own: Own) -> None:
    text = own.answers.read_text("utf-8")
    own.answers.write_text(text.replace('mode="same"', 'mode="valid"'), "utf-8")


@spoils(("right-fails", TEST))
def a_right_answer_of_the_author_that_does_not_pass(own: Own) -> None:
    text = own.answers.read_text("utf-8")
    own.answers.write_text(text.replace("/ size\n\n", "/ 2\n\n"), "utf-8")


# -- what students see -----------------------------------------------------------------------


@spoils(("leak", "moving-average-prompt"))
def a_line_of_the_solution_in_the_prose(own: Own) -> None:
    own.replace("moving-average-prompt", "**By hand.**", f"`{SOLUTION_LINE}`\n\n**By hand.**")


@spoils(("leak", "moving-average-picture"))
def a_line_of_the_hidden_tests_in_a_visible_cell(own: Own) -> None:
    own.replace("moving-average-picture", "# Wider", f"# {HIDDEN_LINE}\n# Wider")


@spoils(("leak", TEST))
def a_marker_that_is_misspelt(own: Own) -> None:
    own.replace("moving-average-graded", "### BEGIN HIDDEN", "### Begin hidden")
    own.replace("moving-average-graded", "### END HIDDEN", "### End hidden")


@spoils(("leak", "title"))
def the_solution_in_an_attachment(own: Own) -> None:
    content = base64.b64encode(SOLUTION_LINE.encode()).decode()

    def attach(cells: list[Json]) -> None:
        by_id(cells, "title")["attachments"] = {"a.txt": {"text/plain": content}}

    own.change(attach)


@spoils(("leak", "moving-average-picture"))
def the_solution_in_metadata(own: Own) -> None:
    def note(cells: list[Json]) -> None:
        by_id(cells, "moving-average-picture")["metadata"]["note"] = [SOLUTION_LINE]

    own.change(note)


@spoils(("leak", "notes.md"))
def the_solution_in_a_file_beside_the_notebook(own: Own) -> None:
    (own.folder / "notes.md").write_text(f"Like so:\n\n    {SOLUTION_LINE}\n")


@spoils(("leak", "moving-average-prompt"))
def the_value_asked_for_in_the_prose(own: Own) -> None:
    own.add("assert list(row) == [5, 7, 4, 1]", "moving-average-picture", grade_id="test_row",
            grade=True, locked=True, points=2)  # fmt: skip
    own.add("### BEGIN SOLUTION\nrow = np.array([5.0, 7, 4, 1])\n### END SOLUTION",
            "moving-average-picture", grade_id="row", solution=True)  # fmt: skip
    own.replace("title", "6 points", "8 points")
    own.replace("test_row", "assert", "### BEGIN HIDDEN TESTS\nassert")
    own.replace("test_row", "1]", "1]\n### END HIDDEN TESTS")
    own.replace("moving-average-prompt", "**By hand.**", "$(5 & 7 & 4 & 1)$. **By hand.**")


# -- points and metadata ---------------------------------------------------------------------


@spoils(("points", "title"))
def another_total(own: Own) -> None:
    own.replace("title", "graded: 6 points", "graded: 7 points")


@spoils(("points", "title"))
def other_points_in_the_table(own: Own) -> None:
    own.replace("title", "| `moving_average` | 4 |", "| `moving_average` | 3.5 |")


@spoils(("points", "moving-average-prompt"))
def other_points_in_a_heading(own: Own) -> None:
    own.replace("moving-average-prompt", "(4 points)", "(1 point)")


@spoils(("points", TEST))
def other_points_in_the_test_cell(own: Own) -> None:
    own.replace("moving-average-graded", "(4 points)", "(5 points)")


def marked(own: Own, cell_id: str, **marks: object) -> None:
    own.change(lambda cells: by_id(cells, cell_id)["metadata"]["nbgrader"].update(marks))


@spoils(("points", TEST))
def no_points(own: Own) -> None:
    marked(own, "moving-average-graded", points=0)


@spoils(("points", "why_shorter"))
def points_that_are_missing(own: Own) -> None:
    own.change(
        lambda cells: by_id(cells, "why-shorter-answer")["metadata"]["nbgrader"].pop("points")
    )


@spoils(("metadata", ANSWER))
def two_cells_of_one_name(own: Own) -> None:
    own.add("y = 1", "moving-average-answer", grade_id=ANSWER, locked=True)


@spoils(("metadata", "ex ample"))
def a_name_that_nbgrader_refuses(own: Own) -> None:
    marked(own, "example", grade_id="ex ample")


@spoils(("metadata", "example"))
def a_flag_that_is_missing(own: Own) -> None:
    own.change(lambda cells: by_id(cells, "example")["metadata"]["nbgrader"].pop("solution"))


@spoils(("metadata", "title"))
def metadata_that_is_no_object(own: Own) -> None:
    own.change(lambda cells: by_id(cells, "title")["metadata"].update(nbgrader=3))


@spoils(("no-test", "final"))
def a_test_that_does_not_say_whose_it_is(own: Own) -> None:
    marked(own, "moving-average-graded", grade_id="final")


@spoils(("no-test", "y"))
def an_answer_without_a_test(own: Own) -> None:
    own.add("### BEGIN SOLUTION\ny = 1\n### END SOLUTION", "example", grade_id="y", solution=True)


# -- order, chance, files --------------------------------------------------------------------


@spoils(("run-order", TEST))
def a_test_before_its_answer(own: Own) -> None:
    def move(cells: list[Json]) -> None:
        cells.insert(4, cells.pop(cells.index(by_id(cells, "moving-average-graded"))))

    own.change(move)


@spoils(("run-order", "moving-average-picture"))
def a_name_that_is_defined_further_down(own: Own) -> None:
    own.add("later = 3", "moving-average-picture")
    own.replace("moving-average-picture", "(x, 3)", "(x, later)")


@spoils(("run-order", "test_moving_average_more"))
def a_test_that_needs_another(own: Own) -> None:
    own.add("assert moving_average(np.arange(9.0), 2).shape == _one_short(np.ones(10), 2).shape",
            "moving-average-graded", grade_id="test_moving_average_more", grade=True, locked=True,
            points=1)  # fmt: skip
    own.replace("title", "6 points", "7 points")
    own.replace("title", "`moving_average` | 4", "`moving_average` | 5")
    own.replace("moving-average-prompt", "(4 points)", "(5 points)")


@spoils(("unknown-name", TEST))
def a_test_of_what_students_are_not_asked_for(own: Own) -> None:
    own.replace(
        "moving-average-answer", "### END SOLUTION", "### END SOLUTION\n### BEGIN SOLUTION\n"
        "def window_count(n, size):\n    return n - size + 1\n### END SOLUTION",
    )  # fmt: skip
    own.tests(RIGHT + "assert window_count(3, 2) == 2")


@spoils(("cell-fails", "moving-average-picture"))
def a_cell_that_fails(own: Own) -> None:
    own.replace("moving-average-picture", "show(x=x", "show(x=y")


@spoils(("cell-fails", TEST))
def a_test_that_the_solution_breaks(own: Own) -> None:
    own.tests("assert moving_average(np.ones(3), 2).sum() == 3")


@spoils(("randomness", TEST))
def a_test_that_rolls_dice(own: Own) -> None:
    own.tests("x = np.random.rand(5)\nassert np.allclose(moving_average(x, 1), x)")


@spoils(("randomness", TEST))
def a_test_that_says_something_else_the_second_time(own: Own) -> None:
    own.tests(COUNTS + RIGHT + "assert math.calls % 2 == 1")


@spoils(("files", TEST))
def a_test_that_reads_a_file(own: Own) -> None:
    (own.folder / "data.csv").write_text("1\n1\n1\n")
    own.tests("assert moving_average(np.loadtxt('data.csv'), 2).tolist() == [1, 1]")


@spoils(("files", TEST))
def a_test_that_imports_a_file(own: Own) -> None:
    (own.folder / "mine.py").write_text("right = [1, 1]\n")
    own.tests("import mine\nassert moving_average(np.ones(3), 2).tolist() == mine.right")


@pytest.mark.parametrize(("spoil", "expected"), SPOILT.values(), ids=SPOILT)
def test_what_is_wrong_is_found_and_nothing_else(
    own: Own, found: Callable[..., Checked], spoil: Spoil, expected: list[tuple[str, str]]
) -> None:
    spoil(own)
    findings = found(own.root).findings
    assert [(str(f.kind), f.cell) for f in findings] == expected, findings
    for finding in findings:
        assert finding.says[-1] != "."
        assert finding.do
