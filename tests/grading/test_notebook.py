"""A graded notebook shows the work, the outputs and the verdicts, rebuilt cell by cell."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest

from helpers.grading.notebook import grade_notebook
from helpers.grading.student import StudentProcess
from helpers.grading.warm import START_SECONDS, Zygote
from helpers.kernel.limits import Limits
from tests.grading.small import Json, answer, cell, free, known, made_of, notebook, test_of

QUIZ = made_of(
    known("intro", "Read this.", "markdown", locked=True),
    answer("f"),
    test_of(
        "f", "assert f(1) == 1\n### BEGIN HIDDEN TESTS\nassert f(2) == 2\n### END HIDDEN TESTS"
    ),
    free("why"),
)
GOOD = "def f(x):\n    return x"


def graded(
    zygote: Zygote, *cells: Json, files: dict[str, str] | None = None, **limits: Any
) -> Json:
    content = notebook(*cells)
    *_, made = grade_notebook(content, files or {}, QUIZ, Limits(**limits), zygote)
    nbformat.validate(nbformat.from_dict(made))
    found: Json = made
    return found


def outputs(made: Json) -> list[Json]:
    """Return the outputs of all cells that are no tests."""
    return [
        output
        for c in made["cells"]
        for output in c.get("outputs", [])
        if not c["metadata"].get("nbgrader", {}).get("grade")
    ]


def test_nothing_of_the_submissions_metadata_is_left(zygote: Zygote) -> None:
    evil = cell(GOOD, "f", outputs=[{"output_type": "execute_result"}], execution_count=9)
    evil["metadata"] |= {"tags": ["skip-execution"], "evil": 1}
    evil["metadata"]["nbgrader"] |= {"points": 999, "grade": True, "locked": True}
    made = graded(zygote, evil)
    (f,) = [c for c in made["cells"] if c["metadata"]["nbgrader"]["grade_id"] == "f"]
    assert f["metadata"] == {
        "nbgrader": {
            "schema_version": 3, "grade_id": "f", "grade": False, "solution": True,
            "locked": False, "task": False, "cell_type": "code", "checksum": None,
        }
    }  # fmt: skip
    assert f["outputs"] == []
    assert f["execution_count"] is None


def test_the_test_cell_has_the_examiners_word_and_score(zygote: Zygote) -> None:
    made = graded(zygote, cell(GOOD, "f"))
    (test,) = [c for c in made["cells"] if c["metadata"]["nbgrader"]["grade_id"] == "test_f"]
    assert test["outputs"][0]["text"] == "Outcome: correct\nCorrect.\n"
    assert test["outputs"][1]["data"] == {"text/plain": "4"}
    assert test["metadata"]["twokernels"]["outcome"] == "correct"


def test_what_stopped_a_cell_is_shown_below_it(zygote: Zygote) -> None:
    made = graded(
        zygote, cell("while True: pass"), cell("import os; os._exit(0)"), call_seconds=0.3
    )
    shown = [output["text"] for output in outputs(made)]
    assert shown == [
        "[This cell was stopped: it ran for more than 0.3 s.]\n",
        "[This cell did not run to its end: it ended by itself (an exit, a crash or too much "
        "memory).]\n",
    ]


def test_pictures_of_a_free_answer_are_kept(zygote: Zygote) -> None:
    attached = {"a.png": {"image/png": "iVBO"}}
    made = graded(zygote, cell("![](attachment:a.png)", "why", "markdown", attachments=attached))
    assert [c["attachments"] for c in made["cells"] if "attachments" in c] == [attached]


def test_pictures_of_plots_are_kept_and_scripts_are_not(zygote: Zygote) -> None:
    plot = "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()"
    html = "from IPython.display import HTML, SVG\ndisplay(HTML('<script>alert(1)</script>'))"
    made = graded(zygote, cell(plot), cell(html))
    assert any("image/png" in output.get("data", {}) for output in outputs(made))
    assert "alert" not in json.dumps(outputs(made))


def test_pictures_of_the_students_helpers_do_not_fail(zygote: Zygote) -> None:
    """Nobody looks while a notebook is graded: pictures are left out."""
    source = "import numpy as np\nfrom helpers.student import show\nshow(matrix=np.eye(2))"
    made = graded(zygote, cell(source))
    assert outputs(made) == []


def test_files_beside_the_notebook_are_there_and_cannot_leave(zygote: Zygote) -> None:
    text = base64.b64encode(b"5").decode()
    files = {"data/x.txt": text, "../out.txt": text, "/tmp/two-kernels-out.txt": text}
    made = graded(zygote, cell("print(open('data/x.txt').read())"), files=files)
    assert [output.get("text") for output in outputs(made)] == ["5\n"]


def test_outputs_of_all_cells_together_are_limited(zygote: Zygote) -> None:
    cells = [cell("print('x' * 50_000)") for _ in range(30)]
    made = graded(zygote, *cells, notebook_bytes=300_000)
    assert len(json.dumps(made)) < 1_000_000


def test_a_notebook_without_any_cell_is_graded(zygote: Zygote) -> None:
    verdicts, blanks, made = grade_notebook(notebook(), {}, QUIZ, Limits(), zygote)
    assert [verdict.score for verdict in verdicts] == [0.0, 0.0]
    assert set(blanks) >= {"f", "why"}
    nbformat.validate(nbformat.from_dict(made))


def test_the_process_is_gone_soon_after_the_notebook_is_graded(zygote: Zygote) -> None:
    thread = "import threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start()"
    graded(zygote, cell(thread))
    children = Path(f"/proc/{zygote._process.pid}/task/{zygote._process.pid}/children")
    for _ in range(500):
        if all(_state(pid) in ("Z", "X") for pid in children.read_text().split()):
            return
        time.sleep(0.01)
    pytest.fail("a keeper is left")


def _state(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "X"


def test_what_the_examiner_imports_costs_a_student_no_time(zygote: Zygote) -> None:
    """A worker's first notebook may wait for it, on a busy machine for longer than its time."""
    quiz = made_of(answer("f"), test_of("f", "f(1) == 1"), imports=("import time; time.sleep(1)",))
    content = notebook(cell(GOOD, "f"))
    (verdict,), *_ = grade_notebook(content, {}, quiz, Limits(notebook_seconds=0.9), zygote)
    assert verdict.score == verdict.max_score


def test_files_beside_the_notebook_have_more_time_than_a_call(
    zygote: Zygote, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, float | None] = {}
    request = StudentProcess.request

    def listen(
        process: StudentProcess, message: dict[str, Any], seconds: float | None = None
    ) -> dict[str, Any]:
        asked[message["do"]] = seconds
        return request(process, message, seconds)

    monkeypatch.setattr(StudentProcess, "request", listen)
    graded(zygote, cell("open('data').read()"), files={"data": "eA=="})
    assert asked == {"files": START_SECONDS, "cell": None, "look": None}
