"""One web process on a socket that the supervisor opened.

    python -m deploy.launcher.web_worker DESCRIPTOR

The supervisor holds the socket, so a port that is taken is known at once, and connections wait instead of
failing while a web process is started again. uvicorn's own ``--workers`` would leave its children behind when
their manager is killed.
"""

from __future__ import annotations

import os
import socket
import sys

import uvicorn


def main(descriptor: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    config = uvicorn.Config(
        "crm.asgi:application",
        lifespan="off",
        access_log=os.environ.get("DOORSTEP_ACCESS_LOG") == "1",
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,  # pages that stream events never end by themselves
        backlog=2048,
        forwarded_allow_ips=os.environ.get("DOORSTEP_TRUSTED_PROXIES", "127.0.0.1"),
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    main(int(sys.argv[1]))
