"""The instructor's report on a class: one HTML page that needs nothing else."""

from __future__ import annotations

import re
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from helpers.report import figures, mistakes, wording
from helpers.report.figures import Headline
from helpers.report.results import Kind, Results

SHOWN = 200
"""Students listed in one place; the CSV has the rest."""
MESSAGES = 5
"""Messages shown of one mistake."""
MATRIX_ROWS = 200
"""Students up to whom the page has the table of every answer."""


def environment() -> Environment:
    """Return how pages are made: every text in them is escaped."""
    made = Environment(
        loader=PackageLoader("helpers.report", ""), autoescape=True, undefined=StrictUndefined
    )
    for format in (
        wording.count, wording.percent, wording.points, wording.seconds, wording.duration,
        wording.moment, wording.listed, wording.whole, breakable,
    ):  # fmt: skip
        made.globals[format.__name__] = format
    return made


def style(*names: str) -> Markup:
    """Return style sheets of this package, to stand in a page: `style("style.css")`."""
    folder = files("helpers.report")
    return Markup("\n".join(folder.joinpath(name).read_text("utf-8").strip() for name in names))


def breakable(name: str) -> Markup:
    """Escape a name that a narrow screen may break after each underscore and dot."""
    return Markup(re.sub(r"(?<=[_.])", "<wbr>", str(escape(name))))


def to_html(results: Results, *, failures_known: bool = True) -> str:
    """Return the page.  Some submission has a result.

    `failures_known` says whether somebody looked for submissions that could not be graded.
    """
    head = figures.headline(results)
    bins = figures.distribution(results)
    tallies = figures.tallies(results)
    named, other = mistakes.groups(results)
    blank = mistakes.left_blank(results)
    return (
        environment()
        .get_template("report.html")
        .render(
            css=style("style.css", "report.css"),
            results=results,
            head=head,
            summary=_summary(results, head),
            numbers=_numbers(results, head),
            lessons=mistakes.lessons(results, mistakes.MOST - bool(blank)),
            blank=blank,
            bins=bins,
            tallest=max(column.students for column in bins),
            tallies=tallies,
            untouched=[tally.question.label for tally in tallies if tally.untouched],
            stopped=any(tally.counts[Kind.STOPPED] for tally in tallies),
            kinds=[kind for kind in Kind if any(tally.counts[kind] for tally in tallies)],
            named=named,
            other=other,
            ungraded_names=[submission.student for submission in results.ungraded],
            failures_known=failures_known,
            late=figures.late(results),
            slowest=figures.slowest(results),
            matrix=len(results.graded) <= MATRIX_ROWS,
            shown=SHOWN,
            messages=MESSAGES,
            first_line=lambda text: text.partition("\n")[0],
        )
    )


def _summary(results: Results, head: Headline) -> str:
    said = [f"{wording.whole(head.graded)} of {wording.count(head.students, 'submission')} graded"]
    if results.failed:
        said.append(f"{wording.whole(len(results.failed))} could not be graded")
    if results.ungraded:
        said.append(f"{wording.whole(len(results.ungraded))} not graded yet")
    text = ", ".join(said) + "."
    if head.waiting:
        answers = wording.count(head.waiting, "answer waits", "answers wait")
        text += f" {answers} for a person's mark, with 0 points so far."
    return text


def _numbers(results: Results, head: Headline) -> list[tuple[str, str, str]]:
    """Return the tiles at the top: a name, a number, and what it is of."""
    whole = wording.points(results.max_score)
    return [
        ("Students", wording.whole(head.students), f"{wording.whole(head.graded)} graded"),
        ("Mean", wording.points(head.mean),
         f"of {whole} · {wording.percent(head.mean, results.max_score)}"),
        ("Median", wording.points(head.median),
         f"of {whole} · {wording.percent(head.median, results.max_score)}"),
        ("Late", wording.whole(len(figures.late(results))), ""),
        ("Failed", wording.whole(len(results.failed)), ""),
        ("Grading took", wording.seconds(head.seconds),
         f"median {wording.seconds(head.median_seconds)}"),
    ]  # fmt: skip
