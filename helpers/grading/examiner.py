"""Run test cells: the instructor's code, on stand-ins for what the student wrote.

No line of a submission runs here.  A name that a test cell uses and does not define is looked up in
the student's process; a test cell therefore stays ordinary Python that also runs in a notebook.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import re
import warnings
from collections.abc import Callable
from typing import Any

from helpers.grading.answers import Missing, StandIn, TimedOut, ask, failure, received
from helpers.grading.assignment import SourceCell
from helpers.grading.pictures import Json, pictures, worth_drawing
from helpers.grading.student import StudentProcess
from helpers.grading.verdict import Verdict, from_value, zero
from helpers.judging.messages import sentence, tell
from helpers.questions.model import AnswerError, Mark, Outcome

Explain = Callable[[str], AnswerError | None]


class Names(dict[str, Any]):
    """A test cell's names: its own first, then Python's, then the student's."""

    def __init__(self, student: StudentProcess, explain: Explain) -> None:
        super().__init__(__name__="__main__", __builtins__=builtins)
        self._student = student
        self._explain = explain
        self._stand_ins: dict[int, StandIn] = {}

    def __missing__(self, name: str) -> Any:
        if hasattr(builtins, name) or name.startswith("__"):
            raise KeyError(name)
        reply = ask(self._student, {"do": "look", "name": name}, name)
        if reply.get("is") == "function" and isinstance(reply.get("handle"), int):
            # One function has one stand-in, which remembers that it timed out.  The name is looked
            # up each time: a later cell of the notebook may give it to another function.
            handle = reply["handle"]
            if handle not in self._stand_ins:
                self._stand_ins[handle] = StandIn(self._student, name, handle)
            return self._stand_ins[handle]
        if reply.get("is") == "missing":
            raise self._explain(name) or Missing(tell("grading.missing", name=name))
        if reply.get("is") in ("raised", "interrupted"):
            raise failure(reply, name)
        return received(reply, self._student, name)


class Examiner:
    """Examines one notebook; names that test cells define are kept from one to the next."""

    def __init__(self, student: StudentProcess, imports: tuple[str, ...], explain: Explain) -> None:
        self._names = Names(student, explain)
        self._student = student
        self._worth_drawing: dict[str, Mark] = {}
        for statement in imports:
            # A package that is not installed here is missed by the test that uses it.
            with contextlib.suppress(ImportError), _unheard():
                exec(compile(statement, "<the assignment's imports>", "exec"), self._names)  # noqa: S102 -- the instructor's code

    def examine(self, cell: SourceCell) -> Verdict:
        """Run one test cell and return its verdict, whatever happens in it."""
        try:
            value = self._run(cell.source)
        except AnswerError as error:
            return zero(cell.grade_id, cell.points, error.outcome, sentence(str(error)))
        except AssertionError as error:
            return zero(cell.grade_id, cell.points, Outcome.WRONG_VALUES, _told(cell.source, error))
        except Exception:
            # The text of an exception in the examiner may hold what is expected: it is not told.
            message = tell("grading.unusable")
            return zero(cell.grade_id, cell.points, Outcome.WRONG_VALUES, message)
        if worth_drawing(value):
            self._worth_drawing[cell.grade_id] = value
        return from_value(cell.grade_id, cell.points, value)

    def pictures(self) -> dict[str, list[Json]]:
        """Return what wrong functions show on visible cases, by graded cell.

        Ask for them when all is examined: then a call that does not finish, or ends the process,
        costs the student no mark.  It is the last that is tried.
        """
        made = {}
        for grade_id, mark in self._worth_drawing.items():
            if self._student.ended:
                break
            try:
                made[grade_id] = pictures(mark)
            except TimedOut:
                break
            except Exception:  # a picture is worth no mark: the verdict stands
                continue
        return made

    def _run(self, source: str) -> Any:
        tree = ast.parse(_python_only(source))
        last = tree.body[-1] if tree.body else None
        if isinstance(last, ast.Expr):
            tree.body.pop()
        with _unheard():
            exec(compile(tree, "<test cell>", "exec"), self._names)  # noqa: S102 -- the instructor's code
            if not isinstance(last, ast.Expr):
                return None
            code = compile(ast.Expression(last.value), "<test cell>", "eval")
            return eval(code, self._names)  # noqa: S307 -- the instructor's code


def _unheard() -> contextlib.AbstractContextManager[Any]:
    """Drop what a test cell prints and warns of: it may hold what is expected."""
    stack = contextlib.ExitStack()
    stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
    stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
    stack.enter_context(warnings.catch_warnings(action="ignore"))
    return stack


def _python_only(source: str) -> str:
    """Leave out IPython's magics and shell lines, which have no meaning here."""
    return re.sub(r"^[%!].*$", "", source, flags=re.MULTILINE)


def _told(source: str, error: AssertionError) -> str:
    """Return the message an instructor wrote for a failed assert, if it is plain text.

    A message that is computed, or that a library made, may hold what is expected.
    """
    written = {
        node.msg.value
        for node in ast.walk(ast.parse(_python_only(source)))
        if isinstance(node, ast.Assert)
        and isinstance(node.msg, ast.Constant)
        and isinstance(node.msg.value, str)
    }
    text = str(error)
    return text if text in written else tell("grading.check-failed")
