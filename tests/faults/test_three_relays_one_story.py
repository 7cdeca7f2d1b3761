"""Every handler of the house, with three relays at every fact: the story ends as with one."""

import threading

import pytest
from django.apps import apps
from django.db import connection

from coordination.routes import ROUTES
from crm.events import relay
from crm.events.models import OutboxEvent
from owners.contracts import services as contracts
from owners.homes import services as homes
from owners.people import services as people
from service_desk.clocks import services as clocks
from service_desk.directives import services as directives
from service_desk.directives.models import Directive
from service_desk.repairs import services as repairs
from tests.flows import story
from tests.flows.test_the_loop_turns import CONTENT, DISCONTENT, call_back
from tests.people import NOW, machine

pytestmark = pytest.mark.django_db(transaction=True)
RELAYS = 3
OURS = ("owners", "service_desk", "satisfaction", "profitability", "coordination", "outgoing", "events")


def by_one(*, now, **_):
    return relay_drain(now=now)


def by_three(*, now, **_):
    """Three relays set off at the same moment and go on until none of them finds anything."""
    start, failed = threading.Barrier(RELAYS), []

    def work():
        start.wait()
        try:
            while (delivery := relay.deliver_next(now=now)) is not None:
                if delivery.error:
                    failed.append(delivery.error)
        finally:
            connection.close()

    while OutboxEvent.objects.waiting().exists() and not failed:
        threads = [threading.Thread(target=work) for _ in range(RELAYS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []


relay_drain = relay.drain


def census():
    """How many rows each table of the rooms holds."""
    models = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    return {
        model._meta.label: model._default_manager.count() for model in models if model.__name__ != "Heartbeat"
    }


def tell(nth, alice, hong, cai, riverside, engineering):
    """Reserved, called off, owned all the same; complained, worked, visited, discontent, directed, worked again, content."""
    owner = people.add_owner(
        machine(),
        kind="person",
        name="某某",
        phone=f"1390000000{nth}",
        project=riverside,
        language="fi",
        now=NOW,
    )
    # a building of its own: three neighbours with one leak would be a group complaint, which is another story
    home = homes.add_home(
        machine(), riverside, building=f"9{nth}", entrance="1", floor=1, unit="0101", now=NOW
    )
    buy(owner, home, cancelled=True)
    contracts.record_ownership(machine(), owner, home, since=NOW.date(), now=NOW)
    case = story.registered(alice, owner, home)
    clocks.fire_due(now=story.later(30), limit=100)
    story.deliver(story.later(30))
    case = story.worked(alice, hong, case, engineering, amount=10_000)
    repair = repairs.order(alice, case, description="重做防水", now=story.later(1))
    repairs.add_cost(hong, repair, kind="labour", amount=20_000, now=story.later(1))
    call_back(cai, case, DISCONTENT, words="还是漏")
    directive = Directive.objects.get(case=case)
    directives.tell_overdue(now=story.later(30), limit=100)
    story.deliver(story.later(30))
    directives.accept(alice, directive, now=story.later(2))
    directives.fulfil(alice, directive, result="重修", now=story.later(3))
    story.deliver(story.later(3))
    case = story.worked(alice, hong, story.fresh(case), engineering, now=story.later(4))
    call_back(cai, case, CONTENT, now=story.later(5))
    return story.fresh(case)


def buy(owner, home, *, cancelled=False):
    purchase = contracts.record_purchase(
        machine(),
        owner,
        home,
        kind="reservation",
        signed_on=NOW.date(),
        amount=200_000_000,
        margin_amount=20_000_000,
        now=NOW,
    )
    if cancelled:
        contracts.cancel_purchase(
            machine(), purchase, because="not financed", on=NOW.date(), version=purchase.version, now=NOW
        )
    story.deliver()


def test_three_relays_at_every_fact_end_where_one_ends(
    alice, bob, hong, cai, riverside, engineering, desk, monkeypatch
):
    cast = alice, hong, cai, riverside, engineering
    tell(1, *cast)
    told_once = census()
    monkeypatch.setattr(story.relay, "drain", by_one)
    tell(2, *cast)
    by_one_relay = grown(told_once)

    before = census()
    monkeypatch.setattr(story.relay, "drain", by_three)
    case = tell(3, *cast)

    assert grown(before) == by_one_relay
    assert case.status == "closed"
    delivered = set(OutboxEvent.objects.done().values_list("name", flat=True))
    assert {kind.__name__ for kind in ROUTES} <= delivered, "each handler has had its turn"


def grown(before):
    now = census()
    return {name: now[name] - before[name] for name in now if now[name] != before[name]}
