"""The page a student reads after grading: one file that needs no script and no network."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from nbconvert.filters import strip_ansi
from pygments import highlight  # type: ignore[import-untyped]  # Pygments has no types
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]  # Pygments has no types
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]  # Pygments has no types

from helpers.judging.messages import LANGUAGES
from helpers.nbgrader_plugins.feedback_picture import MINUS, Picture, read_pictures
from helpers.nbgrader_plugins.feedback_texts import KINDS, TEXTS
from helpers.nbgrader_plugins.page_markdown import PageMarkdown
from helpers.questions.model import Outcome
from helpers.report.known import label
from helpers.report.page import breakable, style
from helpers.report.results import Answer, Kind
from helpers.report.wording import clean

Json = Mapping[str, Any]

MAX_HIGHLIGHTED = 50_000
"""Characters of a cell that is shown with coloured words."""

MAX_SAID = 2000
"""Characters of a message."""

_PICTURES = ("image/png", "image/jpeg")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*", re.ASCII)


@dataclass(frozen=True)
class Card:
    """What a student reads of one graded cell."""

    grade_id: str
    label: str
    kind: Kind
    score: float | None
    points: float
    says: str
    ask: str
    details: tuple[str, ...]
    pictures: tuple[Picture, ...]
    by_hand: bool
    extra: float

    @property
    def wrong_cases(self) -> tuple[Picture, ...]:
        """The visible cases to draw; of those in which no numbers came back, the first."""
        wrong = [picture for picture in self.pictures if not picture.right]
        empty = [picture for picture in wrong if picture.got is None]
        return tuple(picture for picture in wrong if picture not in empty[1:])

    @property
    def right_cases(self) -> tuple[str, ...]:
        """The visible cases on which the answer is right all the same."""
        return tuple(picture.case for picture in self.pictures if picture.right)


@dataclass(frozen=True)
class Output:
    """One output of a cell: a picture's address, or text."""

    text: str
    picture: str = ""
    failed: bool = False


@dataclass(frozen=True)
class Block:
    """One cell of the notebook: its HTML, what it put out, and what is said of it."""

    html: Markup
    code: bool
    answer: bool = False
    test: bool = False
    outputs: tuple[Output, ...] = ()
    card: Card | None = None
    comment: Markup | None = None
    name: str = ""


@functools.cache
def _environment() -> Environment:
    """Return how the page is made: every text in it is escaped."""
    made = Environment(
        loader=PackageLoader("helpers.nbgrader_plugins", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    made.globals |= {"breakable": breakable, "points": points, "prose": prose}
    css = files("helpers.nbgrader_plugins").joinpath("templates/feedback.css").read_text("utf-8")
    made.globals["css"] = style("style.css") + Markup("\n" + css)
    return made


def to_html(nb: Any, resources: Any) -> str:
    """Return the page of a graded notebook whose cells hold what the gradebook has of them."""
    about = resources["nbgrader"]
    language = nb.metadata.get("twokernels", {}).get("language")
    language = language if language in LANGUAGES else LANGUAGES[0]
    markdown = PageMarkdown(TEXTS[language]["no-picture"])
    blocks = [_block(cell, markdown) for cell in nb.cells]
    cards = [block.card for block in blocks if block.card]
    return (
        _environment()
        .get_template("feedback.html")
        .render(
            language={"zh": "zh-Hans"}.get(language, language),
            texts=TEXTS[language],
            words=KINDS[language],
            assignment=about["assignment"],
            notebook=about["notebook"],
            student=about["student"],
            score=about["score"],
            max_score=about["max_score"],
            penalty=about["late_penalty"],
            blocks=blocks,
            cards=cards,
            right=sum(card.kind is Kind.CORRECT for card in cards),
            waiting=sum(card.kind is Kind.WAITING for card in cards),
            comments=[block.name for block in blocks if block.comment],
        )
    )


def _block(cell: Any, markdown: PageMarkdown) -> Block:
    known = cell.metadata.get("nbgrader", {})
    graded, answer = bool(known.get("grade")), bool(known.get("solution"))
    graded = graded or bool(known.get("task"))
    code = cell.cell_type == "code"
    test = graded and code and not answer
    shown = highlighted(cell.source) if code else markdown.render(cell.source, cell)
    comment = known.get("comment")
    return Block(
        html=shown,
        code=code,
        answer=answer or bool(known.get("task")),
        test=test,
        outputs=() if test else tuple(_outputs(cell.get("outputs", ()))),
        card=_card(known, cell.metadata.get("twokernels", {})) if graded else None,
        comment=markdown.render(comment, {}) if comment else None,
        name=str(known.get("grade_id", "")),
    )


def _card(known: Json, said: Json) -> Card:
    points, score = float(known["points"]), float(known["score"])
    by_hand, name = bool(known.get("by_hand")), str(known["grade_id"])
    waiting = bool(known.get("waiting")) and not by_hand
    try:
        outcome = Outcome(said.get("outcome", ""))
    except ValueError:
        outcome = Outcome.CORRECT if score >= points else Outcome.WRONG_VALUES
    right = outcome is Outcome.CORRECT
    # Where there is nothing to earn, the score does not tell how the answer ended.
    scored = (score, points) if points else (float(right), 1.0)
    kind = Answer(None if waiting else scored[0], scored[1], outcome).kind
    quiet = right or outcome is Outcome.NEEDS_MANUAL_GRADE
    message = "" if quiet else clean(str(said.get("message", "")), MAX_SAID)
    says, ask = str(said.get("says") or ""), str(said.get("ask") or "")
    details = tuple(str(text) for text in said.get("details") or ())
    first, *rest = [line.strip() for line in message.splitlines()] or [""]
    title = label(name)
    # The message repeats some of the pieces, and adds what was noticed and how much is right.
    more = [line for line in rest if line != ask and not any(text in line for text in details)]
    return Card(
        grade_id=name,
        label=title,
        kind=kind,
        score=None if waiting else score,
        points=points,
        says=says or re.sub(rf"\A{re.escape(title)}[:：]\s*", "", first),
        ask=ask,
        details=(*(details if says else details[1:]), *more),
        pictures=read_pictures(said.get("pictures") or ()),
        by_hand=by_hand,
        extra=float(known.get("extra") or 0.0),
    )


def _outputs(outputs: Any) -> list[Output]:
    made = []
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream":
            made.append(Output(_plain(output.get("text", ""))))
        elif kind == "error":
            made.append(Output(_plain("\n".join(output.get("traceback", ()))), failed=True))
        elif kind in ("display_data", "execute_result"):
            data = output.get("data", {})
            text = _plain(data.get("text/plain", ""))
            mime = next((mime for mime in _PICTURES if mime in data), "")
            if mime and _BASE64.fullmatch(data[mime]):
                made.append(Output(text, f"data:{mime};base64,{''.join(data[mime].split())}"))
            elif text:
                made.append(Output(text))
    return made


def _plain(text: Any) -> str:
    return str(strip_ansi("".join(text) if isinstance(text, list) else str(text))).rstrip("\n")


def highlighted(source: str) -> Markup:
    """Return Python text as HTML, each kind of word with a class of Pygments'."""
    if len(source) > MAX_HIGHLIGHTED:
        return escape(source)
    made: str = highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))
    return Markup(made.rstrip("\n"))


def points(value: float) -> str:
    """Write points, to two decimals where they are needed."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-", MINUS)


def prose(text: str) -> Markup:
    """Escape a message; what stands between backticks is code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))
