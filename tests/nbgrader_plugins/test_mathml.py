"""Formulas are shown without a script; what a student puts into one runs nowhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from helpers.nbgrader_plugins.mathml import MAX_LENGTH, to_mathml
from tests.nbgrader_plugins.graded_pages import Read

ROOT = Path(__file__).resolve().parents[2]


def formulas() -> list[str]:
    """Return every formula of the assignments."""
    found: dict[str, None] = {}
    for path in sorted((ROOT / "source").glob("*/*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                text = "".join(cell["source"])
                found |= dict.fromkeys(re.findall(r"\$\$(.+?)\$\$", text, re.DOTALL))
                plain = re.sub(r"\$\$.+?\$\$|`[^`]*`", "", text, flags=re.DOTALL)
                found |= dict.fromkeys(re.findall(r"\$([^$]+)\$", plain))
    return list(found)


def test_every_formula_of_the_assignments_is_shown_as_one() -> None:
    every = formulas()
    assert len(every) > 50
    assert [latex for latex in every if not to_mathml(latex).startswith("<math")] == []


def test_a_sum_looks_like_a_sum() -> None:
    shown = to_mathml(r"\sum_{i=0}^{n} x_i", block=True)
    assert shown.startswith('<div class="formula"><math display="block">')
    assert [tag for tag, _ in Read(shown).tags].count("munderover") == 1
    assert "∑" in shown


@pytest.mark.parametrize(
    "latex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{&lt;script&gt;}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{background:url(https://example.org)}{x}",
        r"\class{card}{x}",
        r"\color{red;position:fixed}{x}",
        r"\mathrm{<img src=x onerror=alert(1)>}",
        r"\includegraphics{https://example.org/a.png}",
        r"\rule{1em;x:y}{2em}",
        r'\hspace{1em" onclick="alert(1)}',
    ],
)
def test_nothing_of_a_formula_runs_or_is_fetched(latex: str) -> None:
    shown = Read(to_mathml(latex))
    assert {tag for tag, _ in shown.tags} <= {
        "math", "mrow", "mtext", "mi", "mo", "mn", "code", "mstyle", "mspace", "mpadded",
    }  # fmt: skip
    keys = {key for _, attrs in shown.tags for key in attrs}
    assert not keys & {"href", "style", "class", "src", "onclick", "onerror", "id"}


@pytest.mark.parametrize(
    "latex",
    [r"\frac{1}{", "{" * 5000, "{" * 900 + "}" * 900, "x^" * 500, r"\begin{pmatrix}1", "x" * 9999],
    ids=lambda latex: latex[:12],
)
def test_what_is_no_formula_is_shown_as_it_is_written(latex: str) -> None:
    shown = to_mathml(latex)
    assert shown.startswith(("<code>", "<math"))
    assert len(latex) <= MAX_LENGTH or shown == f"<code>{latex}</code>"
