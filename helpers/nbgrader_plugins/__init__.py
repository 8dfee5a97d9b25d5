"""What nbgrader_config.py plugs into nbgrader: the engine, and feedback without tests."""

from helpers.nbgrader_plugins.autograde import TwoKernelAutograde
from helpers.nbgrader_plugins.feedback import HideHiddenTests
from helpers.nbgrader_plugins.setup import use_two_kernels

__all__ = ["HideHiddenTests", "TwoKernelAutograde", "use_two_kernels"]
