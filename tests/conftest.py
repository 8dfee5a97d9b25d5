"""Hypothesis' profile, the order of the tests, and what a missing PyTorch means."""

import functools
import os

import hypothesis
import pytest

from tests.schedule import Together, place_of

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


def pytest_collection_modifyitems(items):
    """The longest groups first; within a group as collected."""
    items.sort(key=lambda item: place_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)  # also without xdist
def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False  # the order of collection is the order of the queue
    return Together(config, log)


def pytest_runtest_setup(item):
    if item.get_closest_marker("oracle") is None or _imported_torch() is not None:
        return
    if os.environ.get("TWOKERNELS_REQUIRE_ORACLE") == "1":
        pytest.fail("PyTorch cannot be imported and TWOKERNELS_REQUIRE_ORACLE is 1", pytrace=False)
    pytest.skip("PyTorch cannot be imported; the goldens are checked instead")


@pytest.fixture(scope="session")
def zygote():
    """Give the warm process of the session, for tests that fork from it and leave it as it is."""
    from helpers.grading.warm import WarmPython

    zygote = WarmPython()
    yield zygote
    zygote.close()


@pytest.fixture(scope="session")
def torch():
    return _imported_torch()
