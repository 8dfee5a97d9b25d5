"""Numbers as people read them, and texts no page can be harmed by."""

from __future__ import annotations

import datetime

import pytest

from helpers.report import wording


def plain(text: str) -> str:
    """Take narrow spaces for spaces."""
    return text.replace(wording.NARROW, " ")


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 20, "0 %"), (1, 3000, "1 %"), (7, 20, "35 %"), (2999, 3000, "99 %"), (20, 20, "100 %"),
     (0, 0, "0 %")],
)  # fmt: skip
def test_a_share_is_0_or_100_only_when_it_is(part: int, whole: int, text: str) -> None:
    assert plain(wording.percent(part, whole)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (31, "31"), (2.5, "2.5"), (0.6667, "0.7"), (1234.5, "1,234.5"), (-1, "−1")],
)
def test_points(value: float, text: str) -> None:
    assert wording.points(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 ms"), (0.0123, "12 ms"), (0.19, "0.2 s"), (12.34, "12.3 s"), (61, "1 min 1 s"),
     (3600, "1 h"), (97_200, "1 d 3 h")],
)  # fmt: skip
def test_seconds(value: float, text: str) -> None:
    assert plain(wording.seconds(value)) == text


def test_a_list_in_a_sentence_is_short() -> None:
    names = ["a", "b", "c", "d", "e", "f"]
    assert [wording.listed(names[:n]) for n in (0, 1, 2, 4, 5)] == [
        "", "a", "a and b", "a, b, c and d", "a, b, c and 2 more",
    ]  # fmt: skip


def test_a_moment() -> None:
    assert wording.moment(datetime.datetime(2026, 3, 6, 17, 5, 9)) == "2026-03-06 17:05 UTC"
    assert wording.moment(None) == "unknown"


@pytest.mark.parametrize("odd", ["\x00", "\x1b", "\ud800", "\u202e", "\u2028", "\ufeff"])
def test_what_cannot_be_shown_is_replaced(odd: str) -> None:
    """Half characters break the file, and marks that turn the line around show a forged one."""
    text = wording.clean(f"a{odd}b\nc")
    assert text == "a\N{REPLACEMENT CHARACTER}b\nc"
    text.encode("utf-8")


def test_an_endless_text_is_cut() -> None:
    assert wording.clean("x" * 10_000, 10) == "xxxxxxxx …"
    assert wording.clean("x" * 10, 10) == "x" * 10
