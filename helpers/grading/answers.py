"""Stand-ins for what the student wrote: what a test cell gets when it uses a student's name."""

from __future__ import annotations

import builtins
from typing import Any

from helpers.grading.student import Ended, Stopped, StudentProcess
from helpers.judging.messages import tell
from helpers.judging.values import Foreign
from helpers.kernel.imports import ForbiddenImport
from helpers.kernel.wire import Packed, Packer, Unpacker, WireError
from helpers.questions.model import AnswerError, Outcome

MAX_MESSAGE = 300


class Missing(AnswerError, NameError):
    """The notebook defines no such name."""

    outcome = Outcome.NOT_ATTEMPTED


class Refused(AnswerError):
    """The answer is something that does not cross: no number, no text, no plain array."""

    outcome = Outcome.WRONG_VALUES


class TimedOut(AnswerError):
    """A call took too long."""

    outcome = Outcome.TIMED_OUT


class OutOfMemory(AnswerError):
    """A call wanted more memory than a submission has."""

    outcome = Outcome.OUT_OF_MEMORY


class Forbidden(AnswerError):
    """The answer imports a package the assignment rules out."""

    outcome = Outcome.FORBIDDEN


class Raised(AnswerError):
    """The student's code raised; subclasses are also the built-in exception it raised."""

    outcome = Outcome.RAISED

    def __str__(self) -> str:
        """Return the message, which KeyError and others would put in quotes."""
        return str(self.args[0]) if self.args else ""


class Blank(AnswerError, NotImplementedError):
    """The student's code raised NotImplementedError, as the blank does."""

    outcome = Outcome.NOT_ATTEMPTED


def as_exception(reply: Packed, name: str) -> AnswerError:
    """Turn a report of a raised exception into an exception that a test can catch as usual."""
    kind, nearest, message, line = (
        _text(reply.get(key)) for key in ("type", "nearest", "message", "line")
    )
    told = tell("grading.raised", name=name, error=f"{kind}: {message}" if message else kind)
    if kind == ForbiddenImport.__name__:
        return Forbidden(message)
    if nearest == "MemoryError":
        return OutOfMemory(_at(tell("grading.memory", name=name), line))
    if nearest == "NotImplementedError":
        return Blank(tell("not-attempted"))
    told = _at(told, line)
    base = getattr(builtins, nearest, None)
    if isinstance(base, type) and issubclass(base, Exception) and base is not Exception:
        try:
            made: AnswerError = type(nearest, (Raised, base), {})(told)
        except TypeError:  # a built-in that wants other arguments, such as UnicodeDecodeError
            return Raised(told)
        return made
    return Raised(told)


def _at(text: str, line: str) -> str:
    return tell("grading.at", text=text, line=line) if line else text


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    return "".join(c for c in text[: 2 * MAX_MESSAGE] if c.isprintable())[:MAX_MESSAGE]


class StandIn:
    """Calls a function of the student's in the student's process, on copies of the arguments."""

    def __init__(self, student: StudentProcess, name: str, handle: int) -> None:
        self._student = student
        self._handle = handle
        self._stopped: str | None = None
        self.__name__ = name
        self.changed_arguments = False

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        """Call the function; raise an AnswerError that says what went wrong over there."""
        name = self.__name__
        if self._stopped:
            raise TimedOut(self._stopped)
        pack = Packer().pack
        message = {
            "do": "call",
            "handle": self._handle,
            "arguments": [pack(argument) for argument in arguments],
            "keywords": {key: pack(argument) for key, argument in keywords.items()},
        }
        reply = ask(self._student, message, name, self._stop)
        if reply.get("is") == "returned":
            self.changed_arguments = reply.get("changed") is True
            return received(reply.get("value"), self._student, tell("grading.result", name=name))
        raise failure(reply, name)

    def _stop(self, why: str) -> None:
        self._stopped = why

    def __repr__(self) -> str:
        return f"<the student's {self.__name__}>"


def ask(student: StudentProcess, message: Packed, name: str, on_stop: Any = None) -> Packed:
    """Send a request about `name`; turn what happens to the process into an AnswerError."""
    try:
        return student.request(message)
    except Stopped as stopped:
        why = tell("grading.stopped", name=name, why=stopped)
        if on_stop:
            on_stop(why)
        raise TimedOut(why) from None
    except Ended as ended:
        kind = TimedOut if ended.timed_out else Raised
        raise kind(tell("grading.gone", name=name, why=ended)) from None


def received(packed: Any, student: StudentProcess, name: str) -> Any:
    """Unpack a value from the student's process.  Raises Refused for what does not cross."""
    if isinstance(packed, dict) and packed.get("is") == "refused":
        raise Refused(tell("grading.refused", name=name, what=_text(packed.get("what"))))
    if isinstance(packed, dict) and packed.get("is") == "raised":
        raise as_exception(packed, name)
    try:
        return Unpacker(
            lambda handle: StandIn(student, name, handle), lambda what: Foreign(_text(what))
        ).unpack(packed)
    except WireError as problem:
        raise Refused(tell("grading.unreadable", name=name, problem=problem)) from None


def failure(reply: Packed, name: str) -> AnswerError:
    """Return the exception for a reply that holds no value."""
    match reply.get("is"):
        case "raised":
            return as_exception(reply, name)
        case "missing":
            return Missing(tell("grading.missing", name=name))
        case "interrupted":
            return TimedOut(tell("grading.interrupted", name=name))
        case _:
            return Raised(tell("grading.no-answer", name=name))
