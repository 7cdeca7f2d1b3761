"""The words after ``python3 run.py``."""

from __future__ import annotations

import argparse
import os
import sys

from crm.embedded.errors import CannotStart, because_of_the_system
from deploy.launcher import environment

PASSED_THROUGH = ("test", "bench", "manage", "tour")
EXPLANATION = """\
commands:
  (none)              set up whatever is missing, start everything, print the address
  test [ARGUMENTS]    set up what the tests need, then run pytest with these arguments
  tour [ARGUMENTS]    drive one complaint through the system, from the owner's words to the directive
  bench [ARGUMENTS]   run the benchmarks and print their table
  manage COMMAND …    Django's own commands, for example `manage createsuperuser`
  stop                end the system that runs from this folder
  reset [--yes]       delete the embedded database and its keys and files, to start afresh

environment:
  DOORSTEP_VAR        where data, logs and sockets live (default: var/ beside this file)
  DOORSTEP_PORT       as --port        DOORSTEP_HOST   as --host
  DATABASE_URL        use this PostgreSQL instead of the embedded one
  REDIS_URL           use this Redis instead of the embedded one
  deploy/env.example lists the rest.
"""


def main(arguments: list[str]) -> int:
    """Returns the exit code; every foreseen trouble is one sentence on stderr and exit code 1."""
    try:
        return dispatch(arguments)
    except CannotStart as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nEnded.", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"\n{because_of_the_system(error, 'starting')}", file=sys.stderr)
        return 1


def dispatch(arguments: list[str]) -> int:
    parser = make_parser()
    word = arguments[0] if arguments else ""
    passed = arguments[1:] if word in PASSED_THROUGH else []
    options = parser.parse_args([word] if word in PASSED_THROUGH else arguments)
    if options.command in ("test", "bench"):
        environment.prepare("base", "test")
    else:
        environment.prepare("base")
    environment.enter(arguments)
    return carry_out(options, passed)


def carry_out(options: argparse.Namespace, passed: list[str]) -> int:
    """From here on inside .venv."""
    from deploy.launcher import commands, system

    address = system.Options(host=options.host, port=options.port, demonstration=options.demo)
    words = {
        "": lambda: commands.start(address),
        "test": lambda: commands.test(passed),
        "bench": lambda: commands.bench(passed),
        "manage": lambda: commands.manage(passed),
        "tour": lambda: commands.tour(passed),
        "reset": lambda: commands.reset(sure=options.yes),
        "stop": commands.stop,
    }
    return words[options.command]()


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="run.py",
        description="Doorstep on this machine.",
        epilog=EXPLANATION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words = ("", "test", "tour", "bench", "manage", "stop", "reset")
    parser.add_argument("command", nargs="?", default="", choices=words, metavar="command", help="see below")
    parser.add_argument("--port", type=port, default=port(os.environ.get("DOORSTEP_PORT") or "8000"))
    parser.add_argument("--host", default=os.environ.get("DOORSTEP_HOST") or "127.0.0.1")
    parser.add_argument(
        "--demo",
        action=argparse.BooleanOptionalAction,
        help="load the demonstration town on the first start (default: with the embedded database)",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask (reset)")
    return parser


def port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise CannotStart(f"{text!r} is no port: give a number from 1 to 65535, for example --port 8000.")
    return int(text)
