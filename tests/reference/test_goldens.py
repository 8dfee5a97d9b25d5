"""What PyTorch 2.13 computed once; `make goldens` records it anew, nothing else changes it."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from helpers import reference as ref

HERE = Path(__file__).parent
GOLDENS = HERE / "goldens/pytorch-2.13.json"
RECORD = HERE.parents[1] / "tools/record_goldens.py"
CASES = json.loads(GOLDENS.read_text(encoding="utf-8"))["cases"]
EXACT = {"corr2d", "max_pool2d", "two_kernels"}  # integers: sums, products and maxima do not round


def name(case):
    arguments = case["arguments"]
    how = [f"{k}={v}" for k, v in arguments.items() if k not in ("X", "K", "K1", "K2")]
    return " ".join([case["operation"], str(array(arguments["X"]).shape), *how])


def array(value):
    return np.array(value, dtype=np.float64)  # reads "nan" and "inf" as well


def arguments_of(case):
    arguments = {
        k: array(v) if k[0] in "XK" else tuple(v) if isinstance(v, list) else v
        for k, v in case["arguments"].items()
    }
    if "p" in arguments:
        arguments["p"] = float(arguments["p"])
    return arguments


def compare(case, mine, theirs):
    assert mine.shape == array(theirs).shape
    if case["operation"] in EXACT:
        np.testing.assert_array_equal(mine, array(theirs))
    else:
        np.testing.assert_allclose(mine, array(theirs), rtol=1e-12, atol=1e-12)


OPERATIONS = [case for case in CASES if case["operation"] != "two_kernels"]
TWO_KERNELS = [case for case in CASES if case["operation"] == "two_kernels"]


@pytest.mark.parametrize("case", OPERATIONS, ids=name)
def test_operation(case):
    arguments = arguments_of(case)
    compare(case, getattr(ref, case["operation"])(**arguments), case["Y"])
    gradients = getattr(ref, f"{case['operation']}_backward")(array(case["dY"]), **arguments)
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    for mine, theirs in zip(gradients, case["gradients"].values(), strict=True):
        compare(case, mine, theirs)


@pytest.mark.parametrize("case", TWO_KERNELS, ids=name)
def test_two_kernels(case):
    arguments, reference = arguments_of(case), array(case["reference"])
    results = ref.two_kernels_forward(**arguments)
    gradients = ref.two_kernels_backward(**arguments, reference=reference)
    for mine, theirs in zip(results, case["Y"], strict=True):
        compare(case, mine, theirs)
    assert ref.l2_loss(results[1], reference) == case["loss"]
    for mine, theirs in zip(gradients, case["gradients"].values(), strict=True):
        compare(case, mine, theirs)


def test_every_operation_is_there_and_the_file_is_small():
    recorded = {case["operation"] for case in CASES}
    assert recorded == {"corr2d", "max_pool2d", "avg_pool2d", "lp_pool2d", "two_kernels"}
    assert GOLDENS.stat().st_size < 300_000


@pytest.mark.oracle
def test_recording_again_gives_the_same(torch):
    assert torch.__version__.startswith("2.13.")
    spec = importlib.util.spec_from_file_location("record_goldens", RECORD)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    again = json.loads(tool.record())["cases"]
    assert len(again) == len(CASES)
    for new, old in zip(again, CASES, strict=True):
        assert {k: new[k] for k in ("operation", "arguments")} == {
            k: old[k] for k in ("operation", "arguments")
        }
        assert new.get("dY") == old.get("dY")
        for mine, theirs in (
            *zip(flat(new["Y"]), flat(old["Y"]), strict=True),
            *zip(flat(new["gradients"]), flat(old["gradients"]), strict=True),
        ):
            # Another processor may round a power differently, by a unit in the last place.
            np.testing.assert_allclose(float(mine), float(theirs), rtol=1e-14)


def flat(value):
    if isinstance(value, dict):
        value = list(value.values())
    return [leaf for item in value for leaf in flat(item)] if isinstance(value, list) else [value]
