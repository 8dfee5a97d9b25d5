"""A font for Chinese: matplotlib brings none, and a picture of boxes tells nobody anything."""

from __future__ import annotations

import re

from matplotlib import font_manager

USUAL = "DejaVu Sans"

CHINESE = (
    "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Hiragino Sans GB", "Heiti SC",
    "Microsoft YaHei", "SimHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Arial Unicode MS",
)  # fmt: skip
"""What systems have, the most legible first."""

_ASIDE = re.compile(r" ?（[^）]*）")
_CHINESE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]+")


def legible(text: str) -> tuple[str, list[str] | None]:
    """Return a text as it can be drawn on this machine, and the fonts for it; None are the usual.

    Where no font has Chinese, what is Chinese is left out: `dX（散布）` is `dX`.  A picture's
    caption and its alternative text say it in words.
    """
    if not _CHINESE.search(text):
        return text, None
    installed = {font.name for font in font_manager.fontManager.ttflist}
    for name in CHINESE:
        if name in installed:
            return text, [USUAL, name]
    return _CHINESE.sub("", _ASIDE.sub("", text)).strip(), None
