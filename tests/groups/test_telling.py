"""One statement to all members: each in his language, each copy with what became of it."""

import pytest

from crm.errors import Refused
from crm.messages.models import OutgoingMessage
from owners.people.models import Owner
from service_desk.cases.models import CaseMessage
from service_desk.groups import selectors, services
from tests.cases.story import nothing_changes
from tests.groups.test_proposing import numbers, proposed

TEXTS = {
    "zh-hans": "我们已查明是立管渗漏，周五上门维修。",
    "fi": "Vika on nousulinjassa, korjaamme perjantaina.",
}


@pytest.fixture
def group(story, house):
    row = proposed(story, house, homes=4)
    return services.accept(story.alice, row, numbers=numbers(row), now=story.now)


def test_each_owner_reads_his_own_language_and_each_copy_is_kept(story, house, group):
    _home, finn = house.home(2)
    Owner.objects.filter(pk=finn.pk).update(language="fi")
    row = services.tell_members(story.bob, group, texts=TEXTS, now=story.now)
    copies = selectors.copies_of(row)
    assert [copy.outcome for copy in copies] == ["written"] * 4
    told = {copy.case.owner_id: copy.message.body for copy in copies}
    assert told[finn.pk] == TEXTS["fi"]
    assert sum(body == TEXTS["zh-hans"] for body in told.values()) == 3
    sent = [row.body for row in OutgoingMessage.objects.all()]
    assert sum(body in TEXTS.values() for body in sent) == 4


def test_it_stands_in_every_members_conversation_and_says_who_wrote_it(story, group):
    services.tell_members(story.bob, group, texts=TEXTS, now=story.now)
    rows = CaseMessage.objects.filter(body=TEXTS["zh-hans"])
    assert {row.author for row in rows} == {story.bob}
    assert {row.case_id for row in rows} == set(services.members_of(group).values_list("pk", flat=True))


def test_a_language_that_members_read_may_not_be_missing(story, house, group):
    _home, reader = house.home(3)
    Owner.objects.filter(pk=reader.pk).update(language="en")
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.tell_members(story.bob, group, texts=TEXTS, now=story.now)
    assert set(refusal.value.fields) == {"en"}


def test_whoever_has_no_way_in_writing_is_to_be_called(story, house, group):
    _home, silent = house.home(1)
    Owner.objects.filter(pk=silent.pk).update(email=None, email_index=None)
    row = services.tell_members(story.bob, group, texts=TEXTS, now=story.now)
    assert sorted(copy.outcome for copy in selectors.copies_of(row)) == ["telephone"] + ["written"] * 3


def test_on_the_page_it_is_seen_before_it_is_sent(story, group, signed_in):
    client = signed_in(story.bob)
    address = f"/desk/groups/{group.public_id}/"
    answer = client.post(f"{address}tell/", {"zh-hans": TEXTS["zh-hans"], "preview": "1"})
    assert "<p>我们已查明" in answer.content.decode()
    assert not group.statements.exists()
    answer = client.post(f"{address}tell/", {"zh-hans": TEXTS["zh-hans"], "send": "1"})
    assert answer.status_code == 302
    assert group.statements.get().copies.count() == 4
    assert client.get(answer["Location"]).status_code == 200


def test_an_agent_may_not_speak_for_all(story, group, signed_in, api):
    assert (
        signed_in(story.alice).post(f"/desk/groups/{group.public_id}/tell/", {"send": "1"}).status_code == 403
    )
    client = api(story.alice)
    with nothing_changes():
        assert client.post(f"case-groups/{group.public_id}/statements", {"texts": TEXTS}).status_code == 403


def test_the_api_forms_tells_and_takes_apart(story, house, api):
    row = proposed(story, house)
    client, boss = api(story.alice), api(story.bob)
    listed = client.get("group-proposals").json()["results"]
    assert [each["homes"] for each in listed] == [3]
    made = client.post(f"group-proposals/{row.public_id}/acceptance", {"numbers": listed[0]["cases"]})
    assert made.status_code == 201, made.content
    key = made.json()["id"]
    told = boss.post(f"case-groups/{key}/statements", {"texts": TEXTS})
    assert (told.status_code, len(told.json()["copies"])) == (201, 3)
    assert boss.post(f"case-groups/{key}/statements", {"texts": {"xx": "?"}}).status_code == 422
    first = made.json()["members"][0]["number"]
    left = client.post(f"case-groups/{key}/members/{first}/leaving", {"because": "另一原因"})
    assert (left.status_code, len(left.json()["members"])) == (201, 2)
    joined = client.post(f"case-groups/{key}/members", {"case": first})
    assert (joined.status_code, len(joined.json()["members"])) == (201, 3)
    assert len(client.get("case-groups").json()["results"]) == 1


