"""Grade one notebook: the student's cells over there, the test cells here, in one order."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any

from helpers.grading.answers import Blank, Forbidden, Raised, TimedOut
from helpers.grading.assignment import Assignment, SourceCell
from helpers.grading.examiner import Examiner
from helpers.grading.outputs import clean, error_of, text_output
from helpers.grading.plan import Step, plan
from helpers.grading.reading import read_cells
from helpers.grading.student import Ended, Stopped, StudentProcess
from helpers.grading.verdict import Verdict, zero
from helpers.grading.warm import START_SECONDS, Zygote
from helpers.judging.messages import language, sentence, tell
from helpers.kernel.imports import ForbiddenImport
from helpers.kernel.limits import Limits
from helpers.questions.model import AnswerError, Outcome

Json = dict[str, Any]


def grade_notebook(
    content: bytes,
    files: dict[str, str],
    assignment: Assignment,
    limits: Limits,
    zygote: Zygote,
    *,
    confined: bool = True,
) -> tuple[list[Verdict], list[str], Json]:
    """Grade a submitted notebook file.

    Returns its verdicts, the names of the answers left blank, and the notebook with its outputs.

    `files` are those beside it, name to base64.  Raises Unreadable for a file that is no notebook,
    and NoSandbox where its code cannot be confined; nothing else, whatever is submitted.
    """
    steps = plan(read_cells(content, limits.notebook_bytes), assignment)
    run = _Run(steps, assignment, limits)
    student = zygote.fork(limits, confined=confined)
    try:
        examiner = Examiner(student, assignment.imports, run.explain)  # imports, before the clock
        run.files(student, files)
        run.cells(student, examiner)
    finally:
        student.close()
    return run.verdicts, run.blanks(), run.notebook()


class _Run:
    def __init__(self, steps: list[Step], assignment: Assignment, limits: Limits) -> None:
        self.steps = steps
        self.assignment = assignment
        self.limits = limits
        self.verdicts: list[Verdict] = []
        self.outputs: dict[int, list[Json]] = {}
        self.room = limits.notebook_bytes  # for outputs: a graded notebook is read in a browser
        self.problems: dict[int, AnswerError] = {}

    def files(self, student: StudentProcess, files: dict[str, str]) -> None:
        if files:
            try:
                # No line of the student's has run yet, and files may be large.
                student.request({"do": "files", "files": files}, START_SECONDS)
            except (Stopped, Ended):
                return  # the cells that need them say so

    def cells(self, student: StudentProcess, examiner: Examiner) -> None:
        for index, step in enumerate(self.steps):
            if step.runs_at_student:
                self.outputs[index] = self._run_cell(student, index, step)
            elif step.known and step.known.is_test:
                verdict = self._with_rule(examiner.examine(step.known))
                self.verdicts.append(verdict)
                self.outputs[index] = _told(verdict)
            elif step.known and step.known.is_manual:
                self.verdicts.append(_manual(step, step.known))
        drawn = examiner.pictures()
        self.verdicts = [
            dataclasses.replace(verdict, pictures=tuple(drawn.get(verdict.grade_id, ())))
            for verdict in self.verdicts
        ]

    def _run_cell(self, student: StudentProcess, index: int, step: Step) -> list[Json]:
        known = step.known
        name = tell("grading.cell", name=known.grade_id) if known else tell("grading.some-cell")
        try:
            reply = student.request({"do": "cell", "source": step.source})
        except Stopped as stopped:
            self.problems[index] = TimedOut(tell("grading.stopped", name=name, why=stopped))
            return [text_output(tell("grading.cell-stopped", why=stopped) + "\n")]
        except Ended as ended:
            self.problems[index] = Raised(tell("grading.not-run", name=name, why=ended))
            return [text_output(tell("grading.cell-not-run", why=ended) + "\n")]
        outputs = clean(reply.get("outputs"), self.limits.output_characters)
        self.room -= len(json.dumps(outputs))
        error = error_of(outputs)
        if error:
            kind, message = error
            self.problems[index] = {
                "NotImplementedError": Blank(tell("not-attempted")),
                ForbiddenImport.__name__: Forbidden(message),
            }.get(kind, Raised(tell("grading.raised", name=name, error=f"{kind}: {message}")))
        if self.room < 0:
            return [text_output(tell("grading.outputs-cut") + "\n")]
        return outputs

    def explain(self, name: str) -> AnswerError | None:
        """Say why a name is missing: the cell that should define it has failed."""
        defines = re.compile(
            rf"\b(def|class|import|as)\s+{re.escape(name)}\b|\b{re.escape(name)}\s*="
        )
        for index, problem in self.problems.items():
            step = self.steps[index]
            if (step.known and step.known.grade_id == name) or defines.search(step.source):
                return problem
        return None

    def _with_rule(self, verdict: Verdict) -> Verdict:
        """Where a name is missing because its import was refused, say that."""
        refused = next((p for p in self.problems.values() if isinstance(p, Forbidden)), None)
        if refused and verdict.outcome is Outcome.RAISED and "NameError" in verdict.message:
            return dataclasses.replace(
                verdict, outcome=Outcome.FORBIDDEN, message=sentence(str(refused))
            )
        return verdict

    def blanks(self) -> list[str]:
        """Return the answers that are as they were handed out, or not there at all."""
        written = {
            step.known.grade_id
            for step in self.steps
            if step.known and not step.was_missing
            if step.source.strip() != step.known.released.strip()
        }
        return [
            cell.grade_id
            for cell in self.assignment.cells
            if cell.solution and cell.grade_id not in written
        ]

    def notebook(self) -> Json:
        """Return the graded notebook, as nbgrader keeps it in autograded/."""
        verdicts = {verdict.grade_id: verdict for verdict in self.verdicts}
        return {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {
                "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                "language_info": {"name": "python"},
                "twokernels": {"language": language()},
            },
            "cells": [
                cell
                for index, step in enumerate(self.steps)
                for cell in (
                    _cell(index, step, self.outputs.get(index, []), verdicts),
                    *_scheme(index, step),
                )
            ],
        }


def _manual(step: Step, known: SourceCell) -> Verdict:
    if step.was_missing or step.source.strip() == known.released.strip():
        return zero(known.grade_id, known.points, Outcome.NOT_ATTEMPTED, tell("grading.blank"))
    return Verdict(
        known.grade_id,
        None,
        known.points,
        Outcome.NEEDS_MANUAL_GRADE,
        tell("grading.by-hand"),
    )


def _scheme(index: int, step: Step) -> list[Json]:
    """Show the marker the mark scheme behind the answer; feedback leaves this cell out."""
    if not (step.known and step.known.is_manual and step.known.mark_scheme):
        return []
    return [
        {
            "cell_type": "markdown",
            "id": f"scheme-{index}",
            "metadata": {"twokernels": {"for_markers": True}},
            "source": f"**Mark scheme** (not shown to students)\n\n{step.known.mark_scheme}",
        }
    ]


def _told(verdict: Verdict) -> list[Json]:
    return [
        text_output(f"Outcome: {verdict.outcome.replace('_', ' ')}\n{verdict.message}\n"),
        {
            "output_type": "execute_result",
            "data": {"text/plain": f"{verdict.score:g}"},
            "metadata": {},
            "execution_count": None,
        },
    ]


def _cell(index: int, step: Step, outputs: list[Json], verdicts: dict[str, Verdict]) -> Json:
    known = step.known
    cell: Json = {
        "cell_type": step.kind,
        "id": f"cell-{index}",
        "metadata": {},
        "source": known.source if known and known.is_test else step.source,
    }
    if step.pictures and step.kind != "code":
        cell["attachments"] = step.pictures
    if known:
        cell["metadata"]["nbgrader"] = {
            "schema_version": 3,
            "grade_id": known.grade_id,
            "grade": known.graded,
            "solution": known.solution,
            "locked": known.locked,
            "task": known.task,
            "points": known.points,
            "cell_type": known.kind,
            "checksum": known.checksum,
        }
        if not (known.graded or known.task):
            del cell["metadata"]["nbgrader"]["points"]
        verdict = verdicts.get(known.grade_id)
        if verdict:
            cell["metadata"]["twokernels"] = verdict.to_metadata()
    if step.kind == "code":
        cell["execution_count"] = None
        cell["outputs"] = outputs
    return cell
