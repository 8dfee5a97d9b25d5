"""What the pages say is there: every link, every quoted message, every command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT

QUOTED = re.compile(r"^\| `([^`]+)`", re.MULTILINE)
by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def anchors(page: Path) -> set[str]:
    """Return what a repository host makes of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@by_page
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]*(?:#[^)\s]*)?)\)", page.read_text("utf-8")):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in anchors(found), f"{page.name}: {target}"


def test_every_page_can_be_found_from_the_readme() -> None:
    reached, new = set(), {ROOT / "README.md"}
    while new:
        page = new.pop()
        reached.add(page)
        links = re.findall(r"\]\(([^)#\s]+\.md)", page.read_text("utf-8"))
        paths = {(page.parent / link).resolve() for link in links if "://" not in link}
        new |= {path for path in paths if path.suffix == ".md"} - reached
    assert {page.name for page in PAGES} - {page.name for page in reached} == set()


def test_every_message_explained_is_one_that_the_code_can_say() -> None:
    said = "\n".join(path.read_text("utf-8") for path in (ROOT / "helpers").rglob("*.py"))
    said = re.sub(r"\{[^{}]*\}", "…", re.sub(r'"\s*\n\s*f?"', "", said))
    messages = QUOTED.findall((ROOT / "docs" / "troubleshooting.md").read_text("utf-8"))
    assert len(messages) > 8
    for message in messages:
        for piece in re.split(r"…|\d+", message):
            words = piece.strip(" :()/")
            assert words in said, f"nothing says {words!r} (of {message!r})"
