"""The search over everything among a million owners, their homes and a million cases, beside the raw index query.

Both sides are asked over HTTP of the same web process: ours as an agent who sees two projects of twenty, with
sign-in, scope, order of fit, masking and marks; the floor is a bare view that runs one SQL statement on the same
index and writes the rows out, for everybody and unmarked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection

from crm.text import normalise
from crm.text.bigrams import tokens
from crm.text.nearness import near_words
from crm.text.parts import asked_parts
from owners.people import rules
from tests.benchmarks.ground import Ground
from tests.benchmarks.measure import Line, alternately, p50
from tests.benchmarks.town import RARE

BOUND = 2
SHOWN = 20
OWNER = "SELECT id, number, name, phone_last4 FROM owners_owner WHERE"
HOME = "SELECT id, public_number, number, address FROM owners_home WHERE"
CASE = "SELECT id, number, summary, status FROM service_desk_case WHERE"
PARTS = (
    r"regexp_split_to_array(regexp_replace(search_text, '(^|[^0-9])0+([0-9])', '\1\2', 'g'),"
    r" '(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])|[^0-9[:alpha:]]+')"
)


@dataclass(frozen=True)
class Question:
    """What is looked for, in which kind, and the statement that the floor runs."""

    name: str
    query: str
    kind: str
    sql: str
    values: list = field(default_factory=list)


def questions() -> list[Question]:
    """Each way of looking for something, with words that the town holds."""
    number, project = _some_home()
    backwards = " ".join([*reversed(number.split("-")), project])
    near = "zhangwie"
    return [
        Question(
            "exact name",
            "王伟",
            "owners",
            f"{OWNER} name_key = %s ORDER BY id DESC LIMIT 21",
            [rules.name_key("王伟")],
        ),
        Question(
            "pinyin", "zhangwei", "owners", f"{OWNER} name_sound = %s ORDER BY id DESC LIMIT 21", ["zhangwei"]
        ),
        Question("near name", near, "owners", f"{OWNER} name_sound = ANY(%s) LIMIT 21", [near_words(near)]),
        Question(
            "last four", "1201", "owners", f"{OWNER} phone_last4 = %s ORDER BY id DESC LIMIT 21", ["1201"]
        ),
        Question(
            "address in any order",
            backwards,
            "homes",
            f"{HOME} {PARTS} @> %s AND strpos(search_text, %s) > 0 LIMIT 21",
            [asked_parts(backwards)[0], normalise(project)],
        ),
        _said("frequent word", "漏水"),
        _said("rare word", RARE[0]),
        Question("stem word", "lifts", "cases", f"{_stems('english')} LIMIT 21", ["lifts"]),
        Question("stem word, Finnish", "katot", "cases", f"{_stems('finnish')} LIMIT 21", ["katot"]),
    ]


def _said(name: str, words: str) -> Question:
    pairs = " & ".join(f"'{pair}'" for pair in tokens(words) if len(pair) == 2)
    statement = (
        f"{CASE} text_bigrams(search_text) @@ %s::tsquery AND strpos(search_text, %s) > 0"
        " ORDER BY received_at DESC, id DESC LIMIT 21"
    )
    return Question(name, words, "cases", statement, [pairs, normalise(words)])


def _stems(config: str) -> str:
    return (
        f"{CASE} search_text ~ '[a-z]{{3}}' AND to_tsvector('{config}', search_text) @@"
        f" plainto_tsquery('{config}', %s) ORDER BY received_at DESC, id DESC"
    )


def _some_home() -> tuple[str, str]:
    """A home in the middle of the first project."""
    from owners.models import Home

    rows = Home.objects.filter(project__code="P").order_by("pk")
    home = rows[rows.count() // 2]
    return home.number, home.project.name


def measure(ground: Ground, options) -> list[Line]:
    return [_line(ground, question, max(options.rounds // 2, 10)) for question in questions()]


def _line(ground: Ground, question: Question, rounds: int) -> Line:
    ours, floor = alternately(_searching(ground, question), _raw(ground, question), rounds=rounds)
    return Line(f"search {question.name}: {question.query}", p50(ours), p50(floor), BOUND)


def _searching(ground: Ground, question: Question) -> Callable:
    client = ground.web.client(ground.headers)
    body = {"q": question.query, "kinds": [question.kind], "size": SHOWN}

    def ask():
        found = client.post("/api/v1/search", body, expected=200)
        if b'"results":[{' not in found:
            raise RuntimeError(f"nothing found for {question.query}")

    return ask


def _raw(ground: Ground, question: Question) -> Callable:
    client = ground.web.client()
    return lambda: client.post("/floor/raw", {"sql": question.sql, "values": question.values}, expected=200)


def rows_of(sql: str, values: list | None) -> list[list]:
    """What the floor's view answers: the rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
