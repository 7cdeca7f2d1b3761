"""The desk's workspace among all cases: each view, each order, the counts, and a thousand cases given away at once.

What waits came in at any time among the others, so that no list finds it by chance among the newest. The lists stand
beside a bare list of the 25 newest; giving away and handing over beside one bare UPDATE of the same
rows with its inserts of history, and of facts or questions, in one transaction, nothing judged and nothing told.
"""

import itertools
import os
from datetime import timedelta
from functools import partial

from django.db import connection, transaction

from crm import clock
from service_desk.cases.models import Case
from tests.benchmarks import town
from tests.benchmarks.ground import Ground
from tests.benchmarks.measure import Line, alternately, p50
from tests.benchmarks.works import CASES, _asking

FURTHER = 40_000  # cases more, in the states that the town's own lack
AMONG = 20  # every so many of the town's cases one of them, from the oldest on
GIVEN = 1000
WAITING = ("waiting_department", "waiting_owner")
SEVERITIES = ("ordinary", "ordinary", "ordinary", "hot", "important", "major")
PROPOSALS = """
    INSERT INTO service_desk_proposal (number, case_id, round, summary, status, amount, currency, proposed_by_id,
            proposed_at, approved_by_id, approval_because, owner_words, signed_name, waits_for, reminders)
        SELECT 'W-' || id, id, 1, 'repair', CASE WHEN mod(id, 8) < 2 THEN 'awaiting_approval' ELSE 'offered' END, 0, 'CNY',
            %(by)s, moved_at, CASE WHEN mod(id, 8) < 2 THEN NULL ELSE %(by)s END, '', '', '',
            CASE WHEN mod(id, 8) < 2 THEN 'supervisor' ELSE '' END, 0
        FROM service_desk_case WHERE status = 'proposed'
"""
GIVE = """
    UPDATE service_desk_case SET assignee_id = %(to)s, version = version + 1, status = 'assigned', moved_at = now()
        WHERE id = ANY(%(keys)s);
    INSERT INTO service_desk_casehistory (case_id, at, actor_id, verb, from_status, to_status, because, detail)
        SELECT key, now(), %(by)s, 'assigned', 'registered', 'assigned', '', '{}' FROM unnest(%(keys)s) AS key;
    INSERT INTO events_outboxevent (public_id, name, stream, payload, at, depth, attempts, last_error)
        SELECT gen_random_uuid(), 'service_desk.CaseAssigned', 'case:' || key, '{}', now(), 0, 0, ''
        FROM unnest(%(keys)s) AS key
"""
ASK = """
    UPDATE service_desk_case SET version = version + 1 WHERE id = ANY(%(keys)s);
    INSERT INTO service_desk_handover (public_id, case_id, giver_id, to_id, because, proposed_by_id, proposed_at, status,
            answer)
        SELECT gen_random_uuid(), key, %(by)s, %(to)s, 'on leave', %(by)s, now(), 'proposed', ''
        FROM unnest(%(keys)s) AS key;
    INSERT INTO service_desk_casehistory (case_id, at, actor_id, verb, from_status, to_status, because, detail)
        SELECT key, now(), %(by)s, 'hand_over_proposed', 'assigned', 'assigned', '', '{}'
        FROM unnest(%(keys)s) AS key
"""


def measure(place: Ground, options) -> list[Line]:
    _further_cases(place)
    return [*_lists(place, options), *_pages(place, options), *_given_away(place, options)]


def _further_cases(place: Ground) -> None:
    """Cases that wait for departments, for owners and for return visits, of every severity, some without a clock; of
    the proposals among them some wait for a signature."""
    now, serials = clock.now(), itertools.count()
    rows = town.case_rows(
        5_000_000,
        5_000_000 + FURTHER,
        projects=[p.pk for p in place.projects],
        people=[place.agent.pk],
        now=now,
    )
    town.load(Case, (_in_some_state(row, next(serials), now) for row in rows))
    with connection.cursor() as cursor:
        cursor.execute(PROPOSALS, {"by": place.agent.pk})
        cursor.execute("VACUUM ANALYZE service_desk_case, service_desk_proposal")


