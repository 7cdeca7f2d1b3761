"""Live counts of segments among a million owners: beside the count as SQL by hand, and beside 300 ms.

Asked by two people: an agent who sees the project that holds a quarter of the owners, and a supervisor of the whole
group. Three hundred thousand cases hang on the owners, so that what is asked of the service desk is asked for real.
"""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm import clock
from tests.benchmarks.ground import Ground
from tests.benchmarks.measure import Line, alternately, p50

PATIENCE = 300  # milliseconds that somebody who builds a segment waits
CASES = 0.3  # of the owners
ADDRESS = "/api/v1/segment-counts"


def condition(key: str, operator: str, value=None, where=None) -> dict:
    said = {"field": key, "is": operator} | ({} if value is None else {"value": value})
    return said | ({"where": where} if where else {})


SETTLING_IN = condition("stage.is", "any_of", ["settling_in"])
BIRTHDAY = condition("profile.birthday", "next_month")
COMPLAINTS = condition(
    "service.cases", "at_least", 2, {"kind": ["complaint"], "period": {"n": 12, "unit": "months"}}
)
OPEN = condition("service.open", "at_least", 1, {"kind": ["complaint"]})
MIXED = {
    "join": "any",
    "parts": [
        {"join": "all", "parts": [SETTLING_IN, condition("profile.language", "any_of", ["fi"])]},
        {"join": "all", "parts": [BIRTHDAY, condition("profile.channel", "none_of", ["phone"])]},
        condition("profile.completeness", "at_least", 95),
    ],
}
BOUGHT = condition("purchase.count", "at_least", 2)
# what is asked, how SQL by hand would ask it, and whether indexes serve it
ASKED = {
    "settling in": ([SETTLING_IN], "stage = 'settling_in'"),
    "almost everybody": ([condition("profile.kind", "any_of", ["person"])], "kind = 'person'"),
    "birthday next month": (
        [BIRTHDAY],
        "extract(month FROM birth_date) = extract(month FROM current_date + interval '1 month')",
    ),
    "three groups of profile": ([MIXED], None),
    "settling in with an open complaint": (
        [SETTLING_IN, OPEN],
        "stage = 'settling_in' AND id IN (SELECT owner_id FROM service_desk_case"
        " WHERE owner_id IS NOT NULL AND kind = 'complaint' AND status <> 'closed' {cases})",
    ),
    "settling in, two complaints in a year": (
        [SETTLING_IN, COMPLAINTS],
        "stage = 'settling_in' AND id IN (SELECT owner_id FROM service_desk_case WHERE owner_id IS NOT NULL"
        " AND kind = 'complaint' AND received_at > now() - interval '1 year' {cases}"
        " GROUP BY owner_id HAVING count(*) > 1)",
    ),
    "bought twice, anybody": ([BOUGHT], None),
}


def measure(place: Ground, options) -> list[Line]:
    _load_cases(int(options.rows * CASES))
    rounds, lines = max(options.rounds // 4, 9), []
    for who, (user, headers) in _askers(place).items():
        request = _empty_list(place, headers, rounds)
        for name, (parts, by_hand) in ASKED.items():
            lines += _counted(place, f"{name}, {who}", user, headers, parts, by_hand, rounds, request)
    return [*lines, *_statements(place)]


def _counted(
    place: Ground, name: str, user, headers: dict, parts: list, by_hand, rounds: int, request: float
) -> list[Line]:
    """One request, whole, beside the statement by hand; and beside what one is willing to wait."""
    tree = {"join": "all", "parts": parts}
    client = place.web.client(headers)
    floor = _by_hand(user, by_hand) if by_hand else lambda: None
    ours, bare = alternately(
        lambda: client.post(ADDRESS, {"tree": tree}, expected=200), floor, rounds=rounds, warmup=2
    )
    lines = [Line(f"count of {name}: within 300 ms", p50(ours), PATIENCE, 1)]
    if by_hand:
        lines.append(Line(f"count of {name}: beside SQL by hand", p50(ours), p50(bare) + request, 1.5))
    return lines


def _empty_list(place: Ground, headers: dict, rounds: int) -> float:
    """What a request of ours takes that finds nothing: it stands beside the statement by hand."""
    client = place.web.client(headers)
    ours, _ = alternately(lambda: client.get("/api/v1/segments"), lambda: None, rounds=rounds)
    return p50(ours)


def _by_hand(user, where: str) -> Callable:
    """As somebody would write it who knows the tables."""
    from crm.accounts.models import UserProject

    mine = list(UserProject.objects.filter(user=user).values_list("project_id", flat=True))
    scoped = " AND project_id = ANY (%(mine)s)"
    statement = (
        f"SELECT count(*) FROM owners_owner o WHERE merged_into_id IS NULL AND erased_at IS NULL AND "  # noqa: S608
        f"{where.format(cases=scoped)} AND EXISTS (SELECT 1 FROM owners_ownerproject s WHERE s.owner_id = o.id{scoped})"
    )

    def ask():
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
            cursor.execute("SET work_mem = '96MB'")
            cursor.execute(statement, {"mine": mine})
            cursor.fetchall()

    return ask


def _askers(place: Ground) -> dict:
    from crm.accounts import services as accounts
    from crm.accounts import tokens
    from crm.accounts.models import Role, User

    machine, now = accounts.system_user("benchmarks"), clock.now()
    accounts.add_user(machine, username="chief", display_name="Chief", language="en", password=None, now=now)
    chief = User.objects.get(username="chief")
    accounts.grant(machine, chief, role=Role.SUPERVISOR, now=now)
    _token, secret = tokens.issue(machine, chief, name="benchmarks", now=now)
    return {
        "one project": (place.agent, place.headers),
        "whole group": (User.objects.get(pk=chief.pk), {"Authorization": f"Bearer {secret}"}),
    }


def _load_cases(count: int) -> None:
    """Cases of owners, in a project that each belongs to; every tenth is open."""
    from owners.models import OwnerProject
    from service_desk.cases.models import Case
    from tests.benchmarks.town import case_rows, load

    ties = list(
        OwnerProject.objects.order_by("-owner_id").values_list("owner_id", "project_id")[: count // 2]
    )
    machine = _anybody()
    rows = case_rows(30_000_000, 30_000_000 + count, projects=[0], people=[machine], now=clock.now())
    tied = ({**row, **_of(ties[n * 7919 % len(ties)], n)} for n, row in enumerate(rows))
    load(Case, tied)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE service_desk_case")


def _of(tie: tuple[int, int], n: int) -> dict:
    from datetime import timedelta

    received = clock.now() - timedelta(hours=n % 17_000)  # two years
    return {
        "owner_id": tie[0],
        "project_id": tie[1],
        "kind": ("complaint", "repair", "inquiry")[n % 3],
        "number": f"B-{n:09d}",
        "received_at": received,
    }


def _anybody() -> int:
    from crm.accounts.models import User

    return User.objects.order_by("pk").values_list("pk", flat=True).first()


def _statements(place: Ground) -> list[Line]:
    """A tree of ten conditions takes as many statements as a tree of one."""
    from django.test import Client

    def asked(parts: list) -> int:
        client = Client(headers=place.headers)
        body = {"tree": {"join": "all", "parts": parts}}
        client.post(ADDRESS, body, content_type="application/json")
        with CaptureQueriesContext(connection) as captured:
            client.post(ADDRESS, body, content_type="application/json")
        return len(captured)

    return [
        Line(
            "statements of a count: ten conditions beside one",
            asked([SETTLING_IN] * 10),
            asked([SETTLING_IN]),
            1,
            unit="",
        )
    ]
