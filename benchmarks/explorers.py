"""Measure the explorers in a real JupyterLab: python benchmarks/explorers.py [NAME …]

Prints a Markdown table. A move is one change of a slider's value in the browser, as its handle
makes it. "Canvas" runs from there until all canvases are painted; "frame" runs on until the
browser has done the rest of the frame (style, layout, paint of the whole page). The explorer is in
sight and alone in its notebook, and Python has drawn its picture before the moves begin. First
paint runs from the press of "run" to the end of the explorer's first frame on the page, the kernel
being warm: the same class was shown once before. The heap is Chromium's, after a garbage
collection, before and after 2,000 moves.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.browser.chromium import launched
from tests.browser.lab import NotebookPage, started, write_notebook

MOVES, MANY = 200, 2000


@dataclass(frozen=True)
class Case:
    """A cell that shows an explorer with 16×16 input, and the sliders moved in turn."""

    cell: str
    sliders: tuple[str, ...]


EXPLORERS = {
    "Correlation": Case(
        "from helpers.explorers import Correlation\n"
        "import numpy as np\n"
        "Correlation(np.arange(256).reshape(16, 16) % 23 - 11, 'sharpen', padding=1)",
        ("stride s", "padding p", "h rows", "H rows", "dilation d"),
    ),
    "Backward": Case(
        "from helpers.explorers import Backward\n"
        "import numpy as np\n"
        "Backward(np.arange(256).reshape(16, 16) % 23 - 11, [[1, 2, 0], [0, -1, 1], [2, 0, 1]])",
        ("stride s", "padding p", "h rows", "H rows", "position"),
    ),
    "explore": Case(
        "from helpers.explorers import explore\n"
        "from numpy.lib.stride_tricks import sliding_window_view as windows\n"
        "explore(lambda X, K: (windows(X, K.shape) * K).sum((2, 3)), 'corr2d', H=16, W=16)",
        ("h rows", "w columns", "H rows", "W columns"),
    ),
    "Pooling": Case(
        "from helpers.explorers import Pooling\n"
        "import numpy as np\n"
        "Pooling(np.arange(256).reshape(16, 16) % 23 - 11, kind='lp', size=3, backward=True)",
        ("exponent p", "size k", "stride s", "H rows", "W columns"),
    ),
    "TwoKernels": Case(
        "from helpers.explorers import TwoKernels\nTwoKernels(preset='random', H=16, W=16)",
        ("K1 rows", "K2 columns", "X rows", "X columns", "seed"),
    ),
}

# Finds the model of each slider by its label, through the view of its explorer on the page.
MOVE = """
async ([labels, moves, measured]) => {
  const cell = jupyterapp.shell.currentWidget.content.widgets.at(-1);
  const sliders = labels.map((label) => {
    const box = [...cell.node.querySelectorAll('.widget-slider')]
      .find((one) => one.querySelector('.widget-label')?.textContent === label);
    return box.querySelector('.noUi-target').noUiSlider;
  });
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  }));
  const root = cell.node.querySelector('.tk');
  const times = []; // of each move: until the canvases, until the frame
  const block = Math.ceil(moves / sliders.length); // one slider is dragged, then the next
  let up = true;
  for (let n = 0; n < moves; n++) {
    const slider = sliders[Math.floor(n / block)];
    const { min, max } = slider.options.range;
    const now = Number(slider.get());
    if (now >= Number(max)) up = false;
    if (now <= Number(min)) up = true;
    const next = now + (up ? 1 : -1);
    if (!measured) {
      slider.set(next);
      if (n % 4 === 3) await painted();
      continue;
    }
    // A browser delivers a drag's moves right before it paints; so does this.
    times.push(await new Promise((done, fail) => requestAnimationFrame(() => {
      const before = root.dataset.painted;
      const start = performance.now();
      slider.set(next);
      let canvas = 0;
      queueMicrotask(() => { // after the explorer's own, in which it paints
        canvas = performance.now() - start;
        if (root.dataset.painted === before) fail('nothing was painted');
      });
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done([canvas, performance.now() - start]);
      port2.postMessage(0);
    })));
  }
  return times;
}
"""

FIRST_PAINT = """
() => new Promise(async (done) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = notebook.widgets.length - 1;
  const cell = notebook.activeCell;
  cell.outputArea?.model.clear();
  await new Promise((gone) => setTimeout(gone, 500)); // the one before
  const start = performance.now();
  const watch = new MutationObserver(() => {
    if (!cell.node.querySelector('.tk[data-painted]')) return;
    watch.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - start);
      port2.postMessage(0);
    });
  });
  watch.observe(cell.node, { childList: true, subtree: true, attributes: true });
  jupyterapp.commands.execute('notebook:run-cell');
})
"""

# The explorer that warmed the class goes; the one that is measured comes into sight.
ALONE = """
() => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.widgets[0].outputArea.model.clear();
  notebook.widgets.at(-1).node.querySelector('.tk').scrollIntoView({ block: 'center' });
}
"""


def heap(page: Any) -> float:
    """Return the used heap in MB, after a garbage collection."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    session.detach()
    return used


def measure(name: str, page: Any, lab: Any) -> str:
    case = EXPLORERS[name]
    write_notebook(lab.folder / f"{name}.ipynb", case.cell, case.cell)
    notebook = NotebookPage(page, lab)
    notebook.open(f"{name}.ipynb")
    notebook.run_all()
    notebook.explorer(1)
    page.wait_for_timeout(1500)
    first = []
    for _ in range(5):
        first.append(page.evaluate(FIRST_PAINT))
        notebook.wait_until_idle()
        page.wait_for_timeout(1000)
    page.evaluate(ALONE)
    page.evaluate(MOVE, [case.sliders, 40, True])
    page.wait_for_timeout(1500)
    notebook.wait_until_idle()
    times = page.evaluate(MOVE, [case.sliders, MOVES, True])
    page.evaluate(MOVE, [case.sliders, 200, False])
    page.wait_for_timeout(2000)
    before = heap(page)
    page.evaluate(MOVE, [case.sliders, MANY, False])
    page.wait_for_timeout(2000)
    after = heap(page)
    spread = [
        f"{np.median(kind):.1f} / {np.percentile(kind, 95):.1f}"
        for kind in zip(*times, strict=True)
    ]
    cells = [name, *spread, f"{np.median(first):.0f}", f"{before:.1f} → {after:.1f}"]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    names = sys.argv[1:] or list(EXPLORERS)
    heads = (
        "explorer, 16×16", f"canvas: median / p95 of {MOVES} (ms)", "frame: median / p95 (ms)",
        "first paint (ms)", f"heap over {MANY} moves (MB)",
    )  # fmt: skip
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "notebooks").mkdir()
        with (
            started(base / "notebooks", base / "home") as lab,
            launched(base / "profile") as browser,
        ):
            for name in names:
                page = browser.new_page()
                page.set_viewport_size({"width": 1280, "height": 1000})
                print(measure(name, page, lab), flush=True)
                page.close()


if __name__ == "__main__":
    main()
