"""What nbgrader_config.py plugs into nbgrader: the engine, feedback without tests, and the rest."""

from helpers.nbgrader_plugins.autograde import TwoKernelAutograde
from helpers.nbgrader_plugins.export import CanvasExporter, MoodleExporter
from helpers.nbgrader_plugins.feedback import HideHiddenTests
from helpers.nbgrader_plugins.late import TwoKernelsLate
from helpers.nbgrader_plugins.setup import use_two_kernels
from helpers.nbgrader_plugins.zip_collect import SafeExtractor, StudentFolderCollector

__all__ = [
    "CanvasExporter",
    "HideHiddenTests",
    "MoodleExporter",
    "SafeExtractor",
    "StudentFolderCollector",
    "TwoKernelAutograde",
    "TwoKernelsLate",
    "use_two_kernels",
]
