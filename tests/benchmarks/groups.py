"""The detector of group complaints: a night's scan over every project, and a look around a new case.

Four weeks of reports from homes, a tenth of all cases, lie over twenty projects; in some buildings many homes report
the same within days. The floor finds as many homes at one place with one matter by a single statement for each
project: the same rows, the same words looked for, the homes of each place counted; no windows, no usual rates, nothing
compared with what waits or stands already, nothing proposed.
"""

import random
import re
from datetime import timedelta
from functools import partial

from django.db import connection, transaction

from crm import clock
from crm.accounts.services import system_user
from crm.organisation.models import Project
from owners.homes.models import Building
from service_desk.cases.models import Case
from service_desk.groups import detecting, gathering, standing
from tests.benchmarks import town
from tests.benchmarks.ground import Ground
from tests.benchmarks.measure import Line, alternately, p50

FIRST = 50_000_000
SHARE = 0.1  # of all cases
TOGETHER, OF_BUILDING = 60, 16  # at most so many buildings in which so many homes report one thing
WAYS = ("entrance_id", "building_id", "phase_id", "project_id")
FLOOR = """
    WITH report AS MATERIALIZED (
        SELECT c.home_id, h.entrance_id, h.building_id, b.phase_id, c.project_id, topic.key AS matter
        FROM service_desk_case c JOIN owners_home h ON h.id = c.home_id
        LEFT JOIN owners_building b ON b.id = h.building_id
        JOIN unnest(%(keys)s::text[], %(patterns)s::text[]) AS topic(key, words) ON c.search_text ~ topic.words
        WHERE c.project_id = %(project)s AND c.received_at >= %(since)s AND c.kind IN ('complaint', 'repair')
            AND c.merged_into_id IS NULL
    ), there AS (
        SELECT entrance_id, building_id, phase_id, h.project_id, count(*) AS homes
        FROM owners_home h LEFT JOIN owners_building b ON b.id = h.building_id WHERE h.project_id = %(project)s
        GROUP BY GROUPING SETS ((entrance_id), (building_id), (phase_id), (h.project_id))
    )
    SELECT entrance_id, building_id, phase_id, project_id, matter, count(DISTINCT home_id), (SELECT count(*) FROM there)
    FROM report
    GROUP BY GROUPING SETS
        ((entrance_id, matter), (building_id, matter), (phase_id, matter), (project_id, matter))
    HAVING count(DISTINCT home_id) >= 3
"""
AROUND = """
    SELECT c.id, c.home_id, h.entrance_id, h.building_id, c.subject, c.search_text, c.received_at
    FROM service_desk_case c JOIN owners_home h ON h.id = c.home_id
    WHERE h.building_id = %s AND c.received_at >= %s AND c.kind IN ('complaint', 'repair') AND c.merged_into_id IS NULL
"""


def measure(place: Ground, options) -> list[Line]:
    now, laid = clock.now(), min(TOGETHER, Building.objects.count() // 20)
    _load(int(options.rows * SHARE), laid, now)
    rounds = max(options.rounds // 10, 3)
    projects = list(Project.objects.filter(pk__gt=0))
    _rule, detection = standing.in_force(now=now)
    found = _taken_back(_scan, projects, now)
    if found < laid:
        raise RuntimeError(f"{found} groups proposed where {laid} were laid")
    ours, floor = alternately(
        partial(_taken_back, _scan, projects, now),
        partial(_bare, projects, detection, now),
        rounds=rounds,
        warmup=1,
    )
    label = f"group complaints: a scan of {len(projects)} projects"
    return [Line(label, p50(ours), p50(floor), 2), _around(detection, now, options.rounds)]


def _scan(projects, now) -> int:
    machine = system_user("coordination")
    return sum(len(detecting.scan(machine, project, now=now)) for project in projects)


def _taken_back(deed, *given):
    with transaction.atomic():
        found = deed(*given)
        transaction.set_rollback(True)
    return found


def _bare(projects, detection, now) -> None:
    said = {
        "since": now - 2 * gathering.span_of(detection),
        "keys": list(detection.topics),
        "patterns": [_pattern(topic["words"]) for topic in detection.topics.values()],
    }
    with connection.cursor() as cursor:
        for project in projects:
            cursor.execute(FLOOR, {**said, "project": project.pk})
            cursor.fetchall()


def _pattern(words) -> str:
    """As the database writes it: Latin words at the beginning of a word."""
    return "|".join(rf"\m{re.escape(word)}" if word.isascii() else word for word in words)


def _around(detection, now, rounds: int) -> Line:
    """What registering a case at a home of a much affected building costs more; beside its reports, bare."""
    case = Case.objects.filter(number__contains="-G").order_by("pk").first()
    machine = system_user("coordination")
    since, building = now - 2 * gathering.span_of(detection), case.home.building_id

    def ours():
        one = Case.objects.select_related("home", "project").get(pk=case.pk)
        _taken_back(partial(detecting.look_around, now=now), machine, one)

    def bare():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM service_desk_case WHERE id = %s", [case.pk])
            cursor.fetchone()
            cursor.execute(AROUND, [building, since])
            cursor.fetchall()

    a, b = alternately(ours, bare, rounds=rounds)
    return Line("group complaints: a look around one new case, beside 50 ms", p50(a), 50 + p50(b), 1)


def _load(count: int, laid: int, now) -> None:
    """Reports of homes of every project in four weeks: most of them anything, some of many homes of one building."""
    homes, together = _homes(count), _together(laid)
    people = [system_user("benchmarks").pk]
    rows = list(
        town.case_rows(FIRST, FIRST + len(homes) + len(together), projects=[0], people=people, now=now)
    )
    rng = random.Random(3)  # noqa: S311  the same town each time
    for nth, (row, (home, project, said)) in enumerate(zip(rows, [*together, *homes], strict=True)):
        minutes = rng.randrange(60 * 24 * (7 if said else 28))
        received = now - timedelta(minutes=minutes + 1)
        row |= {
            "number": f"{now.year}-G{nth:07d}",
            "home_id": home,
            "project_id": project,
            "subject": "engineering_quality.waterproofing" if said else row["subject"],
            "received_at": received,
            "moved_at": received,
        }
        row |= {"words": said, "summary": said[:40], "search_text": said} if said else {}
        for when in ("due_at", "completed_at", "closed_at"):
            row[when] = received + timedelta(days=9) if row[when] else None
    town.load(Case, iter(rows))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE service_desk_case")


def _homes(count: int) -> list[tuple[int, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, project_id, '' FROM owners_home ORDER BY md5(id::text) LIMIT %s", [count])
        return cursor.fetchall()


def _together(laid: int) -> list[tuple[int, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT home.id, home.project_id, '顶层漏水，下雨天更厉害'
            FROM (SELECT id FROM owners_building ORDER BY md5(id::text) LIMIT %s) AS building
            CROSS JOIN LATERAL (
                SELECT id, project_id FROM owners_home WHERE building_id = building.id ORDER BY id LIMIT %s
            ) AS home
            """,
            [laid, OF_BUILDING],
        )
        return cursor.fetchall()
