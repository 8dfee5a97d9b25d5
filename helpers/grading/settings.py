"""What a course may set in nbgrader_config.py about grading."""

from __future__ import annotations

from traitlets import Bool, Dict, Enum, Integer, TraitError
from traitlets.config import Config, Configurable

from helpers.grading.errors import NoCourse
from helpers.judging.messages import LANGUAGES
from helpers.kernel.limits import Limits


class TwoKernels(Configurable):  # type: ignore[misc]  # traitlets is not followed
    """Settings of the two-kernel engine: `c.TwoKernels.limits = {"call_seconds": 10}`."""

    workers = Integer(1, min=1, help="Worker processes of `nbgrader autograde`.").tag(config=True)
    language = Enum(
        LANGUAGES, "en", help="The language students are answered in: en, or zh for Chinese."
    ).tag(config=True)
    personal_numbers = Bool(
        False, help="Whether each student works on numbers of their own; the sheet's otherwise."
    ).tag(config=True)
    limits = Dict(
        help="What a submission may use, by the names of helpers.kernel.limits.Limits."
    ).tag(config=True)
    assignment_limits = Dict(
        help="Limits of single assignments: {assignment: {name of a limit: value}}."
    ).tag(config=True)


def limits_of(config: Config, assignment: str) -> Limits:
    """Return the limits an assignment's submissions have.  Raises NoCourse for a wrong setting."""
    settings = _settings(config)
    own = settings.assignment_limits.get(assignment, {})
    try:
        return Limits.from_json({**settings.limits, **own})
    except (ValueError, TypeError) as error:
        raise NoCourse(f"nbgrader_config.py: c.TwoKernels.limits: {error}") from error


def workers_of(config: Config) -> int:
    """Return how many worker processes `nbgrader autograde` uses."""
    return int(_settings(config).workers)


def language_of(config: Config) -> str:
    """Return the language students are answered in."""
    return str(_settings(config).language)


def has_personal_numbers(config: Config) -> bool:
    """Say whether each student works on numbers of their own."""
    return bool(_settings(config).personal_numbers)


def _settings(config: Config) -> TwoKernels:
    try:
        return TwoKernels(config=config)
    except TraitError as error:
        raise NoCourse(f"nbgrader_config.py: c.TwoKernels: {error}") from error
