"""Cut the README's pictures out of what the browser tests have photographed.

`make pictures` runs those tests with TWOKERNELS_SCREENSHOTS set and then this, with the folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
CUTS: dict[str, tuple[str, tuple[int, int, int, int] | None]] = {
    "feedback": ("feedback-1200-light-card", None),
    "report": ("report-1200-light", (90, 0, 1110, 1060)),
    "descent": ("lesson-descent", None),
    "broken": ("lesson-broken", None),
    "explorer": ("correlation-hover", (100, 190, 1110, 800)),
}
"""A picture's name: which photograph, and the box of it, left, top, right, bottom in pixels."""


def main(folder: Path) -> None:
    for name, (photograph, box) in CUTS.items():
        picture = Image.open(folder / f"{photograph}.png").convert("RGB").crop(box)
        picture.quantize(128).save(IMAGES / f"{name}.png", optimize=True)
        print(f"docs/images/{name}.png  {picture.width} × {picture.height}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
