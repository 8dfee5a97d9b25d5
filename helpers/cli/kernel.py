"""`twokernels kernel`: offer JupyterLab the kernel that runs a notebook confined."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from helpers.cli.common import Output, add_json, add_quiet
from helpers.grading.errors import GradingError

NAME = "two-kernels"
"""The kernel's name, and its provisioner's: the entry point of pyproject.toml."""

DISPLAY_NAME = "Two Kernels (confined)"

SPEC = {
    # The provisioner has its own command; where there is none, this one says so and ends.
    "argv": ["python", "-m", "helpers.provisioner.kernel"],
    "display_name": DISPLAY_NAME,
    "language": "python",
    "interrupt_mode": "signal",
    "metadata": {"kernel_provisioner": {"provisioner_name": NAME}},
}


INSTALL_EXAMPLES = """examples:
  twokernels kernel install          into this Python environment
  twokernels kernel install --user   for you alone
"""
REMOVE_EXAMPLES = """examples:
  twokernels kernel remove           wherever it is
"""
EXAMPLES = INSTALL_EXAMPLES + REMOVE_EXAMPLES.partition("\n")[2]


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command: argparse.ArgumentParser = commands.add_parser(
        "kernel",
        help=f"add “{DISPLAY_NAME}” to JupyterLab, or remove it",
        description="Look at a submission by hand: a kernel for JupyterLab that runs a notebook as "
        "confined as grading does. It is chosen at the top right of a notebook, by the "
        "kernel's name.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = command.add_subparsers(dest="action", required=True, metavar="install | remove")
    install = actions.add_parser(
        "install",
        help="add it to this Python environment",
        description=f"Add “{DISPLAY_NAME}” to this Python environment, or for you alone.",
        epilog=INSTALL_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    install.add_argument(
        "--user", action="store_true", help="add it for you alone, in your own Jupyter folder"
    )
    add_quiet(install)
    add_json(install)
    install.set_defaults(run=run_install)
    remove = actions.add_parser(
        "remove",
        help="remove it, wherever it is",
        description=f"Remove “{DISPLAY_NAME}”, wherever it is.",
        epilog=REMOVE_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_quiet(remove)
    add_json(remove)
    remove.set_defaults(run=run_remove)


def run_install(options: argparse.Namespace) -> int:
    """Write the kernelspec; return 0.  Raises GradingError when its folder cannot be written."""
    from jupyter_client.kernelspec import KernelSpecManager

    where = {"user": True} if options.user else {"prefix": sys.prefix}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "kernel.json").write_text(json.dumps(SPEC, indent=1), "utf-8")
        try:
            path = KernelSpecManager().install_kernel_spec(folder, NAME, **where)
        except OSError as error:
            raise GradingError(
                f"{error.filename} cannot be written ({error.strerror}); "
                "`twokernels kernel install --user` adds the kernel for you alone"
            ) from error
    output = Output(options)
    output.tell(f"{DISPLAY_NAME} is in {path}.")
    output.tell(
        "In JupyterLab, click the kernel's name at the top right of a notebook and choose it."
    )
    output.result({"name": NAME, "path": str(path)})
    return 0


def run_remove(options: argparse.Namespace) -> int:
    """Remove the kernelspec; return 0.  Raises GradingError when there is none, or it stays."""
    from jupyter_client.kernelspec import KernelSpecManager

    try:
        path = KernelSpecManager().remove_kernel_spec(NAME)
    except KeyError:
        raise GradingError("it is not installed; nothing done") from None
    except OSError as error:
        raise GradingError(f"{error.filename} cannot be removed ({error.strerror})") from error
    output = Output(options)
    output.tell(f"{path} is removed.")
    output.result({"name": NAME, "path": str(path)})
    return 0
