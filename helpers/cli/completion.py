"""What the shell offers at a press of the Tab key.

argcomplete asks the command itself, so that the names of a course can be offered; it takes as long
as `twokernels --help`.  A course that names its folders otherwise is not looked into: its
configuration would have to be run, and nbgrader imported, at every press.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

SHELLS = ("bash", "zsh", "fish")
ZSH = """#compdef twokernels
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
"""
"""Where nothing in ~/.zshrc has started zsh's completion before, it is started."""


def script(shell: str) -> str:
    """Return what a shell reads once, to ask the command from then on."""
    from argcomplete.shell_integration import shellcode

    code = shellcode(["twokernels"], shell=shell).strip() + "\n"
    return code.replace("#compdef twokernels\n", ZSH, 1) if shell == "zsh" else code


def answer(parser: argparse.ArgumentParser) -> None:
    """Where a shell asks, answer and end the process."""
    if "_ARGCOMPLETE" in os.environ:
        from argcomplete import autocomplete

        autocomplete(parser, always_complete_options=False)


def completed_by(action: argparse.Action, completer: Callable[..., list[str]]) -> None:
    """Have an argument completed by what a function returns."""
    action.completer = completer  # type: ignore[attr-defined]  # where argcomplete looks


def assignments(parsed_args: argparse.Namespace, **_: object) -> list[str]:
    """List the assignments of the course."""
    return _folders(_root(parsed_args) / "source")


def students(parsed_args: argparse.Namespace, **_: object) -> list[str]:
    """List the students who have handed something in."""
    return _folders(_root(parsed_args) / "submitted")


def kept_times(parsed_args: argparse.Namespace, **_: object) -> list[str]:
    """List the times of what is kept to be put back."""
    return [
        name for name in _folders(_root(parsed_args) / ".twokernels/history") if name[-1] == "Z"
    ]


def _root(parsed_args: argparse.Namespace) -> Path:
    return Path(getattr(parsed_args, "course", None) or Path()).expanduser()


def _folders(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*/") if path.name.isprintable())
