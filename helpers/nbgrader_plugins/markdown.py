"""Markdown on feedback and formgrader pages: what students write is shown, and never run.

nbgrader's pages leave nbconvert's `sanitize_html` out, so raw HTML of a submission would run as a
script beside the marks.
"""

from __future__ import annotations

import html
from typing import Any

from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath


class Harmless(IPythonRenderer):  # type: ignore[misc]  # nbconvert is not followed
    """Escapes HTML, links to no script, and shows no attached picture that is missing."""

    def block_mermaidjs(self, code: str) -> str:
        """Show a diagram's text, which nbconvert passes on as HTML."""
        return f"<pre>{html.escape(code)}</pre>\n"

    def _embed_image_or_attachment(self, src: str) -> str:
        try:
            return str(super()._embed_image_or_attachment(src))
        except InvalidNotebook:  # nbconvert would make no page at all
            return ""


@pass_context
def markdown2html(context: Any, source: str) -> str:
    """Turn a cell's Markdown into HTML; the filter of this name in nbconvert's templates."""
    attachments = context.get("cell", {}).get("attachments", {})
    renderer = Harmless(escape=True, allow_harmful_protocols=False, attachments=attachments)
    return str(MarkdownWithMath(renderer=renderer).render(source))
