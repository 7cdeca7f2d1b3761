"""The card in the browser's eyes: what is written in place, what is warned of, and what a refusal leaves."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.privacy import services as privacy
from crm.web import sealed
from owners.models import JournalEntry, Owner
from owners.people import facts
from owners.people import services as people
from tests.flows import story

from .staging import call, everything, note, task

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PHONE = "13700001111"


def english(user):
    user.language = "en"
    user.save(update_fields=["language"])
    return user


def card(owner):
    return reverse("owners:card", args=[owner.number])


def writing(owner, kind):
    return reverse("owners:journal", args=[owner.number, kind])


def test_a_note_is_written_in_place_and_stands_on_the_timeline(signed_in, alice, chen):
    client = signed_in(english(alice))
    answer = client.post(writing(chen, "note"), {"text": "周五回来", "audience": "serving"}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 200 and "Written down." in page
    assert 'data-replaces="own-timeline"' in page and "周五回来" in page
    assert "周五回来" in client.get(card(chen)).content.decode()


def test_without_htmx_the_same_form_leads_back_to_the_card(signed_in, alice, chen):
    answer = signed_in(alice).post(writing(chen, "note"), {"text": "x", "audience": "serving"})
    assert answer.status_code == 302 and answer["Location"] == card(chen)


def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(signed_in, alice, chen):
    before = everything()
    said = {
        "direction": "in",
        "outcome": "reached",
        "text": "问交房",
        "next_step": "回电",
        "audience": "serving",
    }
    answer = signed_in(english(alice)).post(writing(chen, "call"), said, headers=HTMX)
    page = answer.content.decode()
    assert "Say until when" in page and "问交房" in page and 'value="回电"' in page
    assert everything() == before


def test_a_call_with_a_next_step_shows_the_task_at_the_top(signed_in, alice, chen):
    said = {"direction": "out", "outcome": "reached", "minutes": "4", "text": "", "audience": "serving"}
    said |= {"next_step": "寄说明书", "due_at": "2031-01-01T10:00", "assignee": ""}
    answer = signed_in(alice).post(writing(chen, "call"), said, headers=HTMX)
    assert [row.text for row in answer.context["in_sight"]] == ["寄说明书"]
    assert JournalEntry.objects.get(kind="task").assignee == alice


@pytest.mark.parametrize("who", ["eve", "pia"])
def test_who_only_reads_has_no_form_and_may_not_write(signed_in, request, chen, who):
    client = signed_in(request.getfixturevalue(who))
    assert b"own-composer" not in client.get(card(chen)).content
    assert client.post(writing(chen, "note"), {"text": "x", "audience": "everyone"}).status_code == 403
    assert not JournalEntry.objects.exists()


def test_a_task_is_ticked_off_and_taken_up_again_in_place(signed_in, alice, chen, now):
    row = task(alice, chen, now)
    client = signed_in(english(alice))
    done = client.post(
        reverse("owners:journal_step", args=[row.public_id, "done"]), {"from": "sight"}, headers=HTMX
    )
    assert 'id="own-in-sight"' in done.content.decode() and "Undo" in done.content.decode()
    row.refresh_from_db()
    assert row.done_at is not None
    client.post(reverse("owners:journal_step", args=[row.public_id, "again"]), headers=HTMX)
    row.refresh_from_db()
    assert row.done_at is None


def test_a_removed_entry_offers_to_be_brought_back(signed_in, alice, chen, now):
    row = note(alice, chen, now)
    url = reverse("owners:journal_step", args=[row.public_id, "remove"])
    page = signed_in(alice).post(url, headers=HTMX).content.decode()
    assert reverse("owners:journal_step", args=[row.public_id, "bring-back"]) in page
    assert "周五回来" not in page


def test_my_tasks_begin_with_what_is_overdue(signed_in, alice, chen, now):
    task(alice, chen, now - timedelta(days=400), text="晚了")
    page = signed_in(alice).get(reverse("owners:tasks"))
    assert [row.text for row in page.context["page"].rows] == ["晚了"]


def test_the_list_of_tasks_takes_as_many_statements_for_one_as_for_fifty(signed_in, alice, chen, now):
    client, url = signed_in(alice), reverse("owners:tasks")

    def statements():
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    task(alice, chen, now - timedelta(days=400))
    client.get(url)
    one = statements()
    for _ in range(30):
        task(alice, chen, now - timedelta(days=400))
    assert statements() == one


def test_before_one_speaks_one_is_warned(signed_in, alice, chen, home_1201, now):
    people.edit_owner(
        alice, chen, version=1, changes={"do_not_call": True, "sensitive_trade": "journalist"}, now=now
    )
    privacy.record_consent(alice, chen, purpose="events", given=True, source="form", now=now)
    privacy.record_consent(
        alice, chen, purpose="events", given=False, source="phone", now=now + timedelta(minutes=1)
    )
    case = story.registered(alice, chen, home_1201)
    type(case).objects.filter(pk=case.pk).update(severity="major", severity_because="水淹三户")
    page = signed_in(english(alice)).get(card(chen))
    said = [one.text for one in page.context["warnings"]]
    assert any("Do not call" in text for text in said)
    assert any("Open complaint" in text for text in said)
    assert any("Journalist" in text for text in said)
    assert any("Invitations to owner events" in text for text in said)


def test_nothing_to_warn_of_is_no_warning(signed_in, alice, chen):
    assert signed_in(alice).get(card(chen)).context["warnings"] == []


def test_one_fact_is_corrected_where_it_stands(signed_in, alice, chen):
    client, url = signed_in(alice), reverse("owners:field", args=[chen.number, "occupation"])
    form = client.get(f"{url}?edit=1", headers=HTMX).context
    answer = client.post(url, {"occupation": "教师", "was": form["was"]}, headers=HTMX)
    chen.refresh_from_db()
    assert chen.occupation == "教师" and chen.completeness == answer.context["completeness"].percent


def test_two_who_correct_one_fact_see_both(signed_in, alice, chen, now):
    client, url = signed_in(alice), reverse("owners:field", args=[chen.number, "occupation"])
    was = client.get(f"{url}?edit=1", headers=HTMX).context["was"]
    people.edit_owner(alice, chen, version=1, changes={"occupation": "医生"}, now=now)
    before = everything()
    answer = client.post(url, {"occupation": "教师", "was": was}, headers=HTMX)
    page = answer.content.decode()
    assert "医生" in page and 'value="教师"' in page and everything() == before
    assert client.post(url, {"occupation": "教师", "was": answer.context["was"]}, headers=HTMX)
    chen.refresh_from_db()
    assert chen.occupation == "教师"


def test_two_who_correct_different_facts_do_not_meet(signed_in, alice, chen, now):
    client, url = signed_in(alice), reverse("owners:field", args=[chen.number, "occupation"])
    was = client.get(f"{url}?edit=1", headers=HTMX).context["was"]
    people.edit_owner(alice, chen, version=1, changes={"activities": "书法"}, now=now)
    client.post(url, {"occupation": "教师", "was": was}, headers=HTMX)
    chen.refresh_from_db()
    assert (chen.occupation, chen.activities) == ("教师", "书法")


def test_a_masked_number_that_comes_back_masked_changes_nothing(signed_in, alice, chen):
    client, url = signed_in(alice), reverse("owners:field", args=[chen.number, "phone"])
    opened = client.get(f"{url}?edit=1", headers=HTMX)
    assert "13812345678" not in opened.content.decode()
    client.post(url, {"phone": "138****5678", "was": opened.context["was"]}, headers=HTMX)
    chen.refresh_from_db()
    assert chen.phone == "13812345678" and chen.version == 1


def test_the_fingerprint_of_a_fact_shows_nothing_of_it(chen):
    assert chen.phone not in facts.fingerprint(chen, "phone")
    assert facts.fingerprint(chen, "phone") != facts.fingerprint(Owner(pk=chen.pk, phone=""), "phone")


@pytest.mark.parametrize("who", ["mei", "eve", "pia"])
def test_facts_are_corrected_by_the_desk_only(signed_in, request, chen, who):
    url = reverse("owners:field", args=[chen.number, "occupation"])
    assert signed_in(request.getfixturevalue(who)).post(url, {"occupation": "x"}).status_code == 403


def test_paper_keeps_what_is_meant_for_those_who_serve(signed_in, alice, chen, now):
    people.edit_owner(alice, chen, version=1, changes={"manner": "excitable"}, now=now)
    note(alice, chen, now, text="只给同事看", pinned=True)
    note(alice, chen, now, text="大家都可以看", pinned=True, audience="everyone")
    page = signed_in(english(alice)).get(reverse("owners:paper", args=[chen.number])).content.decode()
    assert "大家都可以看" in page and "只给同事看" not in page
    assert "Excitable" not in page and "13812345678" not in page and "Printed by" in page


def test_a_ringing_number_leads_to_its_card(signed_in, alice, chen):
    for answer in (
        signed_in(alice).post(reverse("owners:calling"), {"phone": "+86 138-1234-5678"}),
        signed_in(alice).get(reverse("owners:calling"), {"phone": "13812345678"}, follow=True),
    ):
        address = answer["Location"] if answer.status_code == 302 else answer.redirect_chain[-1][0]
        assert address == card(chen)


def test_an_unknown_number_is_offered_a_prospect_and_a_case_and_stands_in_no_address(signed_in, alice):
    answer = signed_in(english(alice)).post(reverse("owners:calling"), {"phone": PHONE}, follow=True)
    page = answer.content.decode()
    assert PHONE not in page and "137****1111" in page
    assert all(PHONE not in address for address, _status in answer.redirect_chain)
    for name in ("owners:add", "desk:new"):
        assert f"{reverse(name)}?" in page


def test_the_sealed_number_is_filled_into_the_prospects_form(signed_in, alice, riverside):
    page = signed_in(alice).get(reverse("owners:add"), {"kind": "prospect", "sealed": sealed.seal(PHONE)})
    assert page.context["form"]["phone"].value() == PHONE
    assert page.context["form"]["kind"].value() == "prospect"


def test_somebody_elsewhere_looks_like_nobody(signed_in, dan, chen):
    page = signed_in(dan).post(reverse("owners:calling"), {"phone": "13812345678"}, follow=True)
    assert "陈建国" not in page.content.decode() and chen.number not in page.content.decode()


@pytest.mark.parametrize(
    ("page", "field"),
    [("owners:calling", "phone"), ("owners:list", "q"), ("search", "q"), ("desk:callers", "caller_query")],
)
def test_a_signed_out_link_with_a_number_keeps_it_out_of_the_sign_in_address(signed_in, page, field, db):
    answer = signed_in(None).get(reverse(page), {field: PHONE, "kind": "person"})
    assert answer.status_code == 302 and PHONE not in answer["Location"]
    assert "sealed" in answer["Location"] and "kind" in answer["Location"]
    signing = signed_in(None).get(answer["Location"])
    assert PHONE not in signing.content.decode()


def test_after_signing_in_the_sealed_number_still_finds_its_owner(signed_in, alice, chen):
    kept = signed_in(None).get(reverse("owners:calling"), {"phone": "13812345678"})["Location"]
    address = kept.partition("next=")[2]
    from urllib.parse import unquote

    assert signed_in(alice).get(unquote(address))["Location"] == card(chen)


def test_the_card_takes_as_many_statements_for_a_long_story_as_for_a_short_one(signed_in, alice, chen, now):
    client = signed_in(alice)

    def statements():
        with CaptureQueriesContext(connection) as captured:
            client.get(card(chen))
        return len(captured)

    for kind in (note, call, task):
        kind(alice, chen, now)
    client.get(card(chen))
    few = statements()
    for minutes in range(40):
        for kind in (note, call, task):
            kind(alice, chen, now - timedelta(minutes=minutes))
    assert statements() == few
