"""A course's settings are read, and a wrong one is refused before anything is graded."""

from __future__ import annotations

from typing import Any

import pytest
from traitlets.config import Config

from helpers.grading.errors import NoCourse
from helpers.grading.settings import limits_of, workers_of
from helpers.kernel.limits import Limits


def config(**settings: Any) -> Config:
    return Config({"TwoKernels": settings})


def test_without_settings_the_defaults_hold() -> None:
    assert limits_of(Config(), "pooling") == Limits()
    assert workers_of(Config()) == 1


def test_an_assignments_own_limits_go_before_the_courses() -> None:
    chosen = config(
        limits={"call_seconds": 9, "open_files": 64},
        assignment_limits={"pooling": {"call_seconds": 2, "packages": ["numpy"]}},
        workers=3,
    )
    assert limits_of(chosen, "pooling") == Limits(
        call_seconds=2, open_files=64, packages=("numpy",)
    )
    assert limits_of(chosen, "convolution").call_seconds == 9
    assert workers_of(chosen) == 3


@pytest.mark.parametrize(
    "limits",
    [{"call_second": 1}, {"call_seconds": "5"}, {"memory_bytes": -1}, {"packages": "numpy"}],
)
def test_a_wrong_limit_is_refused_and_named(limits: dict[str, Any]) -> None:
    name = next(iter(limits))
    for chosen in (config(limits=limits), config(assignment_limits={"pooling": limits})):
        with pytest.raises(
            NoCourse, match=rf"nbgrader_config\.py: c\.TwoKernels\.limits: .*{name}"
        ):
            limits_of(chosen, "pooling")


@pytest.mark.parametrize(
    "settings", [{"limits": 5}, {"assignment_limits": {"pooling": 5}}, {"workers": 0}]
)
def test_a_setting_of_the_wrong_type_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(NoCourse, match=r"nbgrader_config\.py"):
        limits_of(config(**settings), "pooling")


def test_a_number_of_workers_that_is_none_is_refused() -> None:
    with pytest.raises(NoCourse, match=r"nbgrader_config\.py: c\.TwoKernels: .*workers"):
        workers_of(config(workers=0))
