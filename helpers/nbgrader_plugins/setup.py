"""Plug the engine into nbgrader, for every way in: command line, formgrader, Python."""

from __future__ import annotations

import nbgrader.apps.api
import nbgrader.apps.autogradeapp
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import GetGrades
from traitlets.config import Config

from helpers.nbgrader_plugins.autograde import TwoKernelAutograde
from helpers.nbgrader_plugins.feedback import HideHiddenTests
from helpers.nbgrader_plugins.markdown import markdown2html


def use_two_kernels(config: Config) -> None:
    """Have nbgrader grade with the two-kernel engine; call it in nbgrader_config.py as `(c)`.

    nbgrader has a setting for every preprocessor and none for the converter that runs them, so the
    two modules that make one are given ours by name.
    """
    nbgrader.apps.autogradeapp.Autograde = TwoKernelAutograde
    nbgrader.apps.api.Autograde = TwoKernelAutograde
    config.GenerateFeedback.preprocessors = [
        GetGrades,
        HideHiddenTests,
        CSSHTMLHeaderPreprocessor,
    ]
    # What students write is shown to instructors in a browser: no scripts of theirs.
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {"markdown2html": markdown2html}
