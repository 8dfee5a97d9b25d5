"""The hints in English."""

from helpers.questions.messages.en import kernels, layers, pooling, tables

HINTS = {**kernels.HINTS, **layers.HINTS, **tables.HINTS, **pooling.HINTS}
