"""`python -m tests.benchmarks.importing prepare FILE | work`: the two sides of an import by job, each a process."""

import sys
from pathlib import Path


def main() -> None:
    import django

    django.setup()
    from crm import clock

    if sys.argv[1] == "work":
        from crm.jobs.work import work_off

        work_off(clock=clock.now)
        return
    from crm.accounts.services import system_user
    from crm.imports import services
    from crm.imports.access import project_for

    actor, path = system_user("imports"), Path(sys.argv[2])
    with path.open("rb") as content:
        run = services.prepare(
            actor,
            kind="owners",
            mapping=services.guessed("owners", content, path.name),
            content=content,
            file_name=path.name,
            project=project_for(actor, "P"),
            now=clock.now(),
        )
    services.start(actor, run, dry=False, now=clock.now())


if __name__ == "__main__":
    main()
