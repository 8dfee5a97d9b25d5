"""A course that answers in Chinese answers in Chinese throughout."""

from __future__ import annotations

import json
import re

import pytest

from helpers.grading import worker
from helpers.grading.warm import Zygote
from helpers.judging import messages
from helpers.kernel.limits import Limits
from tests.grading.small import answer, cell, made_of, notebook, test_of

TEST = "from helpers.questions import two_kernels\ntwo_kernels.corr2d.mark(corr2d)"
WRITTEN = {
    "blank": "def corr2d(X, K):\n    raise NotImplementedError()",
    "raises": "def corr2d(X, K):\n    return X @ K.nothing",
    "wrong": "def corr2d(X, K):\n    return X * 0",
    "endless": "def corr2d(X, K):\n    while True: pass",
    "gone": "import os\ndef corr2d(X, K):\n    os._exit(0)",
    "object": "def corr2d(X, K):\n    return object()",
    "missing": "x = 1",
}


@pytest.mark.parametrize("what", WRITTEN)
def test_every_message_is_in_the_courses_language(
    what: str, zygote: Zygote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_zygote", zygote)
    known = made_of(answer("corr2d"), test_of("corr2d", TEST, 4.0))
    submitted = {known.notebook: notebook(cell(WRITTEN[what], "corr2d"))}
    try:
        job = worker.make_job([known], submitted, {}, Limits(call_seconds=0.3), language="zh")
        (verdict,) = json.loads(worker.grade(job))["cells"].values()
    finally:
        messages.use("en")
    said = re.sub(r"`[^`]*`|\w+Error: [^（]*", "", verdict["message"])
    assert re.search(r"[\u4e00-\u9fff]", said), said
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", said), f"English is left: {said}"
