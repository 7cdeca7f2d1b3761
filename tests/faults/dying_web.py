"""A web process that dies after the work is committed and before the answer is sent, at every n-th post."""

import os
import signal
import socket
import sys

import uvicorn

from crm.asgi import application

EVERY = 15
posts = 0


async def dying(scope, receive, send):
    async def send_or_die(message):
        global posts
        if scope.get("method") == "POST" and message["type"] == "http.response.start":
            posts += 1
            if posts % EVERY == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        await send(message)

    await application(scope, receive, send_or_die)


if __name__ == "__main__":
    config = uvicorn.Config(dying, lifespan="off", access_log=False)
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(sys.argv[1]))])
