"""The two servers by themselves, for tests and for ``python -m crm.embedded.servers [VAR]``."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from crm.embedded import locations, postgres, valkey
from crm.embedded.processes import stop

start_postgres = postgres.start
start_valkey = valkey.start

__all__ = ["start_postgres", "start_valkey", "stop"]


def main() -> None:
    """Run both until Ctrl-C or SIGTERM."""
    var = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else locations.var_folder()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    running = []
    try:
        running += [start_postgres(var)]
        running += [start_valkey(var)]
        print(f"servers are up below {var}; Ctrl-C ends them", flush=True)
        signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        for server in reversed(running):
            stop(server)


if __name__ == "__main__":
    main()
