"""`python3 run.py bench [--rows N] [--rounds N]`: load the town, measure, print the table."""

import argparse
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"

WORKS = ("queue", "register", "search", "recall", "pages", "loop")


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
    parser.add_argument("--rows", type=int, default=1_000_000, help="cases in the town (default 1,000,000)")
    parser.add_argument("--only", choices=WORKS, action="append", help="measure only this; may be repeated")
    parser.add_argument("--rounds", type=int, default=60, help="measured rounds of each work (default 60)")
    return parser.parse_args()


def _measure(options) -> list:
    from crm import clock
    from tests.benchmarks import ground, town, web

    now = clock.now()
    ground.empty_database()
    place = ground.prepare(now)
    where = {"projects": [p.pk for p in place.projects], "people": [place.agent.pk], "now": now}
    tenth = options.rows // 10
    _say(f"loading {tenth:,} cases by COPY, and keeping a copy of the town as it then is …")
    town.load_cases(0, tenth, **where)
    small = ground.copy_database("tenth")
    _say(f"loading the rest of {options.rows:,} …")
    town.load_cases(tenth, options.rows, **where)
    with web.Web() as place.web, web.Web(small) as place.small:
        return _all_works(options, place)


def _all_works(options, place) -> list:
    from tests.benchmarks import loop, pages, works
    from tests.benchmarks.measure import table

    lines = []
    measured = {
        "queue": lambda: works.queue(place, options.rounds),
        "register": lambda: works.register(place, options.rounds),
        "search": lambda: works.search(place, max(options.rounds // 3, 10)),
        "recall": works.recall,
        "pages": lambda: pages.statements(place),
        "loop": lambda: loop.feedback_to_directive(place),
    }
    for name in options.only or WORKS:
        found = measured[name]()
        lines += found
        _say("\n".join(table(found).splitlines()[2:]))
    return lines


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
