"""Every text on a page can be read: WCAG's contrast, in light and in dark, on every texture."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from helpers.report.results import Kind

AA = 4.5
CSS = files("helpers.report").joinpath("style.css").read_text("utf-8")
TEXTS = [
    ("ink", "paper"), ("ink", "raised"), ("ink", "mark"), ("muted", "paper"), ("muted", "raised"),
    ("muted", "mark"), ("link", "paper"),
]  # fmt: skip
TEXTURES = dict(re.findall(r"\.(\w+) \{ background-image: ([^;]+);", CSS))
Colour = tuple[float, float, float]


def palette(mode: str) -> dict[str, str]:
    """Read the colours of a mode."""
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    found = dict(re.findall(r"--([\w-]+):\s*([^;]+);", light))
    return found | dict(re.findall(r"--([\w-]+):\s*([^;]+);", dark)) if mode == "dark" else found


def colour(text: str) -> Colour:
    """Read `#rrggbb`."""
    red, green, blue = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def over(veil: str, ground: Colour) -> Colour:
    """Lay `rgb(0 0 0 / 0.1)` over a colour."""
    *rgb, alpha = map(float, re.findall(r"[\d.]+", veil))
    red, green, blue = (alpha * c / 255 + (1 - alpha) * g for c, g in zip(rgb, ground, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """Compute WCAG 2's contrast ratio."""

    def luminance(c: Colour) -> float:
        red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in c)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_is_wcags() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast(colour("#767676"), (1, 1, 1)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_stands_out(mode: str, text: str, ground: str) -> None:
    colours = palette(mode)
    assert contrast(colour(colours[text]), colour(colours[ground])) >= AA


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("kind", Kind)
def test_a_badges_text_stands_out_on_its_colour_and_its_texture(mode: str, kind: Kind) -> None:
    colours = palette(mode)
    found = re.search(
        rf"\.{kind.style} \{{ background-color: var\(--([\w-]+)\); color: var\(--([\w-]+)\)", CSS
    )
    assert found is not None
    ground, text = (colour(colours[name]) for name in found.groups())
    assert contrast(text, ground) >= AA
    for veil in re.findall(r"var\(--([\w-]+)\)", TEXTURES.get(kind.style, "")):
        assert contrast(text, over(colours[veil], ground)) >= AA


def test_no_two_kinds_have_the_same_texture() -> None:
    assert len(set(TEXTURES.values())) == len(TEXTURES) == len(Kind) - 2
