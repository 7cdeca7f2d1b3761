"""The tracking card of an owner with ten thousand entries, among as many owners as asked for.

Its floor is the card of an owner with two hundred entries of the same kinds, which fill the page just as well, in the
same run, on the same web process: what a long story costs is the difference. Beside it stand the second that the
requirement allows, the oldest stretch beside the newest, and the number of statements beside that of ten entries.
"""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm import clock
from tests.benchmarks.ground import Ground
from tests.benchmarks.measure import Line, alternately, p50, p99

MANY, FULL, FEW = 10_000, 200, 10
SECOND = 1000  # milliseconds


def measure(place: Ground, options) -> list[Line]:
    long, full, short = (_owner(place, f"张{entries}", entries) for entries in (MANY, FULL, FEW))
    cookie = _session(place)
    client = place.web.client({"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    pages = {owner: f"/owners/{owner.number}/" for owner in (long, full, short)}
    ours, floor = alternately(
        lambda: client.get(pages[long]), lambda: client.get(pages[full]), rounds=options.rounds
    )
    newest = f"/api/v1/owners/{long.number}/timeline"
    oldest = f"{newest}?cursor={_near_the_end(place, long)}"
    api = place.web.client(place.headers)
    last, first = alternately(lambda: api.get(oldest), lambda: api.get(newest), rounds=options.rounds)
    return [
        Line(f"card with {MANY:,} entries beside one with {FULL}", p50(ours), p50(floor), 1.3),
        Line(f"card with {MANY:,} entries beside a second, 99 of 100", p99(ours), SECOND, 1),
        Line("the oldest stretch of it beside the newest", p50(last), p50(first), 1.3),
        Line(
            f"statements of the card at {MANY:,} entries beside {FEW}",
            _statements(place, pages[long]),
            _statements(place, pages[short]),
            1,
            unit="",
        ),
    ]


def _owner(place: Ground, name: str, entries: int):
    """An owner with so many entries: six tenths journal, two tenths cases, two tenths visits to the showroom."""
    from owners.models import ShowroomVisit
    from owners.people.services import add_owner

    now = clock.now()
    project = place.projects[0]
    owner = add_owner(place.agent, kind="person", name=name, project=project, manager=place.agent, now=now)
    _journal(place, owner, entries * 6 // 10, now)
    _cases(place, owner, project, entries // 5, now)
    today = now.date()
    ShowroomVisit.objects.bulk_create(
        ShowroomVisit(owner=owner, project=project, on=today - timedelta(days=n + 1), created_at=now)
        for n in range(entries // 5)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE owners_journalentry, service_desk_case, owners_showroomvisit")
    return owner


def _journal(place: Ground, owner, count: int, now) -> None:
    from owners.models import JournalEntry

    calls = {"kind": "call", "direction": "in", "outcome": "reached", "minutes": 4}
    tasks = {"kind": "task", "due_at": now, "assignee": place.agent, "done_at": now, "done_by": place.agent}
    kinds = ({"kind": "note"}, calls, {"kind": "note"}, tasks)
    JournalEntry.objects.bulk_create(
        (
            JournalEntry(
                owner=owner,
                text=f"第{n}次联系，业主询问交房时间。",
                author=place.agent,
                at=now - timedelta(hours=3 * n),
                written_at=now,
                **kinds[n % len(kinds)],
            )
            for n in range(count)
        ),
        batch_size=2000,
    )


def _cases(place: Ground, owner, project, count: int, now) -> None:
    """Written by COPY as the town's are, then given to the owner; the newest are closed like the rest."""
    from service_desk.cases.models import Case
    from tests.benchmarks.town import load_cases

    first = 40_000_000 + owner.pk * 20_000
    load_cases(first, first + count, projects=[project.pk], people=[place.agent.pk], now=now)
    newest = Case.objects.order_by("-pk").values("pk")[:count]
    Case.objects.filter(pk__in=list(newest.values_list("pk", flat=True)), owner=None).update(owner=owner)


def _session(place: Ground) -> str:
    """A signed-in browser's cookie, which the web process knows from the database."""
    return _browser(place).cookies[settings.SESSION_COOKIE_NAME].value


def _browser(place: Ground) -> Client:
    client = Client()
    client.force_login(place.agent, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _near_the_end(place: Ground, owner) -> str:
    """The mark before the last stretch but one."""
    from types import SimpleNamespace

    from owners.card import timeline
    from owners.card.entries import moment

    oldest = owner.visits.order_by("on").values_list("on", flat=True)[0]
    mark = timeline.Mark(moment(oldest + timedelta(days=60)))
    found = timeline.stretch(SimpleNamespace(user=place.agent), owner, before=mark)
    if not found.entries:
        raise RuntimeError("nothing is told near the end")
    return mark.written()


def _statements(place: Ground, address: str) -> int:
    client = _browser(place)
    for _ in range(2):
        client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return len(captured)
