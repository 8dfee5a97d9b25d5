"""The few lines a student reads about one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.judging.messages import tell
from helpers.judging.model import Finding, Outcome


@dataclass(frozen=True)
class Named:
    """A named mistake, or two at once: what the student is told, and a question back."""

    ids: tuple[str, ...]
    says: str
    ask: str


def summary(
    label: str,
    found: Sequence[Finding],
    named: Named | None,
    noticed: str | None,
    detail: str = "",
) -> str:
    """Tell the mistake and a question back, or else what is known; and how much is right.

    Without a name, each different complaint is told once, the first three of them.  `detail` is a
    line about the first complaint.
    """
    wrong = [f for f in found if f.outcome is not Outcome.CORRECT]
    if not wrong:
        return tell("correct", label=label)
    complaints = list(dict.fromkeys(f.message for f in wrong))
    if named:
        lines = [tell("answer", label=label, text=named.says), tell("ask", ask=named.ask)]
        lines += [f"  {complaints[0]}", *filter(None, [detail])]
    else:
        lines = [tell("answer", label=label, text=complaints[0]), *filter(None, [detail])]
        if noticed:
            lines.append(f"  {tell(noticed)}")
        else:
            lines += [tell("also", text=complaint) for complaint in complaints[1:3]]
    right = len(found) - len(wrong)
    if right:
        lines.append(tell("right-parts", right=right, count=len(found)))
    return "\n".join(lines)


def outcome(found: Sequence[Finding], named: Named | None) -> Outcome:
    """Return how an answer ended: as its first wrong part did, a named mistake as a wrong value."""
    wrong = [f.outcome for f in found if f.outcome is not Outcome.CORRECT]
    if not wrong:
        return Outcome.CORRECT
    told = [o for o in wrong if o in (Outcome.WRONG_VALUES, Outcome.WRONG_SHAPE)]
    return told[0] if named and told else wrong[0]
