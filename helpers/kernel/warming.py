"""What a warm process imports and tries once, so that its forks find it done."""

from __future__ import annotations

import gc
import logging
import os
from pathlib import Path

from helpers.kernel.shell import NotebookShell


def warm() -> NotebookShell:
    """Import and exercise what every notebook uses, so that forks find it done."""
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    # It says so when its list of fonts takes long to make, to somebody who asked for marks.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    shell: NotebookShell = NotebookShell.instance(colors="nocolor")
    import ipywidgets  # noqa: F401
    import matplotlib.pyplot
    import matplotlib_inline.backend_inline  # noqa: F401

    import helpers.student  # noqa: F401

    _know_bundled_fonts_only()
    matplotlib.pyplot.plot([0, 1])
    for source in ("import numpy as np\nnp.linspace(0, 1).sum()", "1 / 0", "%matplotlib inline"):
        shell.run(source, limit=10**6)
    shell.reset(new_session=True)
    matplotlib.pyplot.close("all")
    # What is here stays: forks need not go through it, nor copy its pages, to collect garbage.
    gc.collect()
    gc.freeze()
    return shell


def _know_bundled_fonts_only() -> None:
    """Forget the machine's fonts: a submission may not read them, and would end where it tried."""
    from matplotlib import font_manager, get_data_path

    fonts = font_manager.fontManager
    for known in (fonts.ttflist, fonts.afmlist):
        known[:] = [font for font in known if Path(font.fname).is_relative_to(get_data_path())]
