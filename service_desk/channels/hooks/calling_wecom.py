"""Asking WeCom: its token, what people sent, and what we say to them. Only to the address that the settings name.

The token is kept sealed in Redis until shortly before its time is over, so that every process uses the same one; where
Redis is away, each conversation asks for its own. No address with a token in it gets into an error or a log.
"""

import base64
import hashlib
import http.client
import json
import logging
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode, urlsplit

import redis
from django.conf import settings

from crm.embedded.locations import redis_client_url
from crm.privacy import cipher

log = logging.getLogger("doorstep.wecom")
TIMEOUT = 5  # seconds, for one answer
LARGEST = 25 * 1024 * 1024
LARGEST_ANSWER = 64 * 1024
LARGEST_PAGE = 4 * 1024 * 1024  # of messages
LONGEST = 60  # seconds, for a whole file
EARLY = 300  # seconds before its end at which a token is no longer used
STALE = {40001, 40014, 42001}  # WeCom says that the token does not hold (any more)
NEVER = {40003, 40031, 40035, 40056, 60111, 81013, 82001, 86008, 95013, 95018}  # trying again is useless
PLACE = re.compile(r"^https://[A-Za-z0-9.-]+(:\d+)?$|^http://(127\.0\.0\.1|localhost|\[::1\]):\d+$")
CONTEXT = "wecom.token"
NAMED = re.compile(r'filename="?([^";]{1,200})"?', re.I)


class Failed(Exception):
    """WeCom did not do it; says with which code, and nothing of whom."""

    def __init__(self, words: str, *, code: int = 0):
        super().__init__(words)
        self.code = code

    @property
    def for_good(self) -> bool:
        return self.code in NEVER


@dataclass(frozen=True)
class Sent:
    """One file that somebody sent in WeCom."""

    name: str
    content: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args, **_more):
        """Whoever answers for WeCom sends us nowhere else, with our token."""
        return


class Client:
    """The interface of WeCom for one app of one company."""

    def __init__(self, *, company: str, secret: str, agent: str = "", place: str = ""):
        self.company, self.secret, self.agent = company, secret, agent
        self.place = (place or settings.WECOM_URL).rstrip("/")
        if not PLACE.match(self.place):
            raise Failed("no address of WeCom is set")

    def media(self, media_id: str) -> Sent:
        """The bytes of what was sent; no more than a case takes."""
        head, body = self._with_token("GET", "/cgi-bin/media/get", {"media_id": media_id}, most=LARGEST + 1)
        if "json" in head.get("Content-Type", "") or "text/plain" in head.get("Content-Type", ""):
            self._checked(body)
        found = NAMED.search(head.get("Content-Disposition", ""))
        name = found[1] if found else ""
        return Sent(name.encode("latin-1", "replace").decode("utf-8", "replace"), body)

    def write(self, to: str, words: str) -> None:
        """One text to one person; the same words to him within half an hour are one."""
        said = {
            "touser": to,
            "msgtype": "text",
            "agentid": int(self.agent) if self.agent.isdecimal() else self.agent,
            "text": {"content": words},
            "safe": 0,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": 1800,
        }
        answer = self._post("/cgi-bin/message/send", said)
        if to.casefold() in str(answer.get("invaliduser", "")).casefold().split("|"):
            raise Failed("WeCom does not know this person", code=81013)

    def write_to_customer(self, to: str, account: str, words: str, *, identifier: str) -> None:
        """One text to a customer of the service account he wrote to; the identifier makes a repeat one."""
        said = {
            "touser": to,
            "open_kfid": account,
            "msgid": identifier[:32],
            "msgtype": "text",
            "text": {"content": words},
        }
        self._post("/cgi-bin/kf/send_msg", said)

    def sync(self, account: str, cursor: str, token: str) -> dict:
        """The next messages of a service account after a cursor, as WeCom tells them."""
        said = {"open_kfid": account, "limit": 200}
        said |= {name: value for name, value in (("cursor", cursor), ("token", token)) if value}
        return self._post("/cgi-bin/kf/sync_msg", said, most=LARGEST_PAGE + 1)

    def _post(self, path: str, said: dict, *, most: int = LARGEST_ANSWER) -> dict:
        body = json.dumps(said, ensure_ascii=False).encode()
        answer = self._with_token("POST", path, {}, body=body, most=most)[1]
        if len(answer) > LARGEST_PAGE:
            raise Failed("WeCom's answer is too large")
        return self._checked(answer)

    def _with_token(self, method, path, asked, *, body=None, most=LARGEST_ANSWER):
        for again in (False, True):
            token = self._token(fresh=again)
            head, answer = self._ask(method, path, asked | {"access_token": token}, body=body, most=most)
            if not again and _code_of(answer) in STALE:
                continue
            return head, answer
        raise Failed("no token holds")

    def _token(self, *, fresh: bool) -> str:
        key = (
            f"wecom:token:{hashlib.sha256(f'{self.place} {self.company} {self.secret}'.encode()).hexdigest()}"
        )
        known = "" if fresh else _kept(key)
        if known:
            return known
        asked = {"corpid": self.company, "corpsecret": self.secret}
        answer = self._checked(self._ask("GET", "/cgi-bin/gettoken", asked)[1])
        token, lasts = str(answer.get("access_token", "")), int(answer.get("expires_in") or 0)
        if not token:
            raise Failed("WeCom gave no token")
        _keep(key, token, lasts - EARLY)
        return token

    def _ask(self, method, path, asked, *, body=None, most=LARGEST_ANSWER):
        request = urllib.request.Request(  # noqa: S310  the place is checked above
            f"{self.place}{path}?{urlencode(asked)}",
            data=body,
            method=method,
            headers={"Content-Type": "application/json"} if body else {},
        )
        opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=TIMEOUT) as answer:
                return dict(answer.headers.items()), _read(answer, most)
        except urllib.error.HTTPError as error:
            raise Failed(f"WeCom answered {error.code}") from None
        except http.client.HTTPException as error:
            raise Failed(f"WeCom's answer broke off: {type(error).__name__}") from None
        except (OSError, ValueError) as error:
            raise Failed(f"WeCom was not reached: {type(error).__name__}") from None

    def _checked(self, body: bytes) -> dict:
        try:
            answer = json.loads(body)
        except ValueError:
            raise Failed("WeCom's answer could not be read") from None
        code = _code_of(body)
        if code:
            raise Failed(f"WeCom refused it with {code}", code=code)
        if not isinstance(answer, dict):
            raise Failed("WeCom's answer could not be read")
        return answer


