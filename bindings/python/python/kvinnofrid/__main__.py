"""The command line: `kvinnofrid`, or `python -m kvinnofrid`."""

from __future__ import annotations

import signal
import sys

from . import _core


def main() -> int:
    """Runs the command line with the arguments of the process and returns its exit code."""
    # An interrupt ends the process, as for other programs, instead of raising KeyboardInterrupt.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _core.command_line(["kvinnofrid", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
