"""The zip holds what a student needs, and nothing that a student must not have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from helpers.questions import convolution, pooling, two_kernels
from helpers.questions.function_question import FunctionQuestion
from helpers.questions.value_question import DictQuestion, EntriesQuestion, ValueQuestion
from tests.bundle.conftest import ASSIGNMENTS, ROOT, bundle, texts
from tests.grading.courses import CANARY, small_course
from tests.release.test_release import OPENERS, REGION, regions

QUESTIONS = (*two_kernels.QUESTIONS, *convolution.QUESTIONS, *pooling.QUESTIONS)
STUDENTS = ("explorers", "judging", "student")
OURS = sorted(
    path.name for path in (ROOT / "helpers").iterdir()
    if (path / "__init__.py").exists() and path.name not in STUDENTS
)  # fmt: skip

GIVEN = ("1 0 -1 1 0 -1 1 0 -1", "4 3 3 5 5 5 2 4 3", "109 92 72 108 85 74 110 74 79")
"""What the sheets themselves give: two kernels, and the C that the pooling sheet begins with."""

GIVEN_LINES = {
    "B = np.array([[4.0, 3, 3], [5, 5, 5], [2, 4, 3]])",
    "C = np.array([[109.0, 92, 72], [108, 85, 74], [110, 74, 79]])",
}

ORDINARY = {
    "top, left = i * stride, j * stride",
    "return Finding(Outcome.CORRECT)",
    "wrong = [f for f in found if f.outcome is not Outcome.CORRECT]",
}
"""Lines that say nothing of an answer and stand on both sides.  Named one by one, so that nothing
that the wheel holds excuses itself."""


def where(text: str, found_in: Mapping[str, str]) -> list[str]:
    return [path for path, content in found_in.items() if text in content]


def test_the_folder_holds_what_its_readme_speaks_of(zip_texts: Mapping[str, str]) -> None:
    outside = {path for path in zip_texts if not path.startswith(("helpers/", "twokernels_"))}
    assert outside == {
        f"two_kernels-convolution-pooling-student/{path}"
        for path in (
            "README.txt", "requirements.txt", "nbgrader_config.py", "two_kernels/two_kernels.ipynb",
            "convolution/convolution.ipynb", "pooling/pooling.ipynb",
        )
    }  # fmt: skip


def test_the_wheel_holds_the_students_packages_only(zip_texts: Mapping[str, str]) -> None:
    parts = {path.split("/")[1] for path in zip_texts if path.startswith("helpers/")}
    assert parts == {"__init__.py", *STUDENTS}
    assert {"reference", "questions", "kernel", "grading", "nbgrader_plugins", "cli"} <= set(OURS)


def test_the_notebooks_are_the_release_byte_for_byte(zip_bytes: bytes) -> None:
    for name in ASSIGNMENTS:
        released = (ROOT / f"release/{name}/{name}.ipynb").read_text(encoding="utf-8")
        (got,) = [t for p, t in texts(zip_bytes).items() if p.endswith(f"{name}.ipynb")]
        assert got.startswith(released)


def secret_lines(assignment: str) -> Iterator[str]:
    """Lines of solutions, hidden tests and mark schemes that stand nowhere else in the source."""
    source = nbformat.read(ROOT / f"source/{assignment}/{assignment}.ipynb", as_version=4)
    open_text = []
    for cell in source.cells:
        text = cell.source
        for begin, end in REGION.values():
            text = re.sub(rf"{re.escape(begin)}.*?{re.escape(end)}", "", text, flags=re.DOTALL)
        open_text.append(text)
    for cell in source.cells:
        for kind in REGION:
            for region in regions(cell.source, kind):
                for line in map(str.strip, region.splitlines()):
                    opens = line.endswith(OPENERS) or line in "\n".join(open_text)
                    if len(line) >= 12 and not opens:
                        yield line


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_line_of_a_solution_or_a_hidden_test_is_anywhere(
    assignment: str, zip_texts: Mapping[str, str]
) -> None:
    secrets = set(secret_lines(assignment)) - ORDINARY
    assert len(secrets) > 20
    assert {line: where(line, zip_texts) for line in secrets if where(line, zip_texts)} == {}
    for marks in REGION.values():
        assert not any(where(mark, zip_texts) for mark in marks)


def code_lines(folder: Path) -> Iterator[str]:
    """Statements that say something: no imports, no documentation, nothing short."""
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Assign | ast.Return | ast.AugAssign | ast.For):
                line = text.splitlines()[node.lineno - 1].strip()
                if len(line) >= 30:
                    yield line


@pytest.mark.parametrize("package", OURS)
def test_no_line_of_what_stays_with_us_is_anywhere(
    package: str, zip_texts: Mapping[str, str]
) -> None:
    ours = set(code_lines(ROOT / "helpers" / package)) - GIVEN_LINES - ORDINARY
    assert ours
    assert {line: where(line, zip_texts) for line in ours if where(line, zip_texts)} == {}


def numbers(text: str) -> str:
    """Return the numbers in a text one after the other, however they are written and nested."""
    found = re.findall(r"(?<![\w.])-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?!\w)", text)
    return " " + " ".join(f"{float(n):.6g}" for n in found) + " "


def told(array: Any) -> str:
    flat = np.asarray(array, dtype=float).ravel()
    return " " + " ".join(f"{float(n):.6g}" for n in flat) + " "


def arrays(values: Any) -> list[Any]:
    """List those of several values that are long and mixed enough not to occur by chance."""
    kept = []
    for value in values:
        flat = np.asarray(value, dtype=float).ravel()
        if flat.size > 4 and len(set(flat.tolist())) > 2:
            kept.append(value)
    return kept


@pytest.fixture(scope="module")
def zip_numbers(zip_texts: Mapping[str, str]) -> dict[str, str]:
    return {path: numbers(text) for path, text in zip_texts.items()}


def test_no_hidden_case_and_no_result_of_one_is_anywhere(zip_numbers: Mapping[str, str]) -> None:
    searched = 0
    for question in QUESTIONS:
        if isinstance(question, FunctionQuestion):
            for case, result in zip(question.cases, question.expected, strict=True):
                parts = result if question.parts else (result,)
                for array in arrays([*case.arguments, *parts]):
                    if told(array).strip() in GIVEN:
                        continue
                    searched += 1
                    assert where(told(array), zip_numbers) == [], f"{question.label}: {case.name}"
    assert searched > 100


def test_no_answer_worked_out_by_hand_is_anywhere(zip_numbers: Mapping[str, str]) -> None:
    searched = 0
    for question in QUESTIONS:
        answers: list[Any] = []
        if isinstance(question, ValueQuestion | EntriesQuestion):
            answers = [question.expected]
        elif isinstance(question, DictQuestion):
            answers = list(question.expected.values())
        for answer in arrays(answers):
            searched += 1
            found = where(told(answer), zip_numbers)
            if question.label == "C":  # which the pooling sheet, handed out later, begins with
                found = [path for path in found if not path.endswith("/pooling.ipynb")]
            assert found == [], question.label
    assert searched > 3


def test_what_students_do_see_is_found_by_these_searches(
    zip_texts: Mapping[str, str], zip_numbers: Mapping[str, str]
) -> None:
    """The searches above can fail."""
    assert where('check("corr2d", corr2d)', zip_texts)
    assert where("class CheckFailed(Exception):", zip_texts)
    for case in two_kernels.corr2d.visible[:1]:
        assert where(told(case.arguments[0]), zip_numbers)


def test_a_canary_in_hidden_tests_and_mark_schemes_stays_behind(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    (course / "source/quiz/data.csv").write_text("a,b\n1,2\n")
    (course / "release/quiz/data.csv").write_text("a,b\n1,2\n")
    found = texts(bundle(course, tmp_path / "quiz.zip", "quiz"))
    assert CANARY in (course / "source/quiz/quiz.ipynb").read_text()
    assert not where(CANARY, found)
    assert "def double(x):" in found["quiz-student/quiz/quiz.ipynb"]
    assert found["quiz-student/quiz/data.csv"] == "a,b\n1,2\n"


def test_the_same_releases_give_the_same_bytes(zip_bytes: bytes, copied_course: Path) -> None:
    again = bundle(
        copied_course, copied_course.parent / "again.zip", *ASSIGNMENTS,
        PYTHONHASHSEED="1", TZ="Asia/Shanghai",
    )  # fmt: skip
    assert again == zip_bytes


def test_the_checks_know_the_bundled_assignments_only(tmp_path: Path) -> None:
    found = texts(bundle(ROOT, tmp_path / "one.zip", "pooling"))
    assert "max_pool2d" in found["helpers/student/data/pooling.json"]
    assert not any("two_kernels_backward" in t for p, t in found.items() if "/data/" in p)
    assert not any(path.endswith("two_kernels.ipynb") for path in found)
