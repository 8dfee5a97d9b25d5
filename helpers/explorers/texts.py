"""The words of the explorers: those of js/texts.js and of an explorer's own js/<name>_texts.js."""

import os
from collections.abc import Callable

from helpers.explorers.bundle import constant

LANGUAGES = ("en", "zh")
VARIABLE = "TWOKERNELS_LANGUAGE"

Say = Callable[..., str]


def chosen_language(language: str | None = None) -> str:
    """Return the language asked for, else the environment's, else English.

    Raises: ValueError when it is not one of LANGUAGES.
    """
    source = "language" if language is not None else f"the environment variable {VARIABLE}"
    chosen = language if language is not None else os.environ.get(VARIABLE) or "en"
    if chosen not in LANGUAGES:
        raise ValueError(f"{source} is {chosen!r}; it must be one of {', '.join(LANGUAGES)}")
    return chosen


def speaker(language: str, name: str = "") -> Say:
    """Return say(key, **values), which looks a text up and fills in its {names}.

    name is an explorer's: its own words are in js/<name>_texts.js as <NAME>_TEXTS.
    """
    words = dict(constant("texts", "TEXTS")[language])
    if name:
        words |= constant(f"{name}_texts", f"{name.upper()}_TEXTS")[language]

    def say(key: str, **values: object) -> str:
        text: str = words[key]
        return text.format(**values)

    return say