def _read(answer, most: int) -> bytes:
    """So many bytes at most, and not for ever, however slowly they drip; less than was announced is nothing."""
    began, pieces, size = time.monotonic(), [], 0
    while size < most and (piece := answer.read1(min(65_536, most - size))):
        pieces.append(piece)
        size += len(piece)
        if time.monotonic() - began > LONGEST:
            raise Failed("WeCom was too slow")
    announced = answer.headers.get("Content-Length", "")
    if announced.isascii() and announced.isdigit() and size < min(int(announced), most):
        raise Failed("WeCom's answer broke off")
    return b"".join(pieces)


def _code_of(body: bytes) -> int:
    """WeCom's own code in an answer; none where it is a file, or all went well."""
    if len(body) > LARGEST_ANSWER or body.lstrip()[:1] != b"{":
        return 0
    try:
        code = json.loads(body).get("errcode", 0)
    except (ValueError, AttributeError):
        return 0
    return code if isinstance(code, int) else 0


def is_connected() -> bool:
    """Whether this house has an address of WeCom to ask at."""
    return bool(PLACE.match(settings.WECOM_URL.rstrip("/")))


def place_of(address: str) -> str:
    """The host alone, for pages."""
    return urlsplit(address).netloc


@cache
def _redis() -> redis.Redis:
    where = redis_client_url(settings.REDIS_URL)
    return redis.Redis.from_url(where, socket_timeout=0.5, socket_connect_timeout=0.5, retry=None)


def _kept(key: str) -> str:
    try:
        found = _redis().get(key)
        return cipher.decrypt(base64.b64decode(found), CONTEXT) if found else ""
    except (redis.RedisError, OSError, ValueError, cipher.Unreadable):
        return ""


def _keep(key: str, text: str, seconds: int) -> None:
    if seconds <= 0:
        return
    try:
        _redis().set(key, base64.b64encode(cipher.encrypt(text, CONTEXT)), ex=seconds)
    except (redis.RedisError, OSError):
        log.warning("Redis does not keep the token of WeCom; the next conversation asks for another")


def progress(identifier: str) -> int:
    """How many pieces of a long message were taken before; none where nobody remembers."""
    try:
        return int(_redis().get(f"wecom:sent:{identifier}") or 0)
    except (redis.RedisError, OSError, ValueError):
        return 0


def taken(identifier: str, pieces: int) -> None:
    try:
        _redis().set(f"wecom:sent:{identifier}", pieces, ex=86_400)
    except (redis.RedisError, OSError):
        log.warning("Redis does not keep how far a long message has gone")
