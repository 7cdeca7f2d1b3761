"""The works that are measured, each beside its floor. Every one returns the lines of its promises."""

import itertools
import random
import uuid
from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.text import normalise
from service_desk.cases.models import Case
from tests.benchmarks.ground import Ground
from tests.benchmarks.measure import Line, alternately, p50
from tests.benchmarks.town import RARE, THINGS

CASES = "/api/v1/cases"
REGISTERED = {
    "kind": "complaint",
    "channel": "phone",
    "words": "卫生间顶上一直滴水，已经第三天了，请你们今天来看。",
    "summary": "卫生间漏水",
    "language": "zh-hans",
    "subject": "engineering_quality",
    "emotion": "agitated",
    "impact": {},
}
SEARCHED = [
    ("frequent", "漏水"),
    ("frequent, traditional", "衛生間"),
    ("middling", "水压不足"),
    ("rare", RARE[0]),
    ("rare, traditional", "煙感報警器"),
    ("two letters", "lu"),
    ("absent", "火星人"),
]


def _asking(ground: Ground, path: str, web=None, **query) -> Callable:
    client = (web or ground.web).client(ground.headers)
    return lambda: client.get(path, query)


def _statements(ground: Ground, path: str) -> int:
    """How many statements a request takes, once it is warm."""
    from django.test import Client

    client = Client(headers=ground.headers)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def queue(ground: Ground, options) -> list[Line]:
    """The 25 newest open cases in the agent's scope; among all cases, and among a tenth of them in a copy."""
    asking = _asking(ground, CASES)
    ours, floor = alternately(asking, _asking(ground, "/floor/cases"), rounds=options.rounds)
    among_all, among_few = alternately(
        asking, _asking(ground, CASES, web=ground.small), rounds=options.rounds
    )
    return [
        Line("queue of 25 newest open, scoped", p50(ours), p50(floor), 1.5),
        Line("the same at all rows beside a tenth", p50(among_all), p50(among_few), 1.3),
        Line("statements of the queue", _statements(ground, CASES), 1, 8, unit=""),
    ]


def register(ground: Ground, options) -> list[Line]:
    """A complaint with its deadlines, history, audit and outbox; beside one bare row with its message."""
    ours, bare = ground.web.client(ground.headers), ground.web.client()
    body = {**REGISTERED, "project": ground.projects[0].code}
    ticket = {"title": REGISTERED["summary"], "text": REGISTERED["words"]}
    run, serial = uuid.uuid4(), itertools.count()

    def post():
        ours.post(CASES, body, {"Idempotency-Key": f"{run}-{next(serial)}"})

    def floor():
        bare.post("/floor/tickets", ticket)

    mine, theirs = alternately(post, floor, rounds=options.rounds)
    return [Line("register a complaint, whole", p50(mine), p50(theirs), 2)]


def search(ground: Ground, options) -> list[Line]:
    """Newest 25 that hold the words; the floor is a bare list and twice the raw index query.

    The bare list shows keys only. Where that decides, beside rare words, a second line has a bare list that shows
    the same names as ours.
    """
    rounds = max(options.rounds // 3, 10)
    lines = [_found(ground, rounds, name, words, "/floor/cases") for name, words in SEARCHED]
    beside = _found(ground, rounds, "rare, beside a list with names", RARE[0], "/floor/named-cases")
    return [*lines, beside]


def _found(ground: Ground, rounds: int, name: str, words: str, floor: str) -> Line:
    ours, bare = alternately(
        _asking(ground, CASES, view="all", q=words), _asking(ground, floor), rounds=rounds
    )
    raw, _ = alternately(_raw(words), lambda: None, rounds=rounds)
    return Line(f"search {name}: {words}", p50(ours), p50(bare) + 2 * p50(raw), 1)


def _raw(words: str) -> Callable:
    """The index query by itself, on a bare cursor: no rows built, nothing serialised."""
    plain = normalise(words)
    query = " & ".join(f"'{plain[i : i + 2]}'" for i in range(len(plain) - 1))
    statement = """
        SELECT id FROM service_desk_case
        WHERE text_bigrams(search_text) @@ %s::tsquery AND search_text LIKE %s
        ORDER BY received_at DESC, id DESC LIMIT 25
    """

    def ask():
        with connection.cursor() as cursor:
            cursor.execute(statement, [query, f"%{plain}%"])
            cursor.fetchall()

    return ask


def recall(ground: Ground, options) -> list[Line]:
    """Every row that LIKE finds is found, for words of all frequencies: missed rows must be none."""
    from crm.text import matching

    rng = random.Random(7)  # noqa: S311
    sample = [
        *THINGS[:6],
        *RARE,
        "煙感報警器",
        "家里有老",
        "of ord",
        *(f"栋{rng.randrange(101, 999)}" for _ in range(6)),
    ]
    missed = 0
    for words in sample:
        plain = normalise(words).replace("%", r"\%")
        exact = Case.objects.filter(search_text__contains=plain).count()
        missed += exact - matching(Case.objects.all(), "search_text", words).count()
    return [Line(f"rows missed over {len(sample)} words", missed, 1, 0, unit="")]
