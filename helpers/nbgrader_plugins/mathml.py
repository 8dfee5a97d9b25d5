"""LaTeX as MathML, which browsers show by themselves: a page needs no script and no network.

What is converted may be a student's: of the result, only names and values known to be harmless are
kept, and every text is escaped anew.  What cannot be converted is shown as it was written.
"""

from __future__ import annotations

import functools
import html
import re
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

MAX_LENGTH = 2000
"""Characters of a formula that is converted."""

MAX_DEPTH = 60
"""Elements in elements."""

_ELEMENTS = frozenset({
    "math", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom",
    "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup",
    "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none",
})  # fmt: skip
_ATTRIBUTES = frozenset({
    "accent", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle",
    "fence", "form", "height", "largeop", "linethickness", "lspace", "mathvariant", "maxsize",
    "minsize", "movablelimits", "rowlines", "rowspacing", "rspace", "scriptlevel", "separator",
    "stretchy", "symmetric", "voffset", "width",
})  # fmt: skip
_VALUE = re.compile(r"[-+.%\w ]{0,60}", re.ASCII)


class _NotShown(ValueError):
    """A formula that cannot be shown as one."""


@functools.lru_cache(maxsize=4096)
def to_mathml(latex: str, *, block: bool = False) -> str:
    """Return a formula as HTML; as the text it is where it cannot be converted."""
    latex = latex.strip()
    display = "block" if block else "inline"
    try:
        if len(latex) > MAX_LENGTH:
            raise _NotShown("it is too long")
        shown = _html(convert_to_element(latex, display=display), 0)
    except Exception:  # the converter has an exception for every way a formula can be wrong
        text = f"<code>{html.escape(latex)}</code>"
        return f"<p>{text}</p>\n" if block else text
    return f'<div class="formula">{shown}</div>\n' if block else shown


def _html(element: Element, depth: int) -> str:
    name = str(element.tag)
    if name not in _ELEMENTS or depth > MAX_DEPTH:
        raise _NotShown(name)
    attributes = "".join(
        f' {key}="{value}"'
        for key, value in element.items()
        if key in _ATTRIBUTES and _VALUE.fullmatch(value)
        # The converter pads by "+0.8em"; browsers take that for a width, and texts overlap.
        if name != "mpadded"
    )
    inner = "".join(_html(child, depth + 1) + _text(child.tail) for child in element)
    return f"<{name}{attributes}>{_text(element.text)}{inner}</{name}>"


def _text(text: str | None) -> str:
    # The converter writes characters as references, and leaves those that are typed as they are.
    return html.escape(html.unescape(text or ""))
