"""Telephone, identity number and name of an owner are in no log, no Redis, no outbox and no address."""

import logging
import os
import re
from uuid import uuid4

import pytest
import redis
from django.conf import settings
from django.db import DatabaseError, connection

from crm.events.models import OutboxEvent
from crm.jobs.models import Job
from owners.people import services as people
from tests.flows import story
from tests.session import FOLDER, ROOT

pytestmark = pytest.mark.django_db
PHONE, IDENTITY, NAME = "13912344321", "110101199003070038", "欧阳探针"
SECRETS = (PHONE, "139 1234 4321", IDENTITY, NAME)
FORM = {
    "kind": "person",
    "name": NAME,
    "phone": "139 1234 4321",
    "identity_kind": "cn",
    "identity": IDENTITY,
    "language": "zh-hans",
    "preferred_channel": "phone",
    "hours": "any",
    "project": "RIVERSIDE",
}


class Everything(logging.Handler):
    """Keeps what any logger says, as the house's own formatter would write it and as it was said."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []

    def emit(self, record):
        self.lines.append(f"{record.name} {record.getMessage()} {record.args!r}")


@pytest.fixture
def logged():
    """Every line of every logger but the database's own, which repeats statements and is off in production."""
    handler, root = Everything(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    loggers = [logging.getLogger(name) for name in ("django", "django.server", "doorstep", "celery")]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler
    root.setLevel(level)
    root.removeHandler(handler)
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.fixture
def addresses(monkeypatch):
    """Every request line and every place a response sends the browser to."""
    from django.test import Client

    seen, honest = [], Client.request

    def request(self, **environ):
        seen.append(f"{environ.get('PATH_INFO')}?{environ.get('QUERY_STRING')}")
        response = honest(self, **environ)
        seen.append(response.headers.get("Location", "") + response.headers.get("HX-Redirect", ""))
        return response

    monkeypatch.setattr(Client, "request", request)
    return seen


def live(alice, hong, home, engineering, signed_in, api):
    """An owner comes in by page, is looked for, complains, is written to, and is added twice by the API."""
    client = signed_in(alice)
    client.post("/owners/add/", FORM)
    client.post("/owners/match/", {"phone": PHONE})
    for words in (NAME, PHONE, IDENTITY, "4321"):
        client.post("/owners/", {"q": words}, follow=True)
        client.post("/search/", {"q": words}, follow=True)
    owner = people.Owner.objects.get(phone_last4="4321")
    api(alice).post("owners", FORM | {"project": "RIVERSIDE"}, Idempotency_Key="probe-1")
    api(alice).get(f"owners/{owner.number}")
    client.post(f"/owners/{owner.number}/reveal/", {"field": "phone", "because": "给业主回电"})
    client.get(f"/owners/{owner.number}/")
    case = story.registered(alice, owner, home)
    story.worked(alice, hong, case, engineering)
    client.get(f"/owners/{owner.number}/no-such-page-{owner.number}/")
    return owner


def test_what_is_personal_reaches_no_log_no_redis_no_outbox_no_address(
    alice, hong, home_1201, engineering, desk, signed_in, api, logged, addresses
):
    live(alice, hong, home_1201, engineering, signed_in, api)
    assert [
        line for line in logged.lines for secret in SECRETS if secret in line and "django.db" not in line
    ] == []
    assert logged.lines and len(addresses) > 20
    assert [place for place in addresses for secret in SECRETS if secret in place] == []
    payloads = [
        f"{row.name} {row.stream} {row.payload} {row.last_error}" for row in OutboxEvent.objects.all()
    ]
    assert payloads and not any(secret in line for line in payloads for secret in SECRETS)
    jobs = [f"{row.title} {row.parameters} {row.last_error}" for row in Job.objects.all()]
    assert not any(secret in line for line in jobs for secret in SECRETS)
    assert [line for line in in_redis() for secret in SECRETS if secret in line] == []


def in_redis() -> list[str]:
    """Every key of Redis with what it holds."""
    client = redis.Redis.from_url(settings.REDIS_URL.replace("redis+socket://", "unix://"))
    found = []
    for name in client.scan_iter(count=1000):
        kind = client.type(name)
        read = {
            b"string": client.get,
            b"list": lambda key: client.lrange(key, 0, -1),
            b"set": client.smembers,
            b"hash": client.hgetall,
            b"zset": lambda key: client.zrange(key, 0, -1),
        }.get(kind, lambda key: b"")
        found.append(f"{name!r} {read(name)!r}")
    return found


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the log of another server is not ours to read")
@pytest.mark.parametrize(
    "statement", ["SELECT %s::text, 1/0", "SELECT %s::int", "INSERT INTO said VALUES (%s)"]
)
def test_a_statement_that_fails_leaves_nothing_of_it_in_the_log_of_the_database(statement, transactional_db):
    words = f"{NAME} {PHONE} {uuid4()}"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS said (words text UNIQUE)")
        cursor.execute("INSERT INTO said VALUES (%s) ON CONFLICT DO NOTHING", [words])
        with pytest.raises(DatabaseError):
            cursor.execute(statement, [words])
        cursor.execute("DROP TABLE said")
    log = (FOLDER / "logs" / "postgres.log").read_text(encoding="utf-8")
    assert "ready to accept connections" in log
    assert words not in log and words[-36:] not in log


def test_a_log_that_named_him_would_be_noticed(logged):
    """The negative control."""
    logging.getLogger("doorstep.probe").warning("called %s", PHONE)
    assert any(PHONE in line for line in logged.lines)


def test_an_address_that_named_him_would_be_noticed(alice, signed_in, addresses, chen):
    signed_in(alice).get(f"/owners/?q={PHONE}")
    assert any(PHONE in place for place in addresses)


def test_no_name_stands_whole_in_the_title_of_a_page():
    """The history of a browser outlives the session, and on a desk it belongs to everybody."""
    whole = re.compile(
        r"{% block title %}(?:(?!endblock).)*\b(?:owner|caller|person|relation)\.(?:name|label)(?!\|mask)"
    )
    named = [
        str(path.relative_to(ROOT))
        for app in ("owners", "service_desk", "satisfaction", "profitability", "coordination")
        for path in (ROOT / app).rglob("templates/**/*.html")
        if whole.search(path.read_text(encoding="utf-8"))
    ]
    assert named == []
    assert whole.search("{% block title %}{{ owner.name }}{% endblock %}")
