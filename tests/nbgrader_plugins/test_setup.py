"""nbgrader has the names we give it ours under, uses them, and keeps the rest of itself."""

from __future__ import annotations

import inspect
from pathlib import Path

import nbgrader.apps.api
import nbgrader.apps.autogradeapp
import pytest
from nbgrader.converters import Autograde
from traitlets.config import Config

from helpers.nbgrader_plugins import HideHiddenTests, TwoKernelAutograde, use_two_kernels
from helpers.nbgrader_plugins.feedback import FeedbackExporter, ReadGradebook
from tests.grading.courses import python

USED_BY = [nbgrader.apps.api.NbGraderAPI.autograde, nbgrader.apps.autogradeapp.AutogradeApp.start]


@pytest.mark.parametrize("function", USED_BY, ids=lambda f: f.__qualname__)
def test_nbgrader_still_makes_its_converter_by_that_name(function: object) -> None:
    """Where a new nbgrader stops doing so, `nbgrader autograde` would run submissions unguarded."""
    assert "Autograde(" in inspect.getsource(function)  # type: ignore[arg-type]


def test_the_names_exist_before_we_give_them(tmp_path: Path) -> None:
    code = (
        "import nbgrader.apps.api as a, nbgrader.apps.autogradeapp as b\n"
        "from nbgrader.converters import Autograde\n"
        "assert a.Autograde is Autograde and b.Autograde is Autograde\n"
    )
    done = python(tmp_path, "-c", code)
    assert done.returncode == 0, done.stderr


def test_both_names_are_ours_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (nbgrader.apps.api, nbgrader.apps.autogradeapp):
        monkeypatch.setattr(module, "Autograde", Autograde)
    config = Config()
    use_two_kernels(config)
    assert nbgrader.apps.api.Autograde is TwoKernelAutograde
    assert nbgrader.apps.autogradeapp.Autograde is TwoKernelAutograde
    assert issubclass(TwoKernelAutograde, Autograde)


def test_feedback_is_made_in_this_order() -> None:
    """Scores are read before a cell is hidden, and the page is laid out last."""
    config = Config()
    use_two_kernels(config)
    assert config.GenerateFeedback.preprocessors == [ReadGradebook, HideHiddenTests]
    assert config.GenerateFeedback.exporter_class is FeedbackExporter
    assert config.HTMLExporter.sanitize_html is True


def test_a_submission_never_runs_in_nbgraders_own_way() -> None:
    """Nothing of nbgrader's converter that executes a notebook is reached from ours."""
    source = inspect.getsource(TwoKernelAutograde)
    assert "super().start" not in source
    assert "convert_notebooks" not in source
    assert TwoKernelAutograde.start is not Autograde.start
