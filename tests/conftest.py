"""Hypothesis' profile, and the one place that decides what a missing PyTorch means."""

import functools
import os
from pathlib import Path

import hypothesis
import pytest

TESTS = Path(__file__).parent
APART = {"browser", "explorers", "questions", "reference", "scale"}
"""Folders whose files have little in common: each file may run in another process."""

hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


@functools.cache
def _imported_torch():
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)  # the matrices are tiny; threads only wait for each other
    return torch


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    """Tests that share a graded class, a warm process or a cycle stay together in one process."""
    for item in items:
        folder, *_, file = item.path.relative_to(TESTS).parts
        alone = folder in APART
        item.add_marker(pytest.mark.xdist_group(f"{folder}/{file}" if alone else folder))


def pytest_runtest_setup(item):
    if item.get_closest_marker("oracle") is None or _imported_torch() is not None:
        return
    if os.environ.get("TWOKERNELS_REQUIRE_ORACLE") == "1":
        pytest.fail("PyTorch cannot be imported and TWOKERNELS_REQUIRE_ORACLE is 1", pytrace=False)
    pytest.skip("PyTorch cannot be imported; the goldens are checked instead")


@pytest.fixture(scope="session")
def torch():
    return _imported_torch()
