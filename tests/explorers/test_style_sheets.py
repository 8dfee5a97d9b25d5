"""An explorer's own style sheet says nothing of another explorer."""

from __future__ import annotations

from tests.explorers.conftest import Call

STYLED = """
  const style = document.createElement('style');
  style.textContent = await (await fetch(argument.sheet)).text();
  document.head.replaceChildren(style);
  document.body.innerHTML = `<div class="${argument.around}"><div class="tk-verdict"></div></div>`;
  const { display, fontWeight } = getComputedStyle(document.querySelector('.tk-verdict'));
  return [display, fontWeight];
"""


def test_verdicts_look_as_their_own_explorer_has_them(js: Call) -> None:
    """The styles of all explorers on a page are in its head."""
    looks = {
        (sheet, around): js("number.js", STYLED, {"sheet": f"/{sheet}.css", "around": around})
        for sheet in ("explore", "backward")
        for around in ("tk-verdict-box", "tk-verdicts")
    }
    assert looks == {
        ("explore", "tk-verdict-box"): ["flex", "600"],
        ("explore", "tk-verdicts"): ["block", "400"],
        ("backward", "tk-verdict-box"): ["block", "400"],
        ("backward", "tk-verdicts"): ["flex", "400"],
    }
