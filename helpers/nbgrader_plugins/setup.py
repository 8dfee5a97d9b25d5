"""Plug the engine into nbgrader, for every way in: command line, formgrader, Python."""

from __future__ import annotations

import nbgrader.apps.api
import nbgrader.apps.autogradeapp
from nbgrader.converters import GenerateAssignment
from traitlets.config import Config

from helpers.nbgrader_plugins.autograde import TwoKernelAutograde
from helpers.nbgrader_plugins.collect import OwnedCollect
from helpers.nbgrader_plugins.feedback import FeedbackExporter, HideHiddenTests, ReadGradebook
from helpers.nbgrader_plugins.late import TwoKernelsLate
from helpers.nbgrader_plugins.markdown import markdown2html
from helpers.nbgrader_plugins.personal_numbers import PersonalNumbers
from helpers.nbgrader_plugins.release_feedback import EachFeedback
from helpers.nbgrader_plugins.zip_collect import SafeExtractor, StudentFolderCollector


def use_two_kernels(config: Config) -> None:
    """Have nbgrader grade with the two-kernel engine; call it in nbgrader_config.py as `(c)`.

    A late policy's plugin that the course has set before stays.

    nbgrader has a setting for every preprocessor and none for the converter that runs them, so the
    two modules that make one are given ours by name.
    """
    nbgrader.apps.autogradeapp.Autograde = TwoKernelAutograde
    nbgrader.apps.api.Autograde = TwoKernelAutograde
    config.GenerateFeedback.preprocessors = [ReadGradebook, HideHiddenTests]
    config.GenerateFeedback.exporter_class = FeedbackExporter
    usual = GenerateAssignment.preprocessors.default()
    config.GenerateAssignment.preprocessors = [PersonalNumbers, *usual]
    if "plugin_class" not in config.AssignLatePenalties:
        config.AssignLatePenalties.plugin_class = TwoKernelsLate
    config.ZipCollectApp.extractor_plugin = SafeExtractor
    config.ZipCollectApp.collector_plugin = StudentFolderCollector
    config.ExchangeFactory.collect = OwnedCollect
    config.ExchangeFactory.release_feedback = EachFeedback
    # What students write is shown to instructors in a browser: no scripts of theirs.
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {"markdown2html": markdown2html}
