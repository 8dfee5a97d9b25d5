"""Explorers: see convolution move.

Each is a pair of pure functions, `clamped(state)` and `frame(state)`, which say as plain data what
is to be seen, and a thin widget around them. The functions are there twice: in js/<name>_frame.js,
so that nothing in the browser waits for Python, and in <name>_frame.py, for the static picture of
a notebook that ran without a browser; a test keeps the two equal. docs/explorers.md lists the
files of an explorer, what a frame holds, and how to add one.
"""

from helpers.explorers.backward import Backward
from helpers.explorers.correlation import Correlation
from helpers.explorers.explore import explore
from helpers.explorers.pooling import Pooling
from helpers.explorers.two_kernels import TwoKernels

__all__ = ["Backward", "Correlation", "Pooling", "TwoKernels", "explore"]
