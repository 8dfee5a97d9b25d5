"""Plug the engine into nbgrader, for every way in: command line, formgrader, Python."""

from __future__ import annotations

import nbgrader.apps.api
import nbgrader.apps.autogradeapp
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import GetGrades
from traitlets.config import Config

from helpers.nbgrader_plugins.autograde import TwoKernelAutograde
from helpers.nbgrader_plugins.feedback import HideHiddenTests


_picture = IPythonRenderer._embed_image_or_attachment


def _picture_if_there(renderer: IPythonRenderer, address: str) -> str:
    """Leave out an attached picture that is missing, for which nbconvert would make no page."""
    try:
        return str(_picture(renderer, address))
    except InvalidNotebook:
        return ""


def use_two_kernels(config: Config) -> None:
    """Have nbgrader grade with the two-kernel engine; call it in nbgrader_config.py as `(c)`.

    nbgrader has a setting for every preprocessor and none for the converter that runs them, so the
    two modules that make one are given ours by name.
    """
    nbgrader.apps.autogradeapp.Autograde = TwoKernelAutograde
    nbgrader.apps.api.Autograde = TwoKernelAutograde
    IPythonRenderer._embed_image_or_attachment = _picture_if_there
    config.GenerateFeedback.preprocessors = [
        GetGrades,
        HideHiddenTests,
        CSSHTMLHeaderPreprocessor,
    ]
    # What students write is shown to instructors in a browser: no scripts of theirs.
    config.HTMLExporter.sanitize_html = True
