"""`python3 run.py bench [--rows N] [--rounds N]`: load the towns that the works need, measure, print the table.

There are two towns in one database: cases, and people with their homes and purchases. Each has as many rows as asked
for. A work is measured as soon as what it needs is there, in the order of WORKS. Loading takes longer than measuring:
`--keep` loads both towns and keeps them, `--kept` measures on a copy of what was kept, as often as one likes.
"""

import argparse
import os
import sys
from importlib import import_module

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"

NOTHING, CASES, PEOPLE = frozenset(), frozenset({"cases"}), frozenset({"people"})
# Each work with what it needs and where it is: `module:function(place, options) -> list[Line]`.
WORKS = {
    "owners_import": (NOTHING, "owners_import:measure"),
    "queue": (CASES, "works:queue"),
    "register": (CASES, "works:register"),
    "search": (CASES, "works:search"),
    "recall": (CASES, "works:recall"),
    "casepage": (CASES, "casepage:measure"),
    "pages": (CASES, "pages:statements"),
    "workspace": (CASES, "workspace:measure"),
    "figures": (CASES, "figures:measure"),
    "causes": (CASES, "causes:measure"),
    "loop": (CASES, "loop:feedback_to_directive"),
    "card": (PEOPLE, "card:measure"),
    "segments": (PEOPLE, "segments:measure"),
    "stages": (PEOPLE, "stages:measure"),
    "duplicates": (PEOPLE, "duplicates:measure"),
    "exporting": (PEOPLE, "exporting:measure"),
    "groups": (CASES | PEOPLE, "groups:measure"),
    "searching": (CASES | PEOPLE, "searching:measure"),
}


def main() -> int:
    options = _options()
    import django

    django.setup()
    from crm.embedded import servers
    from tests.benchmarks import ground

    running = ground.start_servers()
    try:
        lines = _measure(options)
    finally:
        while running:
            servers.stop(running.pop())
    from tests.benchmarks.measure import table

    print(table(lines))
    return 0 if all(line.holds for line in lines) else 1


def _options():
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="cases, and owners (default 1,000,000)")
    parser.add_argument(
        "--only", choices=list(WORKS), action="append", help="measure only this; may be repeated"
    )
    parser.add_argument("--rounds", type=int, default=60, help="measured rounds of each work (default 60)")
    town = parser.add_mutually_exclusive_group()
    town.add_argument("--keep", action="store_true", help="load both towns, keep them, measure nothing")
    town.add_argument("--kept", action="store_true", help="measure on a copy of the towns that were kept")
    return parser.parse_args()


def _measure(options) -> list:
    from crm import clock
    from tests.benchmarks import ground, web

    now = clock.now()
    wanted = [(name, *WORKS[name]) for name in WORKS if not options.only or name in options.only]
    needed = frozenset().union(*(needs for _name, needs, _where in wanted))
    lines, place, small = [], None, None
    if not options.kept or any(needs == NOTHING for _name, needs, _where in wanted):
        ground.empty_database()
        place = ground.prepare(now)
        if options.keep:
            return _keep(options, place, now)
        lines = _works(wanted, NOTHING, options, place)
    if options.kept and needed:
        place, small = ground.take_kept(options.rows, now)
    elif needed >= CASES:
        small = _load_cases(options, place, now)
    with web.Web() as place.web:
        if small:
            with web.Web(small) as place.small:
                lines += _works(wanted, CASES, options, place)
        if needed >= PEOPLE:
            if not options.kept:
                _load_people(options, place, now)
            lines += _works(wanted, PEOPLE, options, place)
            lines += _works(wanted, CASES | PEOPLE, options, place)
    return lines


def _keep(options, place, now) -> list:
    from tests.benchmarks import ground

    _load_cases(options, place, now)
    _load_people(options, place, now)
    ground.keep(options.rows)
    return []


def _load_cases(options, place, now) -> str:
    from tests.benchmarks import ground, town

    where = {"projects": [p.pk for p in place.projects], "people": [place.agent.pk], "now": now}
    tenth = options.rows // 10
    _say(f"loading {tenth:,} cases by COPY, and keeping a copy of the town as it then is …")
    town.load_cases(0, tenth, **where)
    small = ground.copy_database("tenth")
    _say(f"loading the rest of {options.rows:,} …")
    town.load_cases(tenth, options.rows, **where)
    town.load_answers()
    return small


def _load_people(options, place, now) -> None:
    from crm.accounts.services import system_user
    from tests.benchmarks import people

    _say(f"loading {options.rows:,} owners with homes and purchases by COPY …")
    machine, city = system_user("benchmarks"), place.projects[0].city
    place.projects += people.more_projects(machine, city=city, now=now)
    people.load(options.rows, projects=place.projects, managers=[place.agent.pk], now=now)


def _works(wanted: list, needs: frozenset, options, place) -> list:
    """Measure those of the works that need just this."""
    from tests.benchmarks.measure import table

    lines = []
    for _name, its_needs, where in wanted:
        if its_needs == needs:
            module, function = where.split(":")
            work = getattr(import_module(f"tests.benchmarks.{module}"), function)
            found = work(place, options)
            lines += found
            _say("\n".join(table(found).splitlines()[2:]))
    return lines


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
