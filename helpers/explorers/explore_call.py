"""Calls a reader's function in a thread of its own, so that the kernel and the page stay free.

A thread cannot be killed, but an exception can be raised in it. Code that catches everything gets
it again and again; code that waits outside of Python never does, and is said to be stuck.
"""

from __future__ import annotations

import ctypes
import linecache
import threading
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.explorers.explore_heard import heard
from helpers.explorers.texts import Say
from helpers.judging.calls import copies, is_tuple_of, same
from helpers.judging.messages import tell, use
from helpers.judging.values import NotNumbers, as_numbers

Answer = dict[str, Any]

MOST_SIDE = 32  # a result with a longer side is not drawn
EVERY, PATIENCE = 0.1, 3.0  # seconds between two attempts to stop a call, and for all of them


class _Stopped(BaseException):
    """Raised in a call that is to end."""


class Caller:
    """Runs one call at a time and hands each answer to `deliver`, in the call's thread.

    Only the latest request counts: a newer one ends the call that is running and takes its place.
    """

    def __init__(
        self, function: Callable[..., Any], results: tuple[str, ...], say: Say, language: str,
        deliver: Callable[[Answer], None],
    ) -> None:  # fmt: skip
        self._function, self._results, self._say = function, results, say
        self._language, self._deliver = language, deliver
        self._lock = threading.Lock()
        self._wanted: list[Any] | None = None
        self._thread: threading.Thread | None = None
        self._current: list[Any] | None = None  # what the thread is at
        self._last: Answer | None = None
        self._inside = False  # whether the thread is in the reader's code
        self._idle = threading.Event()

    def ask(self, arguments: list[Any]) -> None:
        """Call the function with these arguments, as JSON has them, as soon as may be."""
        with self._lock:
            self._wanted = arguments
            self._idle.clear()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
                return
        self.stop()

    def stop(self) -> None:
        """End the call that is running, if there is one."""
        with self._lock:
            if self._thread is not None and self._current is not None:
                call = (self._thread, self._current, self._wanted)
                threading.Thread(target=self._insist, args=call, daemon=True).start()

    def wait(self, seconds: float) -> Answer | None:
        """Wait until nothing is left to do, but no longer than this; return the last answer."""
        return self._last if self._idle.wait(seconds) else None

    def _insist(self, thread: threading.Thread, call: list[Any], wanted: list[Any] | None) -> None:
        for _ in range(int(PATIENCE / EVERY)):
            with self._lock:
                if self._current is not call:
                    return
                if self._inside:
                    _raise_in(thread)
            if self._idle.wait(EVERY):
                return
        self._deliver({"arguments": wanted or call, "kind": "stuck", "text": ""})

    def _work(self) -> None:
        use(self._language)
        while True:
            with self._lock:
                arguments, self._wanted = self._wanted, None
                self._current = arguments
                if arguments is None:
                    self._thread = None
                    self._idle.set()
                    return
            answer = {"arguments": arguments, **self._answer(arguments)}
            if self._wanted is None:
                self._last = answer
                self._deliver(answer)

    def _answer(self, arguments: list[Any]) -> Answer:
        given = tuple(np.array(a, float) if isinstance(a, list) else a for a in arguments)
        passed = copies(given)
        with heard() as printed, np.errstate(all="ignore"):
            try:
                result, error = self._call(passed)
            except _Stopped:  # it came when the call had just ended
                result, error = None, _Stopped()
                self._leave()
            text = printed.getvalue()
        if isinstance(error, _Stopped):
            return {"kind": "stopped", "text": "", "printed": text}
        if error is not None:
            return {**self._raised(error), "printed": text}
        if not same(passed, given):
            return {
                "kind": "refused",
                "text": _sentence(tell("changes-arguments")),
                "printed": text,
            }
        return {**self._read(result), "printed": text}

    def _call(self, passed: tuple[Any, ...]) -> tuple[Any, BaseException | None]:
        try:
            with self._lock:
                self._inside = True
            try:
                return self._function(*passed), None
            except BaseException as error:  # SystemExit too: it must not end the kernel's thread
                return None, error
        finally:
            self._leave()

    def _leave(self) -> None:
        with self._lock:
            self._inside = False
            _raise_in(threading.current_thread(), nothing=True)

    def _raised(self, error: BaseException) -> Answer:
        if isinstance(error, NotImplementedError):
            return {"kind": "refused", "text": _sentence(tell("not-attempted"))}
        try:
            text = " ".join(str(error).split())[:200]
        except Exception:  # an exception class of the reader's may fail to describe itself
            text = ""
        file = getattr(getattr(self._function, "__code__", None), "co_filename", None)
        line = ""
        for entry in traceback.extract_tb(error.__traceback__):
            if entry.filename == file and entry.lineno is not None:
                code = linecache.getline(entry.filename, entry.lineno).strip()
                line = self._say("line", line=entry.lineno, code=code[:120])
        told = f"{type(error).__name__}{': ' if text else ''}{text}"
        return {"kind": "raised", "text": told, "line": line}

    def _read(self, result: Any) -> Answer:
        parts = [result]
        if len(self._results) > 1:
            if result is not None and not is_tuple_of(result, len(self._results)):
                names = ", ".join(self._results)
                return _refused(tell("results", count=len(self._results), names=names))
            parts = [None] * len(self._results) if result is None else list(result)
        matrices = []
        for name, part in zip(self._results, parts, strict=True):
            try:
                matrix = as_numbers(part)
            except NotNumbers as problem:
                return _refused(f"{name}: {problem}" if part is not result else str(problem))
            if matrix.ndim != 2 or not 0 < max(matrix.shape) <= MOST_SIDE or matrix.size == 0:
                told = self._say("no_matrix", name=name, shape=matrix.shape, most=MOST_SIDE)
                return _refused(told)
            matrices.append([[_plain(v) for v in row] for row in matrix.tolist()])
        return {"kind": "done", "text": "", "results": matrices}


def _refused(text: str) -> Answer:
    return {"kind": "refused", "text": _sentence(text)}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] if text[1:2].islower() and " " in text[:5] else text


def _plain(value: float) -> float | str:
    """Return a number as JSON has it: not finite ones as text."""
    return value if np.isfinite(value) else str(value)


def _raise_in(thread: threading.Thread, *, nothing: bool = False) -> None:
    """Raise in a thread, or take back what was not raised yet."""
    exception = None if nothing else ctypes.py_object(_Stopped)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), exception)
