"""Run a notebook's cells in IPython and collect their outputs as a notebook stores them."""

from __future__ import annotations

import base64
import contextlib
import inspect
import os
import sys
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type

Output = dict[str, Any]

SHOWN = ("text/plain", "image/png", "image/jpeg")
"""Only these are sent on: HTML and scripts of a submission never reach a browser."""

FRAMES_SHOWN = 10
"""Frames of a traceback that are shown at either end.  IPython takes milliseconds for each, and a
recursion without end has a thousand."""


def shorten(error: BaseException | None) -> None:
    """Take the middle out of the tracebacks of an exception and of those behind it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = []
        frame = error.__traceback__
        while frame is not None:
            frames.append(frame)
            frame = frame.tb_next
        if len(frames) > 2 * FRAMES_SHOWN:
            frames[FRAMES_SHOWN - 1].tb_next = frames[-FRAMES_SHOWN]
        error = error.__cause__ or error.__context__


class Outputs:
    """What one cell has put out so far, up to a number of characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.collected: list[Output] = []
        self._size = 0

    def add(self, output: Output, size: int) -> None:
        """Keep an output if there is room; say once that there is not."""
        if self._size > self.limit:
            return
        self._size += size
        if self._size > self.limit:
            output = {
                "output_type": "stream",
                "name": "stdout",
                "text": f"\n[This cell's output was cut after {self.limit} characters.]\n",
            }
        self.collected.append(output)

    def write(self, name: str, text: str) -> None:
        """Add text to a stream, joined to the output before it where that is the same stream."""
        text = text[: max(0, self.limit - self._size) + 1]
        last = self.collected[-1] if self.collected else None
        if last and last.get("name") == name and self._size + len(text) <= self.limit:
            last["text"] += text
            self._size += len(text)
        elif text:
            self.add({"output_type": "stream", "name": name, "text": text}, len(text))


class Stream:
    """A text stream that writes into the outputs of the cell that is running."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, shell: NotebookShell, name: str) -> None:
        self._shell = shell
        self.name = name

    def write(self, text: str) -> int:
        """Keep text as this stream's output."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._shell.outputs.write(self.name, text.encode("utf-8", "replace").decode())
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        """Write each line."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Do nothing: what is written is kept at once."""

    def isatty(self) -> bool:
        """Return False: nobody types here."""
        return False

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Refuse: there is no file behind the stream."""
        raise OSError("this stream has no file descriptor")


def shown(data: dict[str, Any]) -> tuple[dict[str, str], int]:
    """Keep the representations that are text or pictures; return them and their size."""
    kept: dict[str, str] = {}
    for kind in SHOWN:
        value = data.get(kind)
        if isinstance(value, bytes):
            value = base64.b64encode(value).decode("ascii")
        if isinstance(value, str):
            kept[kind] = value.encode("utf-8", "replace").decode()
    return kept, sum(map(len, kept.values()))


class Publisher(DisplayPublisher):  # type: ignore[misc]  # IPython has no types
    """`display(...)`, collected."""

    def publish(self, data: dict[str, Any], metadata: Any = None, **_: Any) -> None:
        """Keep what is displayed."""
        kept, size = shown(data)
        if kept and isinstance(self.shell, NotebookShell):
            output = {"output_type": "display_data", "data": kept, "metadata": {}}
            self.shell.outputs.add(output, size)

    def clear_output(self, wait: bool = False) -> None:
        """Forget what the cell has put out so far."""
        if isinstance(self.shell, NotebookShell):
            self.shell.outputs = Outputs(self.shell.outputs.limit)


class ResultHook(DisplayHook):  # type: ignore[misc]  # IPython has no types
    """The value of a cell's last expression, collected."""

    def write_output_prompt(self) -> None:
        """Write no prompt."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        """Keep the value."""
        kept, size = shown(format_dict)
        if kept and isinstance(self.shell, NotebookShell):
            output = {
                "output_type": "execute_result",
                "data": kept,
                "metadata": {},
                "execution_count": self.shell.execution_count,
            }
            self.shell.outputs.add(output, size)


class Compiler(CachingCompiler):  # type: ignore[misc]  # IPython has no types
    """Names the code of cells, and tells `inspect` that it belongs to no module.

    To find that out, `inspect` goes through all modules several times for each frame of a
    traceback, which took longer than all else that IPython does with a notebook.
    """

    def cache(self, *code: Any, **named: Any) -> str:
        """Return the name under which tracebacks find the lines of this code."""
        name = str(super().cache(*code, **named))
        with contextlib.suppress(OSError):  # the current folder is gone
            inspect.modulesbyfile |= {name: "", os.path.abspath(name): ""}
        return name


class NotebookShell(InteractiveShell):  # type: ignore[misc]  # IPython has no types
    """IPython as a notebook has it, without sockets, history files or a front end."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(ResultHook)
    compiler_class = Type(Compiler)
    outputs = Outputs(0)

    def init_history(self) -> None:
        """Keep history in memory only."""
        self.config.HistoryManager.enabled = False
        super().init_history()

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: pictures are drawn inline."""

    def ask_exit(self) -> None:
        """Do nothing: `exit` and `quit` do not end grading."""

    def showtraceback(self, exc_tuple: Any = None, *rest: Any, **named: Any) -> None:
        """Show an exception, quickly however deep it was raised."""
        shorten(exc_tuple[1] if exc_tuple else sys.exc_info()[1])
        super().showtraceback(exc_tuple, *rest, **named)

    def _format_exception_for_storage(self, *_: Any, **__: Any) -> dict[str, Any]:
        """Keep no traceback in the history, which nobody reads, beside the one that is shown."""
        return {"ename": "", "evalue": "", "traceback": []}

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        lines = [line.encode("utf-8", "replace").decode() for line in stb]
        output = {
            "output_type": "error",
            "ename": getattr(etype, "__name__", str(etype))[:200],
            "evalue": str(evalue)[:2000].encode("utf-8", "replace").decode(),
            "traceback": lines,
        }
        self.outputs.add(output, sum(map(len, lines)))

    def run(self, source: str, limit: int) -> list[Output]:
        """Run one cell; return its outputs, cut after `limit` characters."""
        self.outputs = Outputs(limit)
        saved = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream(self, "stdout"), Stream(self, "stderr")
        try:
            self.run_cell(source, store_history=True)
        except KeyboardInterrupt:
            self.showtraceback()
        finally:
            sys.stdout, sys.stderr = saved
        return self.outputs.collected


def no_input(prompt: str = "") -> str:
    """Refuse to ask: nobody sits at the keyboard while a notebook is graded."""
    raise RuntimeError(f"input({prompt!r}) cannot be answered while the notebook is graded")
