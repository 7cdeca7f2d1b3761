"""The kept stage among a million owners: turning those whose day has come, working it out anew, listing by it."""

from django.db import connection, transaction

from crm import clock
from owners.contracts import stages
from owners.days import day_of
from tests.benchmarks.ground import Ground
from tests.benchmarks.measure import Line, alternately, p50

AT_ONCE = 200  # what the relay turns in one transaction
MANY = 50_000
# a stage that is nobody's, so that every row is written, by ours as by the floor
_SPOIL = (
    "UPDATE owners_owner SET stage = 'former', stage_fact = 'spoilt', stage_until = %s WHERE id = ANY(%s)"
)
_BARE = "UPDATE owners_owner SET stage = 'lead', stage_fact = 'known', stage_on = %s WHERE id = ANY(%s)"


def measure(place: Ground, options) -> list[Line]:
    now, rounds = clock.now(), max(options.rounds // 6, 5)
    return [
        _turned(AT_ONCE, now, rounds, turning=True, bound=4.0),
        _turned(min(MANY, options.rows // 2), now, max(rounds // 2, 3), turning=False, bound=4.0),
        _listed(place, options.rounds),
    ]


def _turned(count: int, now, rounds: int, *, turning: bool, bound: float) -> Line:
    """Beside an update of as many rows by their keys with constants; what was written is taken back each time."""
    today = day_of(now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM owners_owner ORDER BY md5(id::text) LIMIT %s", [count])
        ids = [pk for (pk,) in cursor.fetchall()]

    def ours():
        with transaction.atomic():
            written = stages.turn(now=now, limit=count) if turning else stages.refresh(ids, now=now)
            assert written == count
            transaction.set_rollback(True)

    def floor():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_BARE, [today, ids])
            transaction.set_rollback(True)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE owners_owner SET stage_until = NULL WHERE stage_until <= %s", [today])
        cursor.execute(_SPOIL, [today, ids])
        cursor.execute("VACUUM ANALYZE owners_owner")
    a, b = alternately(ours, floor, rounds=rounds, warmup=1)
    with transaction.atomic():
        stages.refresh(ids, now=now)
    verb = "turned by time" if turning else "worked out anew"
    return Line(f"stages of {count:,} owners {verb}, beside a bare update", p50(a), p50(b), bound)


def _listed(place: Ground, rounds: int) -> Line:
    """A page of one stage beside a page of all: the filter costs nothing, however few it finds among how many."""
    client = place.web.client(place.headers)
    ours, floor = alternately(
        lambda: client.get("/api/v1/owners", {"stage": "settling_in"}),
        lambda: client.get("/api/v1/owners"),
        rounds=rounds,
        warmup=3,
    )
    return Line("list of owners of one stage, beside the list of all", p50(ours), p50(floor), 1.3)
