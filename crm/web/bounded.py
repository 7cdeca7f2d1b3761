"""No body is larger, and none comes more slowly, than its route has use for: said before anything of it is kept.

Django reads the body of a request into memory or a file before it asks who sends it; so whoever has no account could
fill a disk, or hold a request open for ever.
"""

import asyncio
import time

KILO, MEGA = 1024, 1024 * 1024
# (beginning of the path, bytes, seconds); the first that fits holds
BOUNDS = (
    ("/api/v1/hooks/", 512 * KILO, 20),
    ("/hooks/", 512 * KILO, 20),
    ("/report/", 210 * MEGA, 600),  # eight photos
    ("/my/", 210 * MEGA, 600),
    ("/sign-in/", 64 * KILO, 20),
    ("/", 1024 * MEGA, 1800),
)
TOO_LARGE = b"This is larger than can be sent here.\n"
TOO_SLOW = b"It did not arrive in time. Please send it once more.\n"


class Bounded:
    """An ASGI application in front of another."""

    def __init__(self, application, bounds=BOUNDS):
        self.application, self.bounds = application, bounds

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.application(scope, receive, send)
        path = scope["path"]
        most, seconds = next(
            (most, seconds) for prefix, most, seconds in self.bounds if path.startswith(prefix)
        )
        if _announced(scope) > most:
            return await _answer(send, 413, TOO_LARGE)
        reading = _Reading(receive, send, most, seconds)
        return await self.application(scope, reading.receive, reading.send)


class _Reading:
    """One body on its way in. Once it is refused, the application hears that the other side has gone."""

    def __init__(self, receive, send, most: int, seconds: float):
        self._receive, self._send = receive, send
        self.left, self.ends = most, time.monotonic() + seconds
        self.whole = self.refused = self.began = False

    async def receive(self):
        if self.refused:
            return {"type": "http.disconnect"}
        if self.whole:  # what comes now is only whether the other side is still there
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self.ends - time.monotonic())
        except TimeoutError:
            return await self._refuse(408, TOO_SLOW)
        self.left -= len(message.get("body", b""))
        self.whole = not message.get("more_body", False)
        return message if self.left >= 0 else await self._refuse(413, TOO_LARGE)

    async def send(self, message):
        if not self.refused:
            self.began = True
            await self._send(message)

    async def _refuse(self, status: int, words: bytes):
        if not self.began:
            await _answer(self._send, status, words)
        self.refused = True
        return {"type": "http.disconnect"}


def _announced(scope) -> int:
    """The size that the request says it has; none where it says nothing that can be read."""
    found = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(found) if found.isdigit() and len(found) < 19 else 0


async def _answer(send, status: int, words: bytes) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(words)).encode()),
        (b"connection", b"close"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})
