"""The charts of causes and the filter of difficult complaints, at all rows of the town.

Each picture of causes stands beside the same grouped statement written by hand, the list of difficult complaints beside
a bare list.
"""

from datetime import timedelta

from django.db import connection
from django.db.models import Max

from crm.accounts.services import system_user
from service_desk.cases.models import Case
from service_desk.cases.terms import PROCEDURE_KINDS
from service_desk.causes import counting
from tests.benchmarks.ground import Ground
from tests.benchmarks.measure import Line, alternately, p50
from tests.benchmarks.works import CASES, _asking

WHERE = "kind = ANY(%s) AND received_at >= %s AND received_at < %s"
BARE = {
    "cause": f"SELECT subject, count(*) FROM service_desk_case WHERE {WHERE} GROUP BY 1",  # noqa: S608  constants
    "month": f"""
        SELECT date_trunc('month', received_at AT TIME ZONE 'Asia/Shanghai'), count(*)
        FROM service_desk_case WHERE {WHERE} GROUP BY 1
    """,  # noqa: S608  constants
}


def measure(ground: Ground, options) -> list[Line]:
    newest = Case.objects.filter(number__contains="-B0").aggregate(newest=Max("received_at"))["newest"]
    rounds = max(options.rounds // 6, 5)
    pictures = [_picture(by, newest.date(), rounds) for by in BARE]
    return [*pictures, *_difficult(ground, options)]


def _picture(by: str, until, rounds: int) -> Line:
    user, since = system_user("benchmarks"), until - timedelta(days=365)
    asked = counting.Asked(since=since, until=until, by=by)

    def bare():
        with connection.cursor() as cursor:
            cursor.execute(BARE[by], [sorted(PROCEDURE_KINDS), since, until + timedelta(days=1)])
            return cursor.fetchall()

    ours, floor = alternately(lambda: counting.lines(user, asked), bare, rounds=rounds, warmup=1)
    return Line(f"causes by {by}, beside the bare grouped statement", p50(ours), p50(floor), 1.5)


def _difficult(ground: Ground, options) -> list[Line]:
    """The list of difficult complaints by what still has to be done; beside a bare list."""
    floor, lines = _asking(ground, "/floor/cases"), []
    for wanted in ("wanted", "marked", "no_plan", "to_allow"):
        asking = _asking(ground, CASES, view="open", difficult=wanted)
        ours, bare = alternately(asking, floor, rounds=max(options.rounds // 3, 10))
        lines.append(Line(f"list: open, difficult complaints: {wanted}", p50(ours), p50(bare), 2))
    return lines
