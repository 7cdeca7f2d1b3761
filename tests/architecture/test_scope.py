"""Canaries of one city, and everybody of the other city going through every address: none may be heard.

A complaint in Hangzhou is told to its directive, so that a row of every kind exists. Then people of each role
in Shenzhen open every page and every answer of the API, with Hangzhou's numbers wherever an address takes one.
"""

import re

import pytest
from django.test import Client

from coordination.models import Decision
from crm.accounts.models import Role, User
from satisfaction.collection import services as collection
from service_desk.cases.models import Case
from tests.architecture.routes import routes
from tests.factories import a_user
from tests.flows import story

pytestmark = pytest.mark.django_db

DISCONTENT = {"speed": "neutral", "result": "very_dissatisfied", "overall": "dissatisfied"}
WORDS = "金丝雀还是漏"
# Whoever holds these sees the whole house by his office, whatever his city; no case, no owner.
BY_OFFICE = {Role.ADMINISTRATOR, Role.PRIVACY}


@pytest.fixture
def told(alice, bob, hong, cai, chen, home_1201, engineering, desk):
    """Everything that a complaint leaves behind, and by which word each thing is addressed."""
    case = story.worked(alice, hong, story.registered(alice, chen, home_1201), engineering, amount=20_000)
    visit = next(visit for visit in story.visits(case) if visit.status == "planned")
    feedback = collection.record_callback(
        cai, visit, outcome="reached", answers=DISCONTENT, words=WORDS, now=story.later(1)
    )
    story.deliver(story.later(1))
    case = story.fresh(case)
    decision = Decision.objects.get(feedback=feedback)
    return {
        "cases": case.number,
        "transfer-slips": case.slips.first().number,
        "slips": case.slips.first().number,
        "proposals": case.proposals.first().number,
        "return-visits": visit.number,
        "visits": visit.number,
        "callbacks": visit.number,
        "actions": case.actions.first().public_id,
        "directives": case.directives.first().number,
        "owners": chen.number,
        "valuations": chen.number,
        "homes": home_1201.public_number,
        "projects": "RIVERSIDE",
        "buildings": "RIVERSIDE",
        "feedback": feedback.public_id,
        "invitations": feedback.invitation.public_id,
        "decisions": decision.public_id,
        "assessments": decision.assessment.public_id,
        "ownerships": chen.ownerships.first().public_id,
    }


def canaries(told, chen) -> list[str]:
    """What belongs to Hangzhou and may be heard there only."""
    numbers = [str(told[name]) for name in ("cases", "slips", "proposals", "visits", "directives", "owners")]
    return [*numbers, "陈建国", chen.phone, "防水层", "天花板", WORDS]


def addresses(told):
    """(address, whether it names a thing of Hangzhou) for every route that can be opened."""
    for route in routes():
        if "GET" not in route.verbs() and "any" not in route.verbs():
            continue
        found = re.findall(r"([\w-]+)/<(?:\w+:)?\w+>", route.path)
        if not found:
            yield route.path, False
        elif all(name in told for name in found):
            yield re.sub(r"([\w-]+)/<[^>]+>", lambda part: f"{part[1]}/{told[part[1]]}", route.path), True


def heard(answer, signs) -> set[str]:
    """Which canaries an answer holds."""
    if not answer.streaming:
        text = answer.content.decode("utf-8", "replace")
    else:
        text = "" if answer.is_async else b"".join(answer.streaming_content).decode("utf-8", "replace")
    return {sign for sign in signs if sign in text}


def somebody_in_shenzhen(role, harbour, engineering) -> Client:
    department = engineering if role == Role.HANDLER else None
    person = User.objects.get(pk=a_user(role, city=harbour.city, department=department).pk)
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


QUERIES = ["q=漏水&query=漏水", "q=1201&query=1201&project=RIVERSIDE", "q=13812345678&query=13812345678"]


@pytest.mark.parametrize("role", Role.values)
def test_nobody_elsewhere_hears_a_canary(role, told, chen, harbour, engineering):
    client = somebody_in_shenzhen(role, harbour, engineering)
    signs = canaries(told, chen)
    wrong = []
    for address, names_a_thing in addresses(told):
        for asked in [address] if names_a_thing else [address, *(f"{address}?{query}" for query in QUERIES)]:
            answer = client.get(asked)
            present = heard(
                answer, {sign for sign in signs if sign not in asked}
            )  # pages repeat what was asked
            if role in BY_OFFICE:
                present &= {"陈建国", chen.phone, WORDS}
            elif names_a_thing and answer.status_code not in (403, 404, 405):
                wrong.append(f"{asked}: {answer.status_code}")
            if present:
                wrong.append(f"{asked}: {sorted(present)}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_in_hangzhou_the_canaries_are_heard(told, chen, bob):
    """The negative control: the same walk with the right scope."""
    client = Client(raise_request_exception=False)
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    signs = canaries(told, chen)
    found = {address for address, _thing in addresses(told) if heard(client.get(address), signs)}
    assert len(found) > 15


def test_things_of_another_city_cannot_be_written_to(told, chen, home_1201, dan, harbour, api):
    client = api(dan)
    body = {
        "project": "HARBOUR",
        "owner": chen.number,
        "home": home_1201.public_number,
        "kind": "complaint",
        "channel": "phone",
        "words": "借用别人的业主",
        "subject": "property_service",
        "language": "zh-hans",
    }
    before = Case.objects.count()
    attempts = [
        ("cases", body),
        ("cases", {**body, "owner": None}),
        ("cases", {**body, "home": None}),
        ("cases", {**body, "project": "RIVERSIDE", "owner": None, "home": None}),
    ]
    for path, sent in attempts:
        status = client.post(path, {name: value for name, value in sent.items() if value}).status_code
        assert status in (403, 404, 422), (sent, status)
    assert Case.objects.count() == before
    taken = {"project": "HARBOUR", "owner": None, "home": None}
    own = client.post("cases", {name: value for name, value in {**body, **taken}.items() if value})
    assert own.status_code == 201, own.content  # the same request with nothing foreign in it
