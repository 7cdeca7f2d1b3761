"""The page of a case with a short and with a long story, among as many cases as asked for.

Its floor is the set of statements that a plain page would read its case with, one for each kind of paper, sent over
HTTP to a bare view that executes them and writes the rows out: no scope, no forms, no sentences, no drawing. Beside it stands the short story, which fills
the page just as well: what a long one costs is the difference.
"""

from datetime import timedelta
from unittest import mock

import psycopg
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm import clock
from tests.benchmarks.ground import Ground
from tests.benchmarks.measure import Line, alternately, p50, p99

LONG, SHORT = 2_000, 20
BESIDE = {"HX-Request": "true", "HX-Target": "content"}


def measure(place: Ground, options) -> list[Line]:
    long, short = (_case(place, count) for count in (LONG, SHORT))
    client = place.web.client({"Cookie": f"{settings.SESSION_COOKIE_NAME}={_session(place)}", **BESIDE})
    api, bare = place.web.client(place.headers), place.web.client()
    lines = []
    for case, count in ((long, LONG), (short, SHORT)):
        statements = {"statements": _statements_of(place, case)}

        def floor(statements=statements):
            bare.post("/floor/statements", statements, expected=200)

        page, at_page = alternately(
            lambda case=case: client.get(f"/desk/cases/{case.number}/"), floor, rounds=options.rounds
        )
        plain, at_plain = alternately(
            lambda case=case: api.get(f"/api/v1/cases/{case.number}"), floor, rounds=options.rounds
        )
        lines += [
            Line(f"case page beside the list, {count:,} rows of history", p50(page), p50(at_page), 6),
            Line(f"the same by the API, {count:,} rows of history", p50(plain), p50(at_plain), 3),
            Line(f"case page, {count:,} rows of history, 99 of 100, beside 300 ms", p99(page), 300, 1),
        ]
    ours, theirs = alternately(
        lambda: client.get(f"/desk/cases/{long.number}/"),
        lambda: client.get(f"/desk/cases/{short.number}/"),
        rounds=options.rounds,
    )
    return [
        *lines,
        Line(f"case page with {LONG:,} rows of history beside one with {SHORT}", p50(ours), p50(theirs), 1.5),
        Line(
            f"statements of the case page at {LONG:,} rows beside {SHORT}",
            _count(place, long),
            _count(place, short),
            1,
            unit="",
        ),
    ]


def _case(place: Ground, rows: int):
    """An open case whose story has so many lines, every fifth of them a letter or a note."""
    from service_desk.cases import services
    from service_desk.models import CaseHistory, CaseMessage

    now, project = clock.now(), place.projects[0]
    case = services.register(
        place.agent, project=project, owner=None, home=None, kind="complaint", channel="phone",
        words="卫生间漏水", summary="卫生间漏水", language="zh-hans", subject="engineering_quality",
        impact={}, received_at=now, now=now,
    )  # fmt: skip
    case = services.assign(place.agent, case, to=place.agent, because="", now=now)
    started = now - timedelta(days=400)
    CaseHistory.objects.bulk_create(
        (
            CaseHistory(
                case=case, at=started + timedelta(hours=n), actor=place.agent, verb="noted",
                from_status="assigned", to_status="assigned", because="", detail={},
            )
            for n in range(rows)
        ),
        batch_size=2000,
    )  # fmt: skip
    CaseMessage.objects.bulk_create(
        CaseMessage(
            case=case,
            direction=("in", "out", "note")[n % 3],
            author=place.agent,
            body=f"第{n}次联系。",
            at=now,
        )
        for n in range(rows // 5)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE service_desk_casehistory, service_desk_casemessage")
    return case


def _statements_of(place: Ground, case) -> list[str]:
    """What the case is read with where nobody looks first what there is, as plain text with its values."""
    from service_desk.cases import hanging, selectors

    asked = []

    def note(execute, sql, values, many, context):
        asked.append((sql, values))
        return execute(sql, values, many, context)

    with mock.patch.object(hanging, "look", lambda case: None):
        selectors.case_page(place.agent, case.number)
        with connection.execute_wrapper(note):
            selectors.case_page(place.agent, case.number)
    with psycopg.ClientCursor(connection.connection) as cursor:
        return [cursor.mogrify(sql, values) for sql, values in asked if sql.startswith("SELECT")]


def _browser(place: Ground) -> Client:
    browser = Client()
    browser.force_login(place.agent, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def _session(place: Ground) -> str:
    return _browser(place).cookies[settings.SESSION_COOKIE_NAME].value


def _count(place: Ground, case) -> int:
    browser, address = _browser(place), f"/desk/cases/{case.number}/"
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "content"}
    browser.get(address, **headers)
    with CaptureQueriesContext(connection) as captured:
        browser.get(address, **headers)
    return len(captured)
