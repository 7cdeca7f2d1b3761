#!/usr/bin/env python3
"""Doorstep on a machine with nothing but Python 3.11 or newer: `python3 run.py`, `python3 run.py --help`.

This file is written so that an old Python can read it and say what is missing.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (an old Python reads this far)
    found = ".".join(str(number) for number in sys.version_info[:2])
    sys.exit(
        "Doorstep needs Python 3.11 or newer and this is Python " + found + " (" + sys.executable + "): "
        "install a newer one and start with it, for example `python3.11 run.py`."
    )

from deploy.launcher.command_line import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
