"""The command line: `kvinnofrid`, or `python -m kvinnofrid`."""

from __future__ import annotations

import importlib.util
import os
import signal
import sys

from . import _core


def _name_drivers() -> None:
    """Lets `--from` find the drivers of databases that are installed as packages beside this one."""
    packages = (importlib.util.find_spec(f"adbc_driver_{name}") for name in ("postgresql", "sqlite"))
    folders = [os.path.dirname(spec.origin) for spec in packages if spec is not None and spec.origin is not None]
    own = os.environ.get("ADBC_DRIVER_PATH")
    # What the user says comes first.
    os.environ["ADBC_DRIVER_PATH"] = os.pathsep.join([own, *folders] if own else folders)


def main() -> int:
    """Runs the command line with the arguments of the process and returns its exit code."""
    # An interrupt ends the process, as for other programs, instead of raising KeyboardInterrupt.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if any(word == "--from" or word.startswith("--from=") for word in sys.argv[1:]):
        _name_drivers()
    return _core.command_line(["kvinnofrid", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
