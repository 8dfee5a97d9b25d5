"""What would be wrong with the grading of a hostile submission: lists of words, best empty."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

from tests.hostile.attack import Attack

Json = dict[str, Any]
OWN_MISTAKES = {
    "NameError", "UnboundLocalError", "AttributeError", "TypeError", "SyntaxError", "IndexError",
    "ArgumentError", "AssertionError",
}  # fmt: skip
"""An attack that ends in one of these has tripped over itself, and shows nothing."""


def undeserved(attack: Attack, entry: Json) -> list[str]:
    """Compare a result with what the attack deserves."""
    if attack.reason is not None:
        if entry["status"] == "failed" and attack.reason in entry["reason"]:
            return [] if entry["score"] is None and not entry["cells"] else ["it has a score"]
        return [f"{entry['status']}: {entry['reason']}, not refused for {attack.reason!r}"]
    if entry["status"] != "graded":
        return [f"not graded: {entry['reason']}"]
    wrong = []
    for name, verdict in entry["cells"].items():
        score, deserved = verdict["score"], attack.earned.get(name, 0.0)
        if verdict["outcome"] == "needs_manual_grade":
            score = 0.0 if score is None else score
        if score != deserved:
            wrong.append(f"{name} earned {score}, deserved {deserved}")
        if (verdict["outcome"] == "correct") != (deserved > 0):
            wrong.append(f"{name} is {verdict['outcome']}")
        if attack.outcomes.get(name, verdict["outcome"]) != verdict["outcome"]:
            wrong.append(f"{name} is {verdict['outcome']}, not {attack.outcomes[name]}")
    if round(sum(attack.earned.values()), 2) != entry["score"]:
        wrong.append(f"the total is {entry['score']}")
    return wrong


def student_outputs(notebook: Json) -> str:
    """Return all outputs of a graded notebook as text."""
    parts: list[str] = []
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            text = output.get("text", "") + "\n".join(output.get("traceback", ()))
            parts += [text, output.get("evalue", ""), *output.get("data", {}).values()]
    return "\n".join(parts)


def escaped(attack: Attack, notebook: Json | None) -> list[str]:
    """Find what an attack did though it must not, and what it did not even try."""
    if notebook is None:
        return ["there is no graded notebook"] if attack.reason is None else []
    outputs = student_outputs(notebook)
    wrong = [line for line in outputs.splitlines() if line.startswith("ESCAPED")]
    stopped = dict(re.findall(r"^stopped: (.+?): (\w+)", outputs, flags=re.MULTILINE))
    wrong += [f"not tried: {what}" for what in attack.tries - set(stopped)]
    wrong += [
        f"{what} was stopped by its own {error}"
        for what, error in stopped.items()
        if error in OWN_MISTAKES
    ]
    return wrong


def leaked(text: str, canaries: dict[str, str]) -> list[str]:
    """Name the canaries that a text repeats."""
    return [kind for kind, canary in canaries.items() if canary in text]


def shown_to_student(notebook: Json) -> str:
    """Return what a student may get to see of a graded notebook: all but the tests' text."""
    cells = []
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        test = marks.get("grade") and not marks.get("solution")
        cells.append({**cell, "source": "" if test else cell["source"]})
    return json.dumps(cells, ensure_ascii=False)


class Page(HTMLParser):
    """The parts of a page through which a script can run."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.active: set[tuple[str, str, str]] = set()
        self._script = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep tags that load or run something, handlers, and addresses that are code."""
        self._script = tag == "script"
        if tag in {"script", "iframe", "object", "embed", "form", "meta", "base", "link", "svg"}:
            self.active.add((tag, "", json.dumps(attrs)))
        for name, value in attrs:
            address = re.sub(r"[\s\x00-\x1f]", "", value or "").lower()
            code = address.startswith(("javascript:", "vbscript:", "data:text", "data:image/svg"))
            if name.startswith("on") or name in {"srcdoc", "formaction"} or code:
                self.active.add((tag, name, value or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Treat `<img/>` as `<img>`."""
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        """Keep the text of scripts."""
        if self._script and data.strip():
            self.active.add(("script", "text", data))
            self._script = False
