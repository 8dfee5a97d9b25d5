"""The hints in Simplified Chinese, and the names of the cases."""

from helpers.questions.messages.zh import kernels, layers, pooling, tables
from helpers.questions.messages.zh.cases import CASES

__all__ = ["CASES", "HINTS"]

HINTS = {**kernels.HINTS, **layers.HINTS, **tables.HINTS, **pooling.HINTS}
