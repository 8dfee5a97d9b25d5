"""Every sentence a student may read about an answer, by key and in each language.

`use("zh")` chooses the language from there on, in this thread or task; English is the default.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from helpers.judging.messages import en, zh

TEMPLATES: Mapping[str, Mapping[str, str]] = {"en": en.TEMPLATES, "zh": zh.TEMPLATES}
LANGUAGES = tuple(TEMPLATES)

_language = ContextVar("language", default="en")


def use(language: str) -> None:
    """Speak this language.  Raises ValueError for one that is not among LANGUAGES."""
    if language not in TEMPLATES:
        raise ValueError(f"there are no messages in {language!r}; choose one of {LANGUAGES}")
    _language.set(language)


def language() -> str:
    """Return the language in use."""
    return _language.get()


def tell(key: str, **values: Any) -> str:
    """Return the sentence of this key with its values put in."""
    return TEMPLATES[language()][key].format(**values)


def sentence(text: str) -> str:
    """End a text as a sentence ends in the language in use, where it does not end so yet."""
    return (
        text if text.endswith((".", "!", "?", "。", "！", "？")) else tell("full-stop", text=text)
    )
