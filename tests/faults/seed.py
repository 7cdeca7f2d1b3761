"""Sets the stage of a fault test: one project, some owners, a callback officer with a token. Prints what to use.

DJANGO_SETTINGS_MODULE=tests.faults.settings python -m tests.faults.seed OWNERS
"""

import json
import sys

import django

django.setup()

from crm.accounts import services as accounts  # noqa: E402
from crm.accounts import tokens  # noqa: E402
from crm.accounts.models import Role, User  # noqa: E402
from owners.contracts import services as contracts  # noqa: E402
from owners.homes import services as homes  # noqa: E402
from owners.people import services as people  # noqa: E402
from tests.factories import a_project, a_user  # noqa: E402
from tests.people import NOW, PASSWORD  # noqa: E402

SIGN_IN = {"username": "officer", "password": PASSWORD}


def main(count: int) -> None:
    actor, project = accounts.system_user("tests"), a_project()
    numbers = []
    for nth in range(count):
        owner = people.add_owner(
            actor, kind="person", name=f"Owner {nth}", phone=f"1380000{nth:04}", project=project,
            language="zh-hans", now=NOW,
        )  # fmt: skip
        home = homes.add_home(actor, project, building="1", entrance="1", floor=1, unit=f"{nth:04}", now=NOW)
        contracts.record_ownership(actor, owner, home, since=NOW.date(), now=NOW)
        numbers.append(owner.number)
    officer = User.objects.get(pk=a_user(Role.CALLBACK, project=project, **SIGN_IN).pk)
    _token, secret = tokens.issue(actor, officer, name="faults", now=NOW)
    print(json.dumps({"token": secret, "owners": numbers, "project": project.code}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
