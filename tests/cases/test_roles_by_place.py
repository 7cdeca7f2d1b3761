"""Whoever works at the desk of one city and does something else in another reads that one's desk only: in every list."""

import pytest

from crm.accounts.models import User
from crm.accounts.services import grant
from service_desk.cases import selectors
from service_desk.channels.hotline import selectors as hotline
from service_desk.channels.hotline.models import HotlineTicket
from service_desk.channels.mail import selectors as mail
from service_desk.channels.mail.models import Mailbox
from service_desk.crisis import selectors as crises
from service_desk.groups import selectors as groups
from service_desk.rating import selectors as rating
from tests.cases.story import Story
from tests.people import machine

DESK = ("agent", "supervisor", "callback", "executive", "spokesperson")


@pytest.fixture
def far(harbour, dai, home_501, dan, bob, hong, cai, engineering, now) -> Story:
    """A complaint in the other city, by its own people."""
    return Story(
        riverside=harbour, chen=dai, home_1201=home_501, alice=dan, bob=bob, hong=hong, cai=cai,
        engineering=engineering, now=now,
    )  # fmt: skip


@pytest.fixture
def here_and_there(riverside, harbour, now) -> User:
    """Everything at the desk of Hangzhou, marketing in Shenzhen."""
    user = User.objects.create(username="both", display_name="Both", language="en")
    for role in DESK:
        grant(machine(), user, role=role, project=riverside, now=now)
    grant(machine(), user, role="marketing", project=harbour, now=now)
    return User.objects.get(pk=user.pk)


def read(user, now) -> dict[str, list]:
    return {
        "approvals": selectors.proposals_to_approve(user),
        "visits": selectors.due_visits(user),
        "hotline": list(hotline.tickets(user, "all")),
        "mailboxes": mail.mailboxes(user),
        "letters": list(mail.quarantine(user)),
        "groups": [*groups.groups(user), *groups.proposals(user)],
        "crises": list(crises.crises(user)),
        "departments": rating.departments_of(user),
    }


def test_no_list_of_the_desk_shows_a_city_where_one_is_not_at_the_desk(far, here_and_there, harbour, now):
    waiting = far.drive("answered")
    far.propose(waiting, amount=90_000_000)
    far.drive("visiting")
    HotlineTicket.objects.create(case=waiting, ticket="12345-1", came_at=now, must_reply=True)
    Mailbox.objects.create(code="harbour", address="harbour@example.com", project=harbour, language="en")
    assert {name: rows for name, rows in read(here_and_there, now).items() if rows} == {}
    for role in DESK:
        grant(machine(), here_and_there, role=role, project=harbour, now=now)
    seen = read(User.objects.get(pk=here_and_there.pk), now)
    assert {name for name, rows in seen.items() if rows} == {
        "approvals", "visits", "hotline", "mailboxes", "departments",
    }  # fmt: skip
