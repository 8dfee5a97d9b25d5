"""Every limit is documented, has a sensible default, and is refused when it makes no sense."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any

import pytest

from helpers.kernel.limits import Limits

SECURITY = Path(__file__).resolve().parents[2] / "docs" / "security.md"


def test_limits_go_to_a_process_and_come_back() -> None:
    limits = Limits(call_seconds=1.5, packages=("numpy",))
    assert Limits.from_json(limits.to_json()) == limits


def test_a_setting_that_is_left_out_keeps_its_default() -> None:
    assert Limits.from_json({"call_seconds": 9}) == Limits(call_seconds=9)


def test_a_limit_that_does_not_exist_is_refused_with_the_ones_that_do() -> None:
    with pytest.raises(ValueError, match="call_second is no limit; the limits are call_seconds"):
        Limits.from_json({"call_second": 1})


@pytest.mark.parametrize("value", ["5", None, True, 0, -1, math.nan, [5]])
def test_a_limit_that_is_no_positive_number_is_refused(value: Any) -> None:
    """Found later, it would fail every submission of a class one by one."""
    with pytest.raises(ValueError, match="call_seconds is a number above 0"):
        Limits.from_json({"call_seconds": value})


def test_sizes_are_whole_numbers() -> None:
    with pytest.raises(ValueError, match=r"memory_bytes is a number above 0, not 0\.5"):
        Limits.from_json({"memory_bytes": 0.5})


@pytest.mark.parametrize("packages", ["numpy", [1]])
def test_packages_are_a_list_of_names(packages: Any) -> None:
    """A single text would otherwise be read letter by letter."""
    with pytest.raises(ValueError, match="packages is a list of names"):
        Limits.from_json({"packages": packages})


def test_every_limit_is_in_the_document() -> None:
    text = SECURITY.read_text(encoding="utf-8")
    missing = [f.name for f in dataclasses.fields(Limits) if f"`{f.name}`" not in text]
    assert not missing
