"""The bundle in a fresh virtual environment outside the repository, as its README says."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.bundle.conftest import OPEN, ROOT, Student, bundle
from tests.bundle.test_contents import OURS
from tests.docs.people import environment, started

RUN = """
import json, sys, nbclient, nbformat
nb = nbformat.read("two_kernels/two_kernels.ipynb", as_version=4)
answers = json.loads(sys.argv[1])
for cell in nb.cells:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    cell.source = answers.get(name, cell.source)
nb.cells.append(nbformat.v4.new_code_cell(answers["the end"]))
nb.cells[-1].metadata["nbgrader"] = {"grade_id": "the end"}
work = {"metadata": {"path": "two_kernels"}}
nbclient.NotebookClient(nb, timeout=120, allow_errors=True, resources=work).execute()
marks = (cell.metadata.get("nbgrader", {}) for cell in nb.cells)
outputs = (cell.get("outputs") for cell in nb.cells)
print(json.dumps(dict(zip((mark.get("grade_id") for mark in marks), outputs))))
"""

RIGHT = """
def corr2d(X, K):
    (H, W), (h, w) = X.shape, K.shape
    return np.array(
        [[(X[i:i + h, j:j + w] * K).sum() for j in range(W - w + 1)] for i in range(H - h + 1)]
    )
"""
WRONG = """
def l2_loss(result, reference):
    return float(np.mean((result - reference) ** 2))
"""
EXPLORER = "from helpers.explorers import Correlation\nCorrelation(K='blur')"

CHECK = """
import sys
sys.path.insert(0, sys.argv[1])
import helpers.student as student
for name in sys.argv[2:]:
    try:
        student.check(name, None)
    except student.CheckFailed as failed:
        print(failed)
"""

VALIDATE = """
import json, sys
from nbgrader.server_extensions.validate_assignment.handlers import ValidateAssignmentHandler
from nbgrader.validator import Validator
config = ValidateAssignmentHandler.load_config(None)  # what the button reads
print(json.dumps(Validator(config=config).validate("pooling/pooling.ipynb")))
"""


@pytest.fixture(scope="module")
def executed(student: Student) -> dict[str, list[Any]]:
    """The outputs of a notebook with one right answer, a wrong one, and blanks; by cell."""
    answers = {"corr2d": RIGHT, "l2_loss": WRONG, "the end": EXPLORER}
    outputs: dict[str, list[Any]] = json.loads(student.run(RUN, json.dumps(answers)))
    return outputs


def said(outputs: list[Any]) -> str:
    return "\n".join(o.get("text", "") + "\n".join(o.get("traceback", ())) for o in outputs)


def test_helpers_is_the_student_edition(student: Student) -> None:
    file = student.run("import helpers; print(helpers.__file__)").strip()
    assert Path(file).is_relative_to(student.folder / ".venv")


@pytest.mark.parametrize("package", OURS)
def test_nothing_else_of_ours_can_be_imported(student: Student, package: str) -> None:
    script = f"import importlib.util as u; print(u.find_spec('helpers.{package}'))"
    assert student.run(script).strip() == "None"


def test_every_module_of_it_can_be_imported(student: Student, zip_texts: Mapping[str, str]) -> None:
    modules = [
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in zip_texts
        if path.startswith("helpers/") and path.endswith(".py")
    ]
    assert len(modules) > 15
    student.run(
        "import importlib, sys; [importlib.import_module(m) for m in sys.argv[1:]]", *modules
    )


def test_a_right_answer_is_told_so(executed: dict[str, list[Any]]) -> None:
    assert said(executed["check_corr2d"]).startswith("✓ corr2d: ")


def test_a_blank_is_told_so(executed: dict[str, list[Any]]) -> None:
    assert "✗" in said(executed["check_two_kernels_forward"])
    assert "not attempted yet." in said(executed["check_two_kernels_forward"])


def test_a_known_mistake_is_named(executed: dict[str, list[Any]]) -> None:
    text = said(executed["check_l2_loss"])
    assert "✗" in text
    assert "mean" in text or "average" in text


def test_pictures_are_drawn(executed: dict[str, list[Any]]) -> None:
    (output,) = executed["given"]
    assert output["data"].keys() >= {"text/html", "text/plain"}


def test_an_explorer_is_shown(executed: dict[str, list[Any]]) -> None:
    outputs = executed["the end"]
    assert not any(o["output_type"] == "error" for o in outputs), said(outputs)
    assert any("application/vnd.jupyter.widget-view+json" in o.get("data", {}) for o in outputs)


def test_validate_lists_the_checks_that_are_still_open(student: Student) -> None:
    """Without the bundle's nbgrader_config.py it would run graded cells only; they are empty."""
    result = json.loads(student.run(VALIDATE))
    failed = " ".join(cell["source"] for cell in result["failed"])
    assert 'check("max_pool2d"' in failed
    assert 'check("pooled_C"' in failed


def test_jupyterlab_opens_the_notebook_by_the_pages_line(student: Student) -> None:
    home = student.folder.parent / "home"
    with started(OPEN, student.folder, home, environment(home)) as server:
        found = json.loads(server.ask("api/contents/two_kernels/two_kernels.ipynb"))
        assert found["type"] == "notebook"
        assert b"jupyter-config-data" in server.ask("lab/tree/two_kernels/two_kernels.ipynb")
        file = server.says("python3", "import helpers; print(helpers.__file__)")
    assert Path(file.strip()).is_relative_to(student.folder)


def test_a_bundle_of_one_assignment_checks_it_and_knows_no_other(
    student: Student, tmp_path: Path
) -> None:
    content = bundle(ROOT, tmp_path / "one.zip", "pooling")
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path)
    (wheel,) = tmp_path.glob("pooling-student/*.whl")
    assert wheel.name != student.wheel.name, "pip would not replace a wheel of the same version"
    first, second = student.run(CHECK, str(wheel), "pooled_C", "corr2d").splitlines()
    assert first == "pooled_C: not attempted yet."
    assert second.startswith("corr2d: ")
    assert second != "corr2d: not attempted yet."