def test_the_api_rejects_puts_off_and_tries(story, house, api):
    row = proposed(story, house)
    client, boss = api(story.alice), api(story.bob)
    until = {"until": "2099-01-05T09:00:00+08:00"}
    assert client.post(f"group-proposals/{row.public_id}/postponement", until).status_code == 201
    assert client.get("group-proposals?status=later").json()["results"][0]["id"] == str(row.public_id)
    rejected = client.post(f"group-proposals/{row.public_id}/rejection", {"because": "不同"})
    assert rejected.json()["status"] == "rejected"
    tried = boss.post("group-thresholds/preview", {"rules": {"regrow": 3}})
    assert tried.json()["found"] >= 0
    assert boss.post("group-thresholds", {"rules": {"regrow": 3}, "because": "试行"}).status_code == 201
    assert client.get("group-thresholds").status_code == 403


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant", "fi"])
def test_every_page_stands_in_four_languages(story, house, signed_in, language):
    story.bob.language = language
    story.bob.save(update_fields=["language"])
    row = proposed(story, house)
    client = signed_in(story.bob)
    case = services.Case.objects.get(number=numbers(row)[0])
    assert (
        f"/desk/group-proposals/{row.public_id}/"
        in client.get(f"/desk/cases/{case.number}/").content.decode()
    )
    assert client.get(f"/desk/group-proposals/{row.public_id}/").status_code == 200
    sent = {"number": numbers(row), "summary": "立管漏水"}
    answer = client.post(f"/desk/group-proposals/{row.public_id}/accept/", sent)
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    assert answer["Location"] in client.get(f"/desk/cases/{case.number}/").content.decode()
    for show in ("waiting", "later", "rejected", "groups"):
        assert client.get("/desk/groups/", {"show": show}).status_code == 200
    assert client.get("/desk/groups/thresholds/").status_code == 200


def test_while_a_call_is_taken_it_says_how_many_homes_reported_the_same(story, house, home_1201, chen):
    for number in (1, 2, 3):
        house.report(number)
    near = selectors.nearby(story.alice, home_1201, "厨房顶上漏水", "engineering_quality", now=story.now)
    assert (near.homes, near.matter, len(near.cases)) == (3, "topic:leak", 3)
    assert selectors.nearby(story.alice, home_1201, "电梯坏了", "property_service", now=story.now) is None


def test_the_queue_has_a_view_of_them(story, house, group):
    from service_desk.cases.queue import queue

    house.report(9, words="想问一下")
    shown = {row["number"] for row in queue(story.alice, "groups", now=story.now)}
    members = set(services.members_of(group).values_list("number", flat=True))
    assert shown == members | {group.master.number}


def test_the_page_of_a_group_asks_a_fixed_number_of_questions(story, house, signed_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(homes):
        row = proposed(story, house, homes=homes)
        group = services.accept(story.alice, row, numbers=numbers(row), now=story.now)
        client = signed_in(story.bob)
        client.get(f"/desk/groups/{group.public_id}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/desk/groups/{group.public_id}/")
        for case in services.members_of(group):
            services.leave(story.bob, group, case=case, because="x", now=story.now)
        return len(queries)

    assert asked(3) == asked(6)


def test_the_page_of_the_master_leads_to_the_statement_and_knows_no_single_caller(story, group, signed_in):
    def page(person):
        return signed_in(person).get(f"/desk/cases/{group.master.number}/").content.decode()

    door = f"/desk/groups/{group.public_id}/#tell"
    assert door in page(story.bob)
    assert door not in page(story.alice)  # an agent may not speak for all
    for shown in (page(story.bob), page(story.alice)):
        assert 'id="reply-body"' not in shown
        assert 'data-open-dialog="doing-owner"' not in shown.split('id="side"')[-1]
    member = services.members_of(group).first()
    assert 'id="reply-body"' in signed_in(story.bob).get(f"/desk/cases/{member.number}/").content.decode()
