"""The process that `twokernels`, or `python -m helpers.cli`, is."""

import gc
import sys

from helpers.cli import main


def run() -> int:
    """Run the command that sys.argv holds and return its exit status.

    What a command imports stays until its end.  To look through it for garbage, while it grows and
    once more at the end, would take a second of every run.
    """
    gc.set_threshold(50_000, 20, 10)
    try:
        return main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    sys.exit(run())
