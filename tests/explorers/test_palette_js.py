"""The colours of the cells: every number can be read on its ground, on a light and a dark page."""

from __future__ import annotations

import pytest

from tests.explorers.conftest import Call

LEAST = 4.2  # on some grounds no ink has more

PALETTE = """
  const style = document.createElement('style');
  style.textContent = await (await fetch('/explorer.css')).text();
  document.head.replaceChildren(style);
  document.body.dataset.jpThemeLight = argument;
  document.body.innerHTML = '<div class="tk"></div>';
  const palette = m.paletteOf(document.body.firstChild);
  const inks = [palette['dark-ink'], palette['light-ink']];
  return [palette.fill, inks, palette.fill.map((_, n) => palette.isLight(n - 8))];
"""


def rgb(text: str) -> list[float]:
    if text.startswith("#"):
        digits = text[1:] if len(text) == 7 else "".join(2 * digit for digit in text[1:])
        return [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    return [int(n) / 255 for n in text.removeprefix("rgba(").split(",")[:3]]


def contrast(one: str, other: str) -> float:
    """Return WCAG's contrast ratio."""
    light = []
    for colour in (one, other):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
        light.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
    return max(light) / min(light)


@pytest.mark.parametrize("light", ["true", "false"])
def test_each_number_is_in_the_ink_that_is_easier_to_read(js: Call, light: str) -> None:
    fills, inks, chosen = js("palette.js", PALETTE, light)
    assert len(fills) == 17
    for fill, is_light in zip(fills, chosen, strict=True):
        ratios = [contrast(fill, ink) for ink in inks]
        assert ratios[is_light] == max(ratios) >= LEAST, (fill, ratios)
