"""The correlation explorer from Python: its arguments, its traits, its static picture."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from helpers.explorers import Correlation

ROOT = Path(__file__).resolve().parents[2]


def executed(*cells: str) -> list[Any]:
    """Run cells in a kernel without any browser and return the outputs of each."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in cells])
    NotebookClient(notebook, resources={"metadata": {"path": str(ROOT)}}).execute()
    return [cell.outputs for cell in notebook.cells]


def test_a_run_without_a_browser_leaves_the_picture() -> None:
    """And a trait set later, in the last cell before the kernel ends, is in it."""
    outputs = executed(
        "from helpers.explorers import Correlation\ne = Correlation([[1, 2], [3, 4]], [[5]])\ne",
        "e.X = [[1, 2, 3]]; e.pin = 'Y 0 2'",
    )[0]
    assert [output.output_type for output in outputs] == ["display_data", "display_data"]
    view, still = (output.data for output in outputs)
    assert "application/vnd.jupyter.widget-view+json" in view
    assert "image/png" in still
    assert 'alt="X, 1 by 3: 1 2 3. K, 1 by 1: 5. Y, 1 by 3: 5 10 15."' in still["text/html"]
    assert "Y[0, 2] = np.sum(X[0:1, 2:3] * K)" in still["text/html"]


def test_without_the_reference_the_picture_is_of_the_frame_the_browser_sent() -> None:
    """A student's installation: no helpers.reference to compute a frame with."""
    code = """
import sys
sys.modules["helpers.reference"] = None
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *a: None if name == "helpers.reference" else find(name, *a)
from helpers.explorers import Correlation
e = Correlation()
assert e.frame_wanted and e._picture() is None
grid = dict(id="X", title="X", note="", values=[[7.0]], scale=7.0, first=0, marks=[[""]])
e._handle_custom_msg({"frame": {"grids": [grid], "signs": [], "caption": ["one"]}}, [])
print(e._picture().picture.alt)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "X, 1 by 1: 7.\n", done.stderr


def test_what_is_set_is_what_is_read() -> None:
    e = Correlation(np.arange(6).reshape(2, 3), [[1, 2]], stride=2, padding=1)
    np.testing.assert_array_equal(e.X, [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(e.K, [[1, 2]])
    e.K = [[4], [5]]
    e.W = 2
    np.testing.assert_array_equal(e.K, [[4], [5]])
    np.testing.assert_array_equal(e.X, [[0, 1], [3, 4]])
    e.W = 3
    np.testing.assert_array_equal(e.X, [[0, 1, 2], [3, 4, 5]], "columns come back")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"X": [1, 2]}, r"X has shape \(2,\); it must be a matrix"),
        ({"X": [[1, float("nan")]]}, "X has an entry that is nan"),
        ({"X": np.zeros((17, 3))}, "at most 16 × 16"),
        ({"K": "fuzzy"}, "K is 'fuzzy'; it must be a matrix or one of sheet1"),
        ({"X": np.zeros((2, 2)), "K": np.zeros((3, 1))}, "does not fit into X"),
        ({"controls": ("strides",)}, "controls names 'strides'"),
        ({"language": "fr"}, "language is 'fr'; it must be one of en, zh"),
    ],
)
def test_a_wrong_argument_is_named(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Correlation(**arguments)


def test_the_environment_chooses_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOKERNELS_LANGUAGE", "zh")
    assert Correlation().say("stride") == "步长 s"
    assert Correlation(language="en").say("stride") == "stride s"


def test_only_the_controls_asked_for_are_shown() -> None:
    names = [
        child.description
        for row in Correlation(controls=("stride", "H")).panel.children[:-1]
        for child in row.children
    ]
    assert names == ["H rows", "stride s"]


def test_the_view_is_sent_before_its_controls_and_its_picture_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is seen first need not wait for twenty models and a figure of matplotlib."""
    e, then = Correlation(), []

    def controls() -> int:
        return sum(len(row.children) for row in e._outline().children[:-1])

    monkeypatch.setattr(
        "helpers.explorers.explorer.display", lambda *_, **__: then.append(("view", controls()))
    )
    monkeypatch.setattr(e._still, "show", lambda: then.append(("picture", controls())))
    e._ipython_display_()
    assert then == [("view", 0), ("picture", 13)]
    assert len(e.links) == 13
