"""How often somebody may ask. Counting and judging are one atomic act, so that parallel requests cannot all pass.

Two counters. The fast one is a Lua script on Redis: it guards ordinary traffic, and where Redis is down or
hung it is left out for a while and each process counts for itself, because a rate limit must not stop the
house. The firm one is a row in PostgreSQL: it guards sign-in and public links, and fails closed.
"""

import ipaddress
import logging
import threading
from datetime import datetime, timedelta
from functools import cache

import redis
from django.conf import settings
from django.db import connection

from crm.errors import TooMany

log = logging.getLogger("doorstep.throttles")

# name: (how many, in how many seconds, counter)
RATES = {
    "api": (6_000, 60, "fast"),
    "anyone": (300, 60, "fast"),
    "public": (120, 60, "firm"),
    "photos": (120, 3_600, "firm"),
    "sign_in": (30, 300, "firm"),
    "account": (60, 3_600, "firm"),
    "own_password": (10, 3_600, "firm"),
}
TIMEOUT = 0.25  # seconds that Redis may take
PAUSE = timedelta(seconds=10)  # how long Redis is left alone after it failed

COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}
"""


def count(name: str, who: str, *, now: datetime) -> None:
    """Count one attempt; raises TooMany with `retry_after` seconds once the rate is passed."""
    if name == "api" and not who.startswith("user:"):
        name = "anyone"
    limit, seconds, counter = rate(name)
    key = f"throttle:{name}:{who}"
    number, left = (_fast if counter == "fast" else _firm)(key, seconds, now)
    if number > limit:
        raise TooMany(retry_after=max(1, round(left)))


def give_back(name: str, who: str) -> None:
    """Take back one firmly counted attempt that turned out to be rightful."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE api_throttlecount SET count = greatest(count - 1, 0) WHERE key = %s",
            [f"throttle:{name}:{who}"],
        )


def rate(name: str) -> tuple[int, int, str]:
    """The rate of this name; the settings may widen or narrow it."""
    return getattr(settings, "THROTTLE_RATES", {}).get(name) or RATES[name]


def caller(request) -> str:
    """Who asks: the user, else the address."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"user:{user.pk}"
    return f"from:{network(client_address(request))}"


def client_address(request) -> str:
    """The client's address: the connection's, or what the outermost of a counted number of our own proxies saw.

    Entries further left were written by the client and prove nothing.
    """
    proxies = getattr(settings, "TRUSTED_PROXIES", 0)
    forwarded = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    candidate = (
        forwarded[-proxies] if proxies and len(forwarded) >= proxies else request.META.get("REMOTE_ADDR")
    )
    try:
        return str(ipaddress.ip_address(candidate or ""))
    except ValueError:
        return "0.0.0.0"  # noqa: S104  a socket has no address


def network(address: str) -> str:
    """What counts as one place: an IPv4 address, or an IPv6 /64, of which one customer holds all."""
    parsed = ipaddress.ip_address(address)
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))


def _firm(key: str, seconds: int, now: datetime) -> tuple[int, float]:
    """One statement: the row lock of the upsert makes parallel attempts queue."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO api_throttlecount AS t (key, count, ends_at) VALUES (%(key)s, 1, %(ends)s)
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN t.ends_at <= %(now)s THEN 1 ELSE t.count + 1 END,
                ends_at = CASE WHEN t.ends_at <= %(now)s THEN %(ends)s ELSE t.ends_at END
            RETURNING count, ends_at
            """,
            {"key": key, "now": now, "ends": now + timedelta(seconds=seconds)},
        )
        number, ends_at = cursor.fetchone()
    return number, (ends_at - now).total_seconds()


class _Breaker:
    """Leaves Redis alone for a while after it failed, so that a hung one costs one timeout, not one a request."""

    def __init__(self):
        self.closed_until = None
        self.lock = threading.Lock()
        self.local: dict[str, tuple[int, datetime]] = {}

    def open(self, now: datetime) -> bool:
        return self.closed_until is not None and now < self.closed_until

    def failed(self, now: datetime) -> None:
        self.closed_until = now + PAUSE

    def count(self, key: str, seconds: int, now: datetime) -> tuple[int, float]:
        """This process's own count, for as long as Redis is away."""
        with self.lock:
            if len(self.local) > 10_000:
                self.local = {name: kept for name, kept in self.local.items() if kept[1] > now}
            number, ends_at = self.local.get(key, (0, now))
            if ends_at <= now:
                number, ends_at = 0, now + timedelta(seconds=seconds)
            self.local[key] = (number + 1, ends_at)
        return number + 1, (ends_at - now).total_seconds()


breaker = _Breaker()


def _fast(key: str, seconds: int, now: datetime) -> tuple[int, float]:
    if breaker.open(now):
        return breaker.count(key, seconds, now)
    try:
        number, left = _script()(keys=[key], args=[seconds * 1000])
    except (redis.RedisError, OSError) as exc:
        log.warning("Redis does not answer, each process counts for itself: %s", type(exc).__name__)
        breaker.failed(now)
        return breaker.count(key, seconds, now)
    return number, left / 1000


@cache
def _script():
    address = settings.REDIS_URL
    if address.startswith("redis+socket://"):
        address = "unix://" + address.removeprefix("redis+socket://")
    client = redis.Redis.from_url(
        address, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry_on_timeout=False, retry=None
    )
    return client.register_script(COUNT)


def forget(*, now: datetime) -> int:
    """Drop counters whose time is over."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM api_throttlecount WHERE ends_at <= %s", [now])
        return cursor.rowcount