def _in_some_state(row: dict, serial: int, now) -> dict:
    status = ("registered", "transferred", "proposed", "visiting", "assigned")[serial % 5]
    severity = SEVERITIES[serial // 2 % len(SEVERITIES)]
    ago = (now - row["received_at"]) / 400
    received = now - timedelta(seconds=(10_000_000 - serial * AMONG) * 6)
    return {
        **row,
        "received_at": received,
        "moved_at": received,
        "number": f"{now.year}-W{serial:07d}",
        "status": status,
        "severity": severity,
        "severity_because": "health",
        "substantiated": True if status in ("transferred", "proposed") else None,
        "assignee_id": None if status == "registered" else row["assignee_id"],
        "due_at": None if serial % 7 == 0 else now + (ago if serial % 2 else -ago),
        "completed_at": received if status == "visiting" else None,
        "closed_at": None,
    }


def _lists(place: Ground, options) -> list[Line]:
    from service_desk.workspace.lists import SORTS, VIEWS

    floor = _asking(place, "/floor/cases")
    asked = {f"view {key}": {"view": key} for key in VIEWS}
    asked |= {f"all open, sorted {sort}": {"view": "open", "sort": sort} for sort in SORTS}
    asked |= {f"mine, sorted {sort}": {"view": "mine", "sort": sort} for sort in SORTS}
    asked["all open, major only, most urgent"] = {"view": "open", "severity": "major", "sort": "urgent"}
    asked["waiting for an owner, longest waiting"] = {"view": "waiting_owner", "sort": "waiting"}
    for waits in WAITING:
        asked[f"view {waits}, most urgent"] = {"view": waits, "sort": "urgent"}
    lines = [_listed(place, name, query, place.headers, floor, options) for name, query in asked.items()]
    chief = _chief()
    for waits in (*WAITING, "return_visits", "unassigned"):
        name = f"view {waits}, whole group"
        lines.append(_listed(place, name, {"view": waits}, chief, floor, options))
    return lines


def _listed(place: Ground, name: str, query: dict, headers: dict, floor, options) -> Line:
    client = place.web.client(headers)
    ours, bare = alternately(lambda: client.get(CASES, query), floor, rounds=max(options.rounds // 3, 10))
    return Line(f"list: {name}", p50(ours), p50(bare), 2)


def _chief() -> dict:
    """The headers of somebody who reads the cases of every project."""
    from crm.accounts import services as accounts
    from crm.accounts import tokens
    from crm.accounts.models import Role, User

    machine, now = accounts.system_user("benchmarks"), clock.now()
    accounts.add_user(machine, username="head", display_name="Head", language="en", password=None, now=now)
    head = User.objects.get(username="head")
    accounts.grant(machine, head, role=Role.SUPERVISOR, now=now)
    _token, secret = tokens.issue(machine, head, name="benchmarks", now=now)
    return {"Authorization": f"Bearer {secret}"}


def _pages(place: Ground, options) -> list[Line]:
    """The whole page of the queue, and the counts beside its views; beside a bare list."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(place.agent, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    web = place.web.client({"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    floor, rounds = _asking(place, "/floor/cases"), max(options.rounds // 3, 10)
    page, bare = alternately(lambda: web.get("/desk/?view=open"), floor, rounds=rounds)
    counts, beside = alternately(_asking(place, f"{CASES}/counts"), floor, rounds=rounds)
    return [
        Line("the queue's page, whole", p50(page), p50(bare), 20),
        Line("the counts of all views", p50(counts), p50(beside), 6),
    ]


def _given_away(place: Ground, options) -> list[Line]:
    """A thousand that nobody has are given; a thousand that are held are asked to be taken over. Each round is taken
    back, ours and the bare one alike, so that all of them do the same to the same rows."""
    from crm.accounts import services as accounts
    from crm.accounts.models import Role, User
    from service_desk.cases.access import readable_cases

    now, machine = clock.now(), accounts.system_user("benchmarks")
    accounts.add_user(
        machine, username="taker", display_name="T", language="en", password=os.urandom(16).hex(), now=now
    )
    taker = User.objects.get(username="taker")
    for project in place.projects:
        accounts.grant(machine, taker, role=Role.AGENT, project=project, now=now)
    lines = []
    for name, sql, outcome, chosen in (
        ("given to somebody", GIVE, "done", {"status": "registered", "assignee": None}),
        ("handed over: somebody asked", ASK, "asked", {"status": "assigned", "assignee": place.agent}),
    ):
        rows = readable_cases(place.agent).filter(**chosen).order_by("-id")
        numbers = dict(rows.values_list("number", "pk")[:GIVEN])
        said = {"to": taker.pk, "by": place.agent.pk, "keys": list(numbers.values())}
        mine, floor = alternately(
            partial(_taken_back, _give, place.agent, list(numbers), taker, outcome),
            partial(_taken_back, _bare, sql, said),
            rounds=max(options.rounds // 6, 5),
            warmup=1,
        )
        label = f"{len(numbers):,} cases {name}, job and results included"
        lines.append(Line(label, p50(mine), p50(floor), 4))
    return lines


def _taken_back(deed, *given) -> None:
    with transaction.atomic():
        deed(*given)
        transaction.set_rollback(True)


def _bare(sql: str, said: dict) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, said)


def _give(actor, numbers: list, to, outcome: str) -> None:
    """Begun as the page begins it, and worked off as one worker does."""
    from crm.jobs import work
    from service_desk.workspace import selectors, together

    run = together.begin(
        actor, deed="assign", numbers=numbers, to=to, because="on leave", now=clock.now()
    ).run
    work.work_off(run.job_id, clock=clock.now)
    if selectors.sums(run)[outcome] != len(numbers):
        raise RuntimeError(f"not all were given away: {selectors.sums(run)}")
