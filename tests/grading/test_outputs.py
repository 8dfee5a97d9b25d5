"""Of what a student's process claims to have put out, text and pictures are kept, rebuilt."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.grading.outputs import MAX_OUTPUTS, clean, error_of

PNG = "iVBORw0KGgo="


def display(**data: Any) -> dict[str, Any]:
    named = {name.replace("__", "/").replace("_", "+"): value for name, value in data.items()}
    return {"output_type": "display_data", "data": named, "metadata": {"evil": True}}


@pytest.mark.parametrize(
    ("claimed", "kept"),
    [
        (display(text__plain="x", text__html="<b>x</b>"), {"text/plain": "x"}),
        (display(text__html="<script>alert(1)</script>"), None),
        (display(text__html=f'<img src="data:image/png;base64,{PNG}">'), None),
        (display(text__html="<img src=x onerror=alert(1)>", image__png=PNG), {"image/png": PNG}),
        (display(image__svg_xml="<svg onload='alert(1)'/>"), None),
        (display(application__javascript="alert(1)"), None),
        (display(text__latex="$x$", text__markdown="<script>"), None),
        (display(image__png=PNG), {"image/png": PNG}),
        (display(image__jpeg=PNG + "\n"), {"image/jpeg": PNG + "\n"}),
        (display(image__png='"><script>'), None),
        (display(image__png=5, text__plain=["x"]), None),
        (display(**{"application/vnd.jupyter.widget-view+json": "{}"}), None),
    ],
)
def test_html_scripts_and_vector_pictures_are_dropped(claimed: Any, kept: Any) -> None:
    cleaned = clean([claimed], 10_000)
    expected = [{"output_type": "display_data", "data": kept, "metadata": {}}] if kept else []
    assert cleaned == expected


def test_a_result_is_never_a_score() -> None:
    """nbgrader reads a score from an `execute_result`: only the examiner writes one."""
    claimed = {"output_type": "execute_result", "data": {"text/plain": "40"}, "metadata": {}}
    (kept,) = clean([claimed | {"execution_count": 1}], 100)
    assert kept["output_type"] == "display_data"


def test_streams_and_errors_are_rebuilt_field_by_field() -> None:
    claimed = [
        {"output_type": "stream", "name": "stderr", "text": "a\x00b\r\n\t\x1b[31m", "evil": 1},
        {"output_type": "stream", "name": "stdlog", "text": "x"},
        {"output_type": "stream", "name": "stdout", "text": ["x"]},
        {"output_type": "error", "ename": "E" * 999, "evalue": "v", "traceback": ["t", 5, "u"]},
        {"output_type": "error", "ename": 5, "evalue": "v", "traceback": []},
        {"output_type": "update_display_data", "data": {"text/plain": "x"}},
        "text", None, 5,
    ]  # fmt: skip
    assert clean(claimed, 1000) == [
        {"output_type": "stream", "name": "stderr", "text": "ab\n\t\x1b[31m"},
        {"output_type": "error", "ename": "E" * 200, "evalue": "v", "traceback": ["t", "u"]},
    ]


@pytest.mark.parametrize("claimed", [None, 5, "x", {}, {"a": 1}])
def test_what_is_no_list_of_outputs_is_none(claimed: Any) -> None:
    assert clean(claimed, 100) == []


def test_many_and_large_outputs_are_cut_and_it_is_said() -> None:
    stream = {"output_type": "stream", "name": "stdout", "text": "x"}
    assert len(clean([stream] * 10_000, 10**6)) == MAX_OUTPUTS + 1
    cut = clean([stream | {"text": "x" * 999}] * 99, 1000)
    assert len(json.dumps(cut)) < 4000
    assert "was cut" in cut[-1]["text"]


@given(
    st.recursive(
        st.one_of(
            st.none(), st.integers(), st.text(max_size=9),
            st.sampled_from(["stream", "error", "display_data", "text", "output_type", "data"]),
        ),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(
                st.sampled_from(["output_type", "data", "name", "text", "ename", "text/plain"]),
                inner,
            ),
        ),
    )
)  # fmt: skip
def test_whatever_is_claimed_the_outputs_are_those_of_a_notebook(claimed: Any) -> None:
    for output in clean([claimed] if isinstance(claimed, dict) else claimed, 1000):
        assert output["output_type"] in ("stream", "error", "display_data")
        json.dumps(output).encode("utf-8")


def test_the_last_error_is_what_a_cell_ended_in() -> None:
    error = {"output_type": "error", "ename": "E", "evalue": "a\n b", "traceback": []}
    assert error_of([error | {"ename": "First"}, error]) == ("E", "a b")
    assert error_of([]) is None
