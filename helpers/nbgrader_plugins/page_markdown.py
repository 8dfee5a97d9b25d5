"""Markdown on the feedback page: formulas without a script, pictures without a network."""

from __future__ import annotations

import html
import re
from typing import Any

from markupsafe import Markup
from nbconvert.filters.markdown_mistune import MarkdownWithMath

from helpers.nbgrader_plugins.markdown import Harmless
from helpers.nbgrader_plugins.mathml import to_mathml

MAX_FORMULAS = 50_000
"""Characters of all formulas of a page that are converted; the rest is shown as text."""

_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*", re.ASCII)
_LOWER = 2
"""Headings of a notebook stand below those of the page it is on."""


class PageMarkdown:
    """Turns the Markdown of one page's cells into HTML that needs no script and no network."""

    def __init__(self, picture: str) -> None:
        self.picture = picture
        self.left = MAX_FORMULAS

    def render(self, source: str, cell: Any) -> Markup:
        """Return a cell's Markdown as HTML."""
        renderer = _Standalone(self, cell.get("attachments", {}))
        return Markup(MarkdownWithMath(renderer=renderer).render(source))

    def formula(self, latex: str, *, block: bool) -> str:
        """Return a formula as HTML."""
        self.left -= len(latex)
        if self.left < 0:
            return f"<code>{html.escape(latex)}</code>"
        return to_mathml(latex, block=block)


class _Standalone(Harmless):
    """Shows formulas as MathML, and of pictures only those that are in the page."""

    def __init__(self, page: PageMarkdown, attachments: Any) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False, attachments=attachments)
        self._page = page

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        level = min(level + _LOWER, 6)
        return f"<h{level}>{text}</h{level}>\n"

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre>{html.escape(code)}</pre>\n"

    def block_math(self, body: str) -> str:
        return self._page.formula(body, block=True)

    def inline_math(self, body: str) -> str:
        return self._page.formula(body, block=False)

    def latex_environment(self, name: str, body: str) -> str:
        return self._page.formula(rf"\begin{{{name}}}{body}\end{{{name}}}", block=True)

    def multiline_math(self, text: str) -> str:
        return html.escape(text)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        src = self._embed_image_or_attachment(url)
        if not _PICTURE.fullmatch(src):
            return f"[{self._page.picture}: {html.escape(text or url)}]"
        return f'<img src="{html.escape(src)}" alt="{html.escape(text or self._page.picture)}">'
