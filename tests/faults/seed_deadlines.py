"""Sets the stage of the fault test of deadlines: so many cases with an agent, whose three levels fall in one minute.

DJANGO_SETTINGS_MODULE=tests.faults.settings python -m tests.faults.seed_deadlines COUNT
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from crm import clock  # noqa: E402
from crm.accounts import services as accounts  # noqa: E402
from crm.accounts.models import Role, User  # noqa: E402
from service_desk.cases import services as cases  # noqa: E402
from service_desk.clocks.models import Deadline  # noqa: E402
from tests.factories import a_project, a_user  # noqa: E402

BEGIN, MINUTE = timedelta(seconds=6), timedelta(seconds=60)


def main(count: int) -> None:
    actor, project, now = accounts.system_user("tests"), a_project(), clock.now()
    agent, boss, head = (
        a_user(role, project=project, username=role.value)
        for role in (Role.AGENT, Role.SUPERVISOR, Role.EXECUTIVE)
    )
    for person in (agent, boss, head):
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@example.com")
    for _nth in range(count):
        case = cases.register(
            actor,
            project=project,
            kind="complaint",
            channel="phone",
            words="漏水",
            language="zh-hans",
            subject="other",
            received_at=now,
            now=now,
        )
        cases.assign(actor, case, to=agent, because="轮到他", now=now)
    rows, start = list(Deadline.objects.order_by("pk")), clock.now() + BEGIN
    for nth, row in enumerate(rows):
        step = MINUTE * nth / (3 * count)
        row.warn_at = start + step
        row.due_at, row.late_at = row.warn_at + MINUTE / 3, row.warn_at + MINUTE * 2 / 3
        row.started_at, row.fires_at = now, row.warn_at
    Deadline.objects.bulk_update(rows, ["started_at", "warn_at", "due_at", "late_at", "fires_at"])
    print(json.dumps({"deadlines": len(rows), "begins": start.isoformat()}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
