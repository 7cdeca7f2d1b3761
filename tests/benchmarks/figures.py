"""The board of figures at all rows: each figure beside the same grouped statement written by hand."""

from datetime import timedelta

from django.db import connection
from django.db.models import Max

from crm import clock
from crm.accounts.services import system_user
from service_desk.cases.models import Case
from service_desk.figures import catalogue, counting
from service_desk.figures.scope import scope_of
from service_desk.figures.selectors import board
from tests.benchmarks.ground import Ground
from tests.benchmarks.measure import Line, alternately, p50

MONTH = "date_trunc('month', {dated} AT TIME ZONE 'Asia/Shanghai')"
# Bare: the table, the months, the two counts; no scope of a reader, nothing put into words.
BARE = {
    "closing_rate": f"""
        SELECT {MONTH.format(dated="received_at")}, count(*), count(*) FILTER (WHERE closed_at IS NOT NULL)
        FROM service_desk_case WHERE status <> 'merged' AND received_at >= %s AND received_at < %s GROUP BY 1
    """,  # noqa: S608  constants
    "first_time_right": f"""
        SELECT {MONTH.format(dated="closed_at")}, count(*), count(*) FILTER (WHERE round = 1)
        FROM service_desk_case WHERE kind IN ('complaint', 'repair') AND closed_at >= %s AND closed_at < %s
        GROUP BY 1
    """,  # noqa: S608  constants
    "handled_in_time": f"""
        SELECT {MONTH.format(dated="closed_at")}, count(*), count(*) FILTER (WHERE NOT EXISTS (
            SELECT FROM service_desk_deadline d
            WHERE d.case_id = c.id AND (d.met_at > d.due_at OR d.cancelled_at > d.due_at)))
        FROM service_desk_case AS c WHERE closed_at >= %s AND closed_at < %s GROUP BY 1
    """,  # noqa: S608  constants
    "answered_in_time": f"""
        SELECT {MONTH.format(dated="due_at")}, count(*), count(*) FILTER (WHERE met_at <= due_at)
        FROM service_desk_deadline
        WHERE kind = 'answer' AND cancelled_at IS NULL AND due_at >= %s AND due_at < %s GROUP BY 1
    """,  # noqa: S608  constants
}


def measure(ground: Ground, options) -> list[Line]:
    """Every loaded row lies within the twelve months that are asked for: the worst there is."""
    loaded = Case.objects.filter(number__contains="-B", received_at__lt=clock.now())
    newest = loaded.aggregate(newest=Max("received_at"))["newest"]
    scope = scope_of(system_user("benchmarks"), {"period": "12"}, now=newest + timedelta(days=20))
    rounds = max(options.rounds // 10, 5)
    assert _counted("closing_rate", scope) >= options.rows * 0.9, "the months asked for hold the loaded rows"
    lines = [_figure(key, scope, rounds) for key in BARE]
    ours, _none = alternately(lambda: board(scope), lambda: None, rounds=rounds, warmup=1)
    lines.append(Line("the whole board, in seconds", p50(ours) / 1000, 1, 20, unit="s"))
    lines.append(_rows(scope, rounds))
    return lines


def _counted(key: str, scope) -> int:
    (one,) = counting.counted(catalogue.called(key), scope)
    return one.now.denominator


def _figure(key: str, scope, rounds: int) -> Line:
    figure = catalogue.called(key)

    def bare():
        with connection.cursor() as cursor:
            cursor.execute(BARE[key], [scope.earliest, scope.until])
            return cursor.fetchall()

    assert _counted(key, scope) == sum(row[1] for row in bare())
    ours, floor = alternately(lambda: counting.counted(figure, scope), bare, rounds=rounds, warmup=1)
    return Line(f"figure {key}, beside the bare grouped statement", p50(ours), p50(floor), 1.5)


def _rows(scope, rounds: int) -> Line:
    """The first page of the rows behind a figure, beside the newest fifty cases."""
    figure = catalogue.called("closing_rate")

    def ours():
        rows = counting.rows_behind(figure, scope, "numerator")
        return list(rows.order_by("-row_at", "-pk")[:50])

    def bare():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT number, summary, received_at FROM service_desk_case WHERE closed_at IS NOT NULL"
                " ORDER BY received_at DESC, id DESC LIMIT 50"
            )
            return cursor.fetchall()

    a, b = alternately(ours, bare, rounds=rounds * 3, warmup=3)
    return Line("fifty rows behind a figure, beside fifty bare rows", p50(a), p50(b), 5)
