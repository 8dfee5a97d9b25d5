"""What a student's folder becomes, and what is said when it is not right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from examples.build import (
    DUE,
    ClassError,
    build_class,
    build_submission,
    choose,
    load_class,
)
from examples.expected import expected_shares

NAMES = 'first_name = "A"\nlast_name = "B"\nabout = "C."\n'


def graded(grade_id: str, **kinds: bool) -> dict[str, object]:
    kind = {"grade": False, "solution": False, "locked": False, "task": False, **kinds}
    return {"nbgrader": {"schema_version": 3, "grade_id": grade_id, **kind}}


@pytest.fixture
def release() -> NotebookNode:
    return new_notebook(
        cells=[
            new_markdown_cell("# Pooling", id="title"),
            new_code_cell("stub of C", id="a", metadata=graded("C", solution=True)),
            new_code_cell("the test", id="b", metadata=graded("test_C", grade=True, locked=True)),
            new_code_cell("stub of modules", id="c", metadata=graded("modules", solution=True)),
            new_markdown_cell("stub of why", id="d", metadata=graded("why_lp", solution=True)),
        ]
    )


@pytest.fixture
def students(tmp_path: Path) -> Path:
    return tmp_path / "class"


def add(students: Path, name: str, extra: str = "", **answers: str) -> None:
    folder = students / name / "pooling"
    folder.mkdir(parents=True)
    (folder.parent / "student.toml").write_text(NAMES + extra)
    for answer, text in answers.items():
        stem, _, suffix = answer.rpartition("_")
        (folder / f"{stem}.{suffix}").write_text(text)


def sources(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells]


def test_an_answer_fills_the_cell_of_its_name_and_nothing_else(
    students: Path, release: NotebookNode
) -> None:
    add(students, "one", C_py="C = 1\n", why_lp_md="Because.\n")
    before = nbformat.writes(release)
    notebook = build_submission(load_class(students)["one"], "pooling", release)
    assert sources(notebook) == ["# Pooling", "C = 1", "the test", "stub of modules", "Because."]
    assert nbformat.writes(release) == before


def test_a_missing_answer_comes_from_the_nearest_student_it_is_based_on(
    students: Path, release: NotebookNode
) -> None:
    add(students, "old", C_py="C = 'old'", modules_py="modules = 'old'", why_lp_md="old")
    add(students, "middle", 'based_on = "old"', C_py="C = 'middle'", why_lp_md="middle")
    add(students, "young", 'based_on = "middle"', C_py="C = 'young'")
    notebook = build_submission(load_class(students)["young"], "pooling", release)
    assert sources(notebook)[1:] == ["C = 'young'", "the test", "modules = 'old'", "middle"]


def test_a_student_without_answers_hands_in_the_release(
    students: Path, release: NotebookNode
) -> None:
    add(students, "blank")
    assert build_submission(load_class(students)["blank"], "pooling", release) == release


def test_an_answer_without_a_cell_is_refused(students: Path, release: NotebookNode) -> None:
    add(students, "one", module_py="modules = 1")
    with pytest.raises(ClassError, match=r"module\.py.*'module'; did you mean 'modules'\?"):
        build_submission(load_class(students)["one"], "pooling", release)


def test_an_answer_never_fills_a_locked_cell(students: Path, release: NotebookNode) -> None:
    add(students, "one", test_C_py="1")
    with pytest.raises(ClassError, match="no answer called 'test_C'"):
        build_submission(load_class(students)["one"], "pooling", release)


def test_python_does_not_fill_a_markdown_cell(students: Path, release: NotebookNode) -> None:
    add(students, "one", why_lp_py="1")
    with pytest.raises(ClassError, match=r"'why_lp' is a markdown cell, a \.py file cannot"):
        build_submission(load_class(students)["one"], "pooling", release)


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ('based_on = "nobody"', "based_on names 'nobody', who is not in the class"),
        ('based_on = "oen"', r"did you mean 'one'\?"),
        ('based_on = "one"', "in a circle: one → one"),
        ('submited = "-2 h"', r"unknown field 'submited'; did you mean 'submitted'\?"),
        ('submitted = "tomorrow"', "'tomorrow' is not like '-2 h'"),
        ('submitted = "+"', "is not like"),
        ("submitted = 2", "submitted must be text"),
        ("about = 2", "Cannot overwrite a value"),
    ],
)
def test_a_students_facts_are_checked(students: Path, extra: str, message: str) -> None:
    add(students, "one", extra)
    with pytest.raises(ClassError, match=message):
        load_class(students)


def test_a_longer_circle_is_found(students: Path) -> None:
    add(students, "a", 'based_on = "b"')
    add(students, "b", 'based_on = "a"')
    with pytest.raises(ClassError, match="a: based_on goes in a circle: a → b → a"):
        load_class(students)


def test_a_missing_name_is_missed(students: Path) -> None:
    add(students, "one")
    (students / "one" / "student.toml").write_text('first_name = "A"')
    with pytest.raises(ClassError, match="last_name, about is missing"):
        load_class(students)


def test_a_folder_that_is_no_assignment_is_refused(students: Path) -> None:
    add(students, "one")
    (students / "one" / "poling").mkdir()
    with pytest.raises(ClassError, match=r"'poling'; did you mean 'pooling'\?"):
        load_class(students)


@pytest.mark.parametrize("name", ["C.txt", "C.ipynb"])
def test_a_file_that_is_no_answer_is_refused(students: Path, name: str) -> None:
    add(students, "one")
    (students / "one" / "pooling" / name).write_text("")
    with pytest.raises(ClassError, match=r"an answer is a \.py or a \.md file"):
        load_class(students)["one"].answers("pooling")


def test_two_answers_to_one_question_are_refused(students: Path) -> None:
    add(students, "one", C_py="1", C_md="1")
    with pytest.raises(ClassError, match="another answer called 'C' beside it"):
        load_class(students)["one"].answers("pooling")


def test_an_empty_class_is_refused(students: Path) -> None:
    with pytest.raises(ClassError, match="no student here"):
        load_class(students)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("-2 h", timedelta(hours=-2)),
        ("+1 d 3 h", timedelta(days=1, hours=3)),
        ("-1d 30min", -timedelta(days=1, minutes=30)),
        ("+ 5 min", timedelta(minutes=5)),
    ],
)
def test_when_it_was_submitted_counts_from_the_due_date(
    students: Path, text: str, offset: timedelta
) -> None:
    add(students, "one", f'submitted = "{text}"')
    assert load_class(students)["one"].submitted == offset


def test_a_class_is_written_twice_with_the_same_bytes(
    students: Path, tmp_path: Path, release: NotebookNode
) -> None:
    add(students, "one", 'submitted = "+1 d 3 h"', C_py="C = 1")
    add(students, "two")
    course = tmp_path / "course"
    folder = course / "release" / "pooling"
    folder.mkdir(parents=True)
    nbformat.write(release, folder / "pooling.ipynb")
    everyone = load_class(students).values()

    def written() -> dict[str, bytes]:
        build_class(course, ["pooling"], everyone)
        files = (path for path in (course / "submitted").rglob("*") if path.is_file())
        return {str(path.relative_to(course)): path.read_bytes() for path in files}

    first = written()
    assert first == written()
    assert sorted(first) == [
        f"submitted/{name}/pooling/{file}"
        for name in ("one", "two")
        for file in ("pooling.ipynb", "timestamp.txt")
    ]
    due = DUE["pooling"]
    assert first["submitted/one/pooling/timestamp.txt"] == (
        f"{due + timedelta(days=1, hours=3)} UTC\n".encode()
    )


def test_nothing_is_written_when_one_submission_cannot_be_built(
    students: Path, tmp_path: Path, release: NotebookNode
) -> None:
    add(students, "one", C_py="C = 1")
    add(students, "two", D_py="D = 1")
    folder = tmp_path / "release" / "pooling"
    folder.mkdir(parents=True)
    nbformat.write(release, folder / "pooling.ipynb")
    with pytest.raises(ClassError, match="'D'"):
        build_class(tmp_path, ["pooling"], load_class(students).values())
    assert not (tmp_path / "submitted").exists()


def test_an_assignment_without_a_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClassError, match="run nbgrader generate_assignment first"):
        build_class(tmp_path, ["pooling"], [])


def test_an_unknown_student_cannot_be_chosen(students: Path) -> None:
    add(students, "one")
    with pytest.raises(ClassError, match=r"'on'; did you mean 'one'\?"):
        choose(load_class(students), ["on"])


def test_expected_shares_take_what_is_listed_and_full_points_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "expected.toml"
    path.write_text('[one.pooling]\ntest_C = "24/25"\n[two.pooling]\notherwise = 0\ntest_C = 1\n')
    questions = ["test_C", "test_D"]
    assert expected_shares("one", "pooling", questions, path) == {
        "test_C": pytest.approx(0.96),
        "test_D": 1,
    }
    assert expected_shares("two", "pooling", questions, path) == {"test_C": 1, "test_D": 0}
    assert expected_shares("three", "pooling", questions, path) == {"test_C": 1, "test_D": 1}
    with pytest.raises(ClassError, match="pooling has no question 'test_C'"):
        expected_shares("one", "pooling", ["test_D"], path)
