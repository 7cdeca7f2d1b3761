"""From an owner's low score to the directive at the desk, through the real relay processes, at fifty a second.

The stop-watch is the same for us and for the floor: it starts before the insert and stops when a connection
that listens hears of the row. For the floor that is an insert, a commit and one NOTIFY hop; for us it is the
feedback with its audit and outbox, the relay, the assessment, the decision and the directive.
"""

import os
import subprocess
import sys
import threading
import time
from itertools import islice

import psycopg
from django.conf import settings
from django.db import connection

from crm import clock
from tests.benchmarks.ground import Ground
from tests.benchmarks.measure import Line, p50, p99

FEEDBACKS = 500
A_SECOND = 50
RELAYS = 2  # as run.py starts them
HEARD = """
    CREATE OR REPLACE FUNCTION bench_heard() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_notify('bench', TG_ARGV[0] || ':' || (to_jsonb(NEW) ->> TG_ARGV[1])); RETURN NULL; END $$;
    CREATE OR REPLACE TRIGGER bench_directive AFTER INSERT ON service_desk_directive
        FOR EACH ROW EXECUTE FUNCTION bench_heard('directive', 'owner_id');
    CREATE OR REPLACE TRIGGER bench_ticket AFTER INSERT ON floor_ticket
        FOR EACH ROW EXECUTE FUNCTION bench_heard('ticket', 'title');
"""


class Ear(threading.Thread):
    """Listens on a connection of its own and notes when each row was heard of."""

    def __init__(self):
        super().__init__(daemon=True)
        self.heard: dict[str, float] = {}
        self.ready = threading.Event()
        self.over = threading.Event()

    def run(self):
        with psycopg.connect(**_address(), autocommit=True) as listening:
            listening.execute("LISTEN bench")
            self.ready.set()
            while not self.over.is_set():
                for notice in listening.notifies(timeout=0.2):
                    self.heard.setdefault(notice.payload, time.perf_counter())


def _address() -> dict:
    named = settings.DATABASES["default"]
    given = {
        "host": named["HOST"],
        "port": named["PORT"],
        "user": named["USER"],
        "password": named["PASSWORD"],
    }
    return {"dbname": named["NAME"], **{key: value for key, value in given.items() if value}}


def feedback_to_directive(ground: Ground, options) -> list[Line]:
    """Each of the feedbacks is of another owner and low enough for a directive."""
    owners = _owners(ground)
    with connection.cursor() as cursor:
        cursor.execute(HEARD)
    relays = [_relay() for _ in range(RELAYS)]
    ear = Ear()
    ear.start()
    ear.ready.wait(10)
    try:
        _measure(
            ear, [("directive", str(owner.pk), lambda o=owner: _complain(ground, o)) for owner in owners[:20]]
        )
        ours = _measure(
            ear, [("directive", str(owner.pk), lambda o=owner: _complain(ground, o)) for owner in owners[20:]]
        )
        floor = _measure(ear, [("ticket", f"hop {n}", lambda n=n: _hop(n)) for n in range(FEEDBACKS)])
    finally:
        ear.over.set()
        for relay in relays:
            relay.terminate()
        for relay in relays:
            relay.wait(20)
    return [
        Line("feedback to directive, p50 beside one hop", p50(ours), p50(floor), 8),
        Line("feedback to directive, p99 beside its p50", p99(ours), p50(ours), 10),
    ]


def _relay() -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", "relay"], env={**os.environ}, stdout=subprocess.DEVNULL
    )


def _owners(ground: Ground) -> list:
    from owners.people.bulk import add_owners

    rows = [
        {
            "project": ground.projects[0],
            "kind": "person",
            "name": f"业主{n}",
            "phone": f"139{n:08d}",
            "language": "zh-hans",
        }
        for n in range(FEEDBACKS + 20)
    ]
    return [outcome.row for outcome in add_owners(ground.agent, rows, now=clock.now())]


def _complain(ground: Ground, owner) -> None:
    from satisfaction.feedback.services import record_feedback

    record_feedback(
        ground.agent, owner=owner, project=ground.projects[0], case=None, score=10, attitude="", opinion="",
        subject="", words="没有人回电话", language="zh-hans", via="api", now=clock.now(),
    )  # fmt: skip


def _hop(number: int) -> None:
    from tests.benchmarks.floor.models import Ticket

    Ticket.objects.create(title=f"hop {number}", text="x")


def _measure(ear: Ear, works: list[tuple]) -> list[float]:
    """Start the works at an even pace; milliseconds from each start until it was heard of."""
    began, first = {}, time.perf_counter()
    for position, (kind, key, work) in enumerate(works):
        _until(first + position / A_SECOND)
        began[f"{kind}:{key}"] = time.perf_counter()
        work()
    end = time.perf_counter() + 30
    while time.perf_counter() < end and not began.keys() <= ear.heard.keys():
        ear.over.wait(0.05)
    missing = began.keys() - ear.heard.keys()
    if missing:
        raise RuntimeError(f"{len(missing)} never arrived, {list(islice(missing, 3))}; does the relay run?")
    return [(ear.heard[name] - start) * 1000 for name, start in began.items()]


def _until(moment: float) -> None:
    rest = moment - time.perf_counter()
    if rest > 0:
        time.sleep(rest)
