"""Two people on one case see each other, and neither overwrites the other: both versions, and a choice."""

from service_desk.cases import services as cases
from service_desk.cases.models import CaseHistory, CaseMessage
from service_desk.conversation import rules, selectors
from service_desk.conversation.models import Draft, Presence

FINDING = {"substantiated": "yes", "findings": "防水层破损", "fault_share": "80"}


def beat(client, case, **said) -> str:
    answer = client.post(f"/desk/cases/{case.number}/presence/", {"version": case.version} | said)
    return answer.content.decode()


def investigate(client, case, engineering, version):
    said = FINDING | {"department": engineering.pk, "version": version}
    return client.post(f"/desk/cases/{case.number}/investigation/", said)


def test_each_sees_that_the_other_is_there_and_writes(story, signed_in):
    case = story.drive("assigned")
    assert "Bob" not in beat(signed_in(story.alice), case)
    beat(signed_in(story.bob), case, doing="reply")
    seen = beat(signed_in(story.alice), case)
    assert story.bob.display_name in seen
    assert "dk-here-writing" in seen
    assert story.alice.display_name in beat(signed_in(story.bob), case)


def test_who_has_left_is_not_shown(story, signed_in):
    case = story.drive("assigned")
    beat(signed_in(story.bob), case)
    beat(signed_in(story.bob), case, leaving="1")
    assert story.bob.display_name not in beat(signed_in(story.alice), case)


def test_who_was_not_heard_of_for_half_a_minute_is_not_shown(story, signed_in):
    case = story.drive("assigned")
    beat(signed_in(story.bob), case)
    row = Presence.objects.get()
    assert selectors.others_at(story.alice, case, now=row.seen_at + rules.LEASE / 2) == [row]
    assert selectors.others_at(story.alice, case, now=row.seen_at + rules.LEASE) == []


def test_that_the_case_has_changed_is_said_before_anybody_types(story, signed_in):
    case = story.drive("assigned")
    assert "data-refresh-case" not in beat(signed_in(story.alice), case)
    cases.note(story.bob, case, body="看看", now=story.now)
    assert "data-refresh-case" in beat(signed_in(story.alice), case)


def test_presence_of_a_case_out_of_sight_is_nobodys_business(story, dan, signed_in):
    case = story.drive("assigned")
    answer = signed_in(dan).post(f"/desk/cases/{case.number}/presence/", {})
    assert answer.status_code == 404
    assert not Presence.objects.exists()


def test_the_later_one_sees_both_versions_and_nothing_is_overwritten(story, signed_in, engineering):
    case = story.drive("assigned")
    story.hand_over(case, story.bob, because="爱丽丝病了")
    before = CaseHistory.objects.count()
    answer = investigate(signed_in(story.alice), case, engineering, case.version)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "dk-conflict" in text
    assert "防水层破损" in text  # hers
    assert "爱丽丝病了" in text  # his
    assert CaseHistory.objects.count() == before


def test_she_may_send_hers_all_the_same(story, signed_in, engineering):
    case = story.drive("assigned")
    story.hand_over(case, story.bob, because="换人")
    fresh = story.fresh(case)
    assert (
        f'name="version" value="{fresh.version}"'
        in investigate(signed_in(story.alice), case, engineering, case.version).content.decode()
    )
    assert investigate(signed_in(story.alice), case, engineering, fresh.version).status_code == 302
    assert story.fresh(case).status == "investigating"


def test_where_the_step_is_past_hers_becomes_a_note(story, signed_in, engineering):
    case = story.drive("assigned")
    version = case.version
    story._to_investigating(case)
    cases.transfer(story.bob, case, request="请维修", now=story.now)
    client = signed_in(story.alice)
    text = investigate(client, case, engineering, version).content.decode()
    assert "dk-conflict" in text
    assert 'name="instead_of"' in text
    path = f"/desk/cases/{case.number}/investigation/"
    client.post(f"/desk/cases/{case.number}/draft/", {"form": path, "said": '{"findings": "x"}'})
    client.post(f"/desk/cases/{case.number}/note/", {"body": "防水层破损", "instead_of": path})
    assert CaseMessage.objects.filter(direction="note", body="防水层破损").exists()
    assert not Draft.objects.exists()


def test_a_note_in_between_makes_nobody_look_again(story, signed_in, engineering):
    case = story.drive("assigned")
    cases.note(story.bob, case, body="我路过看了一眼", now=story.now)
    assert investigate(signed_in(story.alice), case, engineering, case.version).status_code == 302
    assert story.fresh(case).status == "investigating"


def test_what_the_owner_added_makes_one_look_again(story, signed_in, engineering):
    case = story.drive("assigned")
    cases.add_owner_words(story.bob, case, body="今天天花板掉下来了", now=story.now)
    answer = investigate(signed_in(story.alice), case, engineering, case.version)
    assert answer.status_code == 409
    assert story.fresh(case).status == "assigned"


def test_dropping_hers_leads_back_to_the_case(story, signed_in):
    case, client = story.drive("assigned"), signed_in(story.alice)
    path = f"/desk/cases/{case.number}/investigation/"
    client.post(f"/desk/cases/{case.number}/draft/", {"form": path, "said": '{"findings": "x"}'})
    answer = client.post(f"/desk/cases/{case.number}/draft/", {"form": path, "said": "", "back": "1"})
    assert answer.headers["Location"] == f"/desk/cases/{case.number}/"
    assert not Draft.objects.exists()
