"""What is said of a mistake, by its id; an id that no question knows is still a mistake."""

from __future__ import annotations

import pytest

from helpers.report.known import known, label


def test_a_known_mistake_has_its_texts() -> None:
    found = known("corr2d.flips-kernel")
    assert found.title == "corr2d: flips kernel"
    assert "180°" in found.says
    assert found.ask.endswith("?")


@pytest.mark.parametrize(
    ("identifier", "title"),
    [("corr2d.brand-new", "corr2d: brand new"), ("loose", "loose"), (".x", ".x"), ("x.", "x."),
     ("<b>.y", "<b>: y")],
)  # fmt: skip
def test_an_unknown_mistake_is_called_by_its_id(identifier: str, title: str) -> None:
    found = known(identifier)
    assert (found.id, found.title, found.says, found.ask) == (identifier, title, "", "")


def test_questions_are_called_what_messages_call_them() -> None:
    assert label("test_corr2d_backward_dX") == "corr2d_backward: dX"
    assert label("test_something_else") == "something_else"
    assert label("why_full_correlation") == "why_full_correlation"
