"""A colleague who is named in an internal note finds it, and learns of no case that he may not read."""

import pytest

from service_desk.cases import services as cases
from service_desk.conversation import rules, selectors
from service_desk.conversation.models import Mention


def note(story, case, body, by=None):
    return cases.note(by or story.alice, case, body=body, now=story.now)


def test_who_is_named_finds_the_note(story, signed_in):
    case = story.drive("assigned")
    note(story, case, "@bob 您看一下楼上的水管")
    assert selectors.unread(story.bob) == 1
    page = signed_in(story.bob).get("/desk/mentions/").content.decode()
    assert "楼上的水管" in page
    assert case.number in page


def test_the_frame_says_how_many_wait(story, signed_in):
    case = story.drive("assigned")
    assert "dk-unread" not in signed_in(story.bob).get("/desk/").content.decode()
    note(story, case, "@bob")
    assert "dk-unread" in signed_in(story.bob).get("/desk/").content.decode()


def test_opening_the_case_reads_it(story, signed_in):
    case = story.drive("assigned")
    note(story, case, "@bob")
    signed_in(story.bob).post(f"/desk/cases/{case.number}/presence/", {})
    assert selectors.unread(story.bob) == 0


def test_looking_at_another_case_reads_nothing(story, signed_in):
    case, other = story.drive("assigned"), story.drive("assigned")
    note(story, case, "@bob")
    signed_in(story.bob).post(f"/desk/cases/{other.number}/presence/", {})
    assert selectors.unread(story.bob) == 1


def test_all_are_marked_as_read_together(story, api, signed_in):
    case = story.drive("assigned")
    note(story, case, "@bob 一")
    note(story, case, "@bob 二")
    assert [row["body"] for row in api(story.bob).get("/api/v1/mentions").json()["results"]] == [
        "@bob 二",
        "@bob 一",
    ]
    assert api(story.bob).post("/api/v1/mentions/read", {}).json() == {"read": 2}
    assert selectors.unread(story.bob) == 0


def test_who_may_not_read_the_case_is_not_told_of_it(story, dan, hong):
    note(story, story.drive("assigned"), "@dan @hong @nobody @alice")
    assert not Mention.objects.exists()


def test_a_reply_to_the_owner_names_nobody(story):
    cases.reply(story.alice, story.drive("assigned"), body="@bob", now=story.now)
    assert not Mention.objects.exists()


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("@bob 请看", ["bob"]),
        ("请@bob看", ["bob", "bob看"]),
        ("请 @bob, @anna.", ["bob", "anna"]),
        ("@BOB and @bob", ["bob"]),
        ("write to bob@example.com", []),
        ("@@bob", []),
    ],
)
def test_who_is_named(body, named):
    assert rules.named_in(body) == named


def test_one_may_name_whoever_reads_the_case(story, dan, signed_in):
    case = story.drive("assigned")
    found = signed_in(story.alice).get(f"/desk/cases/{case.number}/colleagues/").json()["people"]
    assert {"bob", "alice"} <= {person["as"] for person in found}
    assert "dan" not in {person["as"] for person in found}


def test_who_reads_the_project_no_longer_finds_its_notes_no_more(story, api, signed_in):
    from crm.accounts import services as accounts
    from crm.accounts.models import Grant, User
    from tests.people import machine

    note(story, story.drive("assigned"), "@bob 业主的门禁密码在值班室")
    for grant in Grant.objects.filter(user=story.bob):
        accounts.revoke(machine(), grant, now=story.now)
    bob = User.objects.get(pk=story.bob.pk)
    assert selectors.unread(bob) == 0
    assert not selectors.mentions_of(bob).exists()
