"""A directive that was not carried out by its day is marked late, and its supervisor hears of it once."""

import threading

import pytest
from django.db import connection, transaction

from coordination.control import services as control
from coordination.models import Alarm
from crm.messages.models import OutgoingMessage
from service_desk.directives import services
from service_desk.directives.models import Directive
from tests.cases.story import facts
from tests.directives.test_directives import issue
from tests.flows.story import deliver


def told(story, days=6) -> int:
    return services.tell_overdue(now=story.later(days=days), limit=50)


def test_it_is_told_once_and_not_before_its_day(story):
    row = issue(story)
    assert told(story, days=4) == 0
    assert told(story) == 1
    assert told(story, days=9) == 0
    expected = {"directive_id": row.pk, "owner_id": story.chen.pk, "case_id": None}
    assert facts("DirectiveOverdue") == [expected]
    assert Directive.objects.get().overdue_told_at == story.later(days=6)


@pytest.mark.parametrize("ended", ["fulfilled", "withdrawn"])
def test_what_has_ended_is_never_late(story, ended):
    row = issue(story)
    if ended == "fulfilled":
        services.fulfil(story.alice, row, result="已拜访", now=story.now)
    else:
        services.withdraw(story.bob, row, because="不再需要", now=story.now)
    assert told(story) == 0


def test_no_more_than_asked_for_at_a_time(story):
    for purpose in ("a", "b", "c"):
        issue(story, purpose=purpose)
    counted = [services.tell_overdue(now=story.later(days=6), limit=2) for _round in range(3)]
    assert counted == [2, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_what_another_relay_holds_is_left_to_it(story):
    issue(story)
    counted = []

    def other_relay():
        counted.append(told(story))
        connection.close()

    with transaction.atomic():
        assert told(story) == 1
        thread = threading.Thread(target=other_relay)
        thread.start()
        thread.join()
    assert counted == [0]
    assert len(facts("DirectiveOverdue")) == 1


@pytest.fixture
def late(story):
    """An overdue directive without a case, told and delivered; Bob can be written to."""
    story.bob.email = "bob@example.com"
    story.bob.save(update_fields=["email"])
    row = issue(story)
    told(story)
    deliver(story.later(days=6))
    return Directive.objects.get(pk=row.pk)


def test_the_supervisor_hears_of_it_and_the_note_names_nobody(story, late):
    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.level, alarm.directive, alarm.case) == ("directive", 1, late, None)
    letter = OutgoingMessage.objects.get()
    assert letter.recipient == "bob@example.com"
    assert late.number in letter.subject
    assert story.chen.name not in letter.subject + letter.body


def test_it_rings_once_for_each_directive_of_a_case(story):
    case = story.drive("visiting")
    rows = [issue(story, case=case, purpose=purpose) for purpose in ("recover", "win_back")]
    for _delivery in range(2):
        for row in rows:
            control.raise_for_directive(story.machine, row, now=story.later(days=6))
    assert {alarm.directive_id for alarm in Alarm.objects.all()} == {row.pk for row in rows}
    assert Alarm.objects.count() == 2


def test_carried_out_late_it_no_longer_stands(story, late):
    assert Alarm.objects.standing().exists()
    services.fulfil(story.alice, late, result="已拜访", now=story.later(days=7))
    assert not Alarm.objects.standing().exists()
    assert (
        control.raise_for_directive(story.machine, Directive.objects.get(), now=story.later(days=8)) is None
    )


def test_the_pages_of_alarms_show_it_and_it_can_be_taken(story, late, signed_in, api):
    client = signed_in(story.bob)
    for address in ("/coordination/alarms/", "/coordination/"):
        assert late.number in client.get(address).content.decode()
    listed = api(story.bob).get("alarms").json()["results"]
    assert [(row["case"], row["directive"]) for row in listed] == [(None, late.number)]
    assert api(story.bob).post(f"alarms/{listed[0]['id']}/taking").status_code == 201
    assert late.number not in client.get("/coordination/alarms/").content.decode()


def test_the_list_and_the_case_mark_it_late(story, signed_in):
    case = story.drive("visiting")
    issue(story, case=case, due_at=story.later(days=-1), now=story.later(days=-6))
    client = signed_in(story.alice)
    for address in ("/desk/directives/", f"/desk/cases/{case.number}/"):
        text = client.get(address).content.decode()
        part = text[text.index("主管登门拜访") - 2000 :]
        assert "ds-tone-late" in part
