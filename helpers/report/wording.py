"""Numbers and texts as a page shows them."""

from __future__ import annotations

import datetime

NARROW = "\N{NARROW NO-BREAK SPACE}"


def clean(text: str, longest: int = 400) -> str:
    """Make any text printable: what a student wrote can hold control codes and half characters."""
    text = "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= longest else text[: longest - 2].rstrip() + " …"


def whole(number: int) -> str:
    """Write a whole number, such as `2,000`."""
    return f"{number:,}"


def points(value: float) -> str:
    """Write points: at most one decimal."""
    text = f"{value:,.1f}"
    return text.removesuffix(".0").replace("-", "−")


def percent(part: float, whole: float) -> str:
    """Write a share; only none is 0 %, and only all is 100 %."""
    if not whole or not part:
        return f"0{NARROW}%"
    share = part / whole * 100
    if part < whole:
        share = min(max(share, 1), 99)
    return f"{share:.0f}{NARROW}%"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Write a number of things: `1 student`, `2,000 students`."""
    return f"{whole(number)} {noun if number == 1 else plural or noun + 's'}"


def seconds(value: float) -> str:
    """Write how long something took."""
    if value < 0.095:
        return f"{value * 1000:.0f}{NARROW}ms"
    if value < 60:
        return f"{value:.1f}{NARROW}s"
    return duration(value)


def duration(value: float) -> str:
    """Write a longer time in its two largest units, such as `1 d 3 h`."""
    whole = int(value)
    parts = (
        (whole // 86400, "d"),
        (whole // 3600 % 24, "h"),
        (whole // 60 % 60, "min"),
        (whole % 60, "s"),
    )
    first = next((i for i, (number, _) in enumerate(parts) if number), len(parts) - 1)
    shown = [f"{number}{NARROW}{unit}" for number, unit in parts[first : first + 2] if number]
    return " ".join(shown) or f"0{NARROW}s"


def moment(value: datetime.datetime | None) -> str:
    """Write a time of UTC to the minute."""
    return f"{value:%Y-%m-%d %H:%M} UTC" if value else "unknown"


def listed(names: list[str], most: int = 4) -> str:
    """Write names in a sentence, the first few of them."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
