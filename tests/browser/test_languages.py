"""Every explorer in Chinese in a real JupyterLab: no English word of the catalogue is left."""

from __future__ import annotations

import re

import pytest

from helpers.explorers.bundle import constant
from tests.browser.conftest import OpenNotebook, Photograph
from tests.browser.explorer import LIGHT, ExplorerOnPage
from tests.browser.lab import NotebookPage

FUNCTION = "def corr2d(X, K):\n    print('hello')\n    return X[: len(X) - len(K) + 1, : 5]\n"

EXPLORERS = {
    "correlation": "Correlation(padding=1, stride=2, convolution=True)",
    "backward": "Backward(stride=2, padding=1)",
    "two_kernels": "TwoKernels()",
    "pooling_explorer": "Pooling('ragged', kind='lp', stride=2, pytorch=True, backward=True)",
    "explore": f"\n{FUNCTION}\nexplore(corr2d)",
}
"""By the name of the catalogue; each in a state in which it has much to say."""

SEEN = """el => {
  const words = [];
  const texts = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement, data } = texts.currentNode;
    const code = parentElement.closest('.tk-numpy, code');
    if (!code && parentElement.checkVisibility({ visibilityProperty: true })) words.push(data);
  }
  for (const one of el.querySelectorAll('*')) {
    if (!one.checkVisibility({ visibilityProperty: true })) continue;
    for (const name of ['aria-label', 'aria-valuetext', 'placeholder']) {
      if (one.getAttribute(name)) words.push(one.getAttribute(name));
    }
    if (one.tagName === 'OPTION') words.push(one.textContent);
  }
  return words.join('\\n');
}"""
"""All words of an element that somebody sees or hears, but those of code."""


def catalogue(name: str, language: str) -> dict[str, str]:
    own: dict[str, str] = constant(f"{name}_texts", f"{name.upper()}_TEXTS")[language]
    shared: dict[str, str] = constant("texts", "TEXTS")[language]
    return shared | own


def fragments(text: str) -> list[str]:
    """Return what of a text is always the same: the words between its fields."""
    parts = re.split(r"\{\w+\}", text.replace("\u00a0", " "))
    return [part.strip(" ,.:;()") for part in parts if re.search("[A-Za-z]{3}", part)]


def english_only(name: str) -> set[str]:
    """Return the English words of an explorer that no Chinese text has."""
    chinese = "\n".join(catalogue(name, "zh").values())
    english = {part for text in catalogue(name, "en").values() for part in fragments(text)}
    return {part for part in english if part not in chinese}


@pytest.fixture(scope="module")
def opened(open_notebook: OpenNotebook) -> NotebookPage:
    return open_notebook("languages.ipynb", "1", "1", height=1500)


@pytest.fixture
def show(opened: NotebookPage) -> object:
    def show(name: str, by_the_environment: bool) -> ExplorerOnPage:
        call = EXPLORERS[name]
        setting = f"import os; os.environ['TWOKERNELS_LANGUAGE'] = '{'zh' * by_the_environment}'"
        opened.run(0, f"from helpers.explorers import *\n{setting}")
        if not by_the_environment:
            call = f"{call.removesuffix(')')}{'' if call.endswith('()') else ', '}language='zh')"
        opened.run(1, call)
        assert opened.errors() == []
        e = opened.explorer()
        e.page.mouse.move(2, 2)
        return e

    return show


def reads(e: ExplorerOnPage, name: str, seen: set[str]) -> None:
    """Require that what stands on the page now has no English words; remember what it says."""
    text = e.panel.evaluate(SEEN).replace("\u00a0", " ")
    left = {part for part in english_only(name) if re.search(rf"\b{re.escape(part)}\b", text)}
    assert not left
    for key, words in catalogue(name, "zh").items():
        pieces = [re.escape(p) for p in re.split(r"\{\w+\}", words.replace("\u00a0", " "))]
        if re.search("[\u4e00-\u9fff]", words) and re.search(".+?".join(pieces), text):
            seen.add(key)


@pytest.mark.parametrize("by_the_environment", [False, True], ids=["argument", "environment"])
@pytest.mark.parametrize("name", EXPLORERS)
def test_all_is_chinese(
    show,
    name: str,
    by_the_environment: bool,
    photograph: Photograph,  # type: ignore[no-untyped-def]
) -> None:
    """At first sight, and with a cell pinned, opened, wrongly typed into, and after a step."""
    e = show(name, by_the_environment)
    say = catalogue(name, "zh")
    assert e.root.get_attribute("lang") == "zh"
    seen: set[str] = set()
    reads(e, name, seen)
    labels = e.panel.locator(LIGHT + ".widget-label:visible").all_inner_texts()
    assert len(labels) >= 4
    assert set(filter(None, map(str.strip, labels))) <= set(say.values())
    buttons = e.root.locator(LIGHT + ".tk-button:visible").all_inner_texts()
    assert set(buttons) <= set(say.values())
    photograph(e.panel, f"chinese-{name}.png")
    if by_the_environment:
        return
    for grid in e.grids():
        e.cell(grid, 0, 0).hover()
        reads(e, name, seen)
    e.cell("X" if "X" in e.grids() else "dY", 1, 1).focus()
    e.page.keyboard.type("-.")
    reads(e, name, seen)
    e.page.keyboard.press("Enter")
    e.root.get_by_role("alert").filter(has_text="不是数").wait_for()
    reads(e, name, seen)
    if name != "explore":
        e.root.get_by_role("button", name=say["forward"]).click()
        e.page.mouse.move(2, 2)
        e.until("(el) => el.querySelector('.tk-at').textContent !== ''")
        reads(e, name, seen)
        assert {"back", "forward", "whole", "legend_source", "legend_target", "speed"} <= seen
    for menu in e.panel.locator(LIGHT + ".widget-dropdown select").all():
        for option in menu.locator("option").all_inner_texts():
            assert option in say.values() or not re.search("[a-z]{3}", option), option
            menu.select_option(label=option)
            e.page.wait_for_timeout(60)
            reads(e, name, seen)
    assert {"edit_hint", "not_a_number", "grid_label", "hint", "editable"} & seen
    assert len(seen) >= 12, seen
