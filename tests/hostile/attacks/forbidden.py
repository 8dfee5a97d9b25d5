"""Libraries the question rules out, by every way of importing."""

from __future__ import annotations

from tests.hostile.attack import Row

ROWS = [row := Row("a library the question rules out")]

USE = "return signal.correlate2d(X, K, mode='valid')"
FORBIDDEN = {"test_corr2d": "forbidden"}

row.add(
    "scipy_on_top",
    f"from scipy import signal\ndef corr2d(X, K):\n    {USE}",
    outcomes=FORBIDDEN,
)
row.add(
    "scipy_inside",
    f"def corr2d(X, K):\n    from scipy import signal\n    {USE}",
    outcomes=FORBIDDEN,
)
row.add(
    "scipy_another_cell",
    "from scipy.signal import correlate2d",
    "def corr2d(X, K):\n    return correlate2d(X, K, mode='valid')",
    outcomes=FORBIDDEN,
)
for library in ("torch", "cv2", "sympy", "nbgrader"):
    row.add(
        f"{library}_inside",
        f"def corr2d(X, K):\n    import {library}\n    return {library}.anything(X, K)",
        outcomes=FORBIDDEN,
    )
for way, source in {
    "importlib": "import importlib; signal = importlib.import_module('scipy.signal')",
    "dunder": "signal = __import__('scipy.signal').signal",
    "exec": "exec('from scipy import signal', globals())",
    "getattr": "signal = getattr(__import__('sci' + 'py'), 'signal')",
}.items():
    row.add(
        f"scipy_by_{way}",
        f"def corr2d(X, K):\n    global signal\n    {source}\n    {USE}",
        outcomes=FORBIDDEN,
    )
row.add(
    "scipy_without_the_guard",
    f"""
import sys, importlib, importlib.util, importlib.machinery
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "Guard"]
def by_path():
    for folder in sys.path:
        spec = importlib.machinery.PathFinder.find_spec("scipy", [folder])
        if spec:
            module = importlib.util.module_from_spec(spec)
            sys.modules["scipy"] = module
            spec.loader.exec_module(module)
    from scipy import signal
    return signal
def corr2d(X, K):
    signal = by_path()
    {USE}
""",
    outcomes={"test_corr2d": "raised"},
)
row.add(
    "scipy_compiled",
    f"""
import sys, glob, importlib.machinery, importlib.util
def corr2d(X, K):
    paths = [p for f in sys.path for p in glob.glob(f + "/scipy/signal/_sigtools*.so")]
    where = paths[0] if paths else "@REPO@/.venv/lib/python3.11/site-packages/scipy/signal/x.so"
    loader = importlib.machinery.ExtensionFileLoader("_sigtools", where)
    signal = importlib.util.module_from_spec(importlib.util.spec_from_loader("_sigtools", loader))
    {USE}
""",
    outcomes={"test_corr2d": "raised"},
)
