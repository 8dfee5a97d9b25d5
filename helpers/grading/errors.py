"""The few ways in which grading itself can fail, as one tree of exceptions."""

from __future__ import annotations


class GradingError(Exception):
    """A reason, in one sentence a person can act on."""


class NoSandbox(GradingError):
    """This machine cannot confine a submission."""


class Unreadable(GradingError):
    """A submitted file that cannot be read as a notebook; the student can act on the reason."""


class NoCourse(GradingError):
    """There is nothing to grade here; the reason says what is missing."""
