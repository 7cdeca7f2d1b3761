"""Speaks to the API as a program outside would: JSON, a bearer token a person, an idempotency key a call."""

import json
import time
import uuid
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

TIMEOUT = 30
PATIENCE = 60  # seconds that the house may take for what it does by itself
PAUSE = 0.15


class Broken(Exception):
    """A step did not go as it should; the sentence says how."""


class Client:
    """The API of one running house, with the tokens of those who act in it."""

    def __init__(self, address: str, tokens: dict[str, str]):
        self.address, self.tokens = address.rstrip("/"), tokens

    def get(self, who: str, path: str):
        return self._ask(who, "GET", path, None)

    def post(self, who: str, path: str, **said):
        return self._ask(who, "POST", path, said)

    def wait(self, who: str, path: str, until, *, what: str):
        """Ask again until the answer is as awaited; Broken once patience is at its end."""
        began = time.monotonic()
        while True:
            answer = self.get(who, path)
            if until(answer):
                return answer
            if time.monotonic() - began > PATIENCE:
                raise Broken(f"waited {PATIENCE} s for {what}; is the relay running?")
            time.sleep(PAUSE)

    def _ask(self, who, method, path, said):
        headers = {"Authorization": f"Bearer {self.tokens[who]}", "Accept-Language": "en"}
        body = None
        if said is not None:
            body = json.dumps(said).encode()
            headers |= {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        request = Request(f"{self.address}/api/v1/{path}", data=body, headers=headers, method=method)  # noqa: S310
        try:
            with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310  the address is the operator's own
                return json.loads(answer.read() or b"null")
        except HTTPError as error:
            raise Broken(f"{method} {path} as {who}: {error.code} {_told(error)}") from error
        except (URLError, TimeoutError, ConnectionError) as error:
            raise Broken(f"{method} {path} as {who}: no answer from {self.address} ({error})") from error


def _told(error: HTTPError) -> str:
    """What the problem details say, in one line."""
    try:
        problem = json.loads(error.read())
    except ValueError:
        return error.reason
    fields = "; ".join(f"{name}: {fault}" for name, fault in problem.get("fields", {}).items())
    return " ".join(part for part in (problem.get("code"), problem.get("detail"), fields) if part)
