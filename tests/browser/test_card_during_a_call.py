"""The tracking card while somebody is on the line: the telephone opens it, one writes in place, and it is done."""

from datetime import timedelta

import pytest

from crm import clock
from owners.journal import services as journal
from owners.models import JournalEntry, Owner

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_call_from_the_ringing_to_the_done_task(open_as, english, alice, chen):
    seen = []
    page = open_as(english(alice), "/desk/")
    page.on("request", lambda request: seen.append(request.url))
    page.goto("/owners/calling/#13812345678")
    page.wait_for_url(f"**/owners/{chen.number}/")
    assert not [address for address in seen if "13812345678" in address.partition("#")[0]]

    page.get_by_role("tab", name="Note").click()
    page.locator("#note-text").fill("周五之前在外地")
    page.get_by_role("button", name="Add the note").click()
    page.locator("#own-timeline", has_text="周五之前在外地").wait_for()

    page.get_by_role("tab", name="Call").click()
    page.locator("#call-minutes").fill("6")
    page.locator("#call-text").fill("询问产权证")
    page.locator("#call-next_step").fill("查产权证进度")
    page.get_by_role("button", name="Tomorrow at ten").first.click()
    page.get_by_role("button", name="Write the call down").click()
    page.locator("#own-in-sight", has_text="查产权证进度").wait_for()

    page.get_by_role("button", name="Done: 查产权证进度").click()
    page.locator("#own-in-sight", has_text="Done: 查产权证进度").wait_for()
    task = JournalEntry.objects.get(kind="task")
    assert task.done_by == alice and task.follows.minutes == 6
    page.locator("#own-in-sight").get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Done: 查产权证进度").wait_for()
    task.refresh_from_db()
    assert task.done_at is None


def test_what_was_typed_is_still_there_after_leaving_the_card(open_as, english, alice, chen):
    page = open_as(english(alice), f"/owners/{chen.number}/")
    page.locator("#note-text").fill("还没写完")
    page.goto("/owners/")
    page.goto(f"/owners/{chen.number}/")
    assert page.locator("#note-text").input_value() == "还没写完"


def test_an_unknown_number_becomes_a_prospect(open_as, english, alice, riverside):
    page = open_as(english(alice), "/owners/calling/#13700001111")
    page.get_by_text("137****1111").wait_for()
    page.get_by_role("link", name="Add a prospect").click()
    assert page.locator("[name=phone]").input_value() == "13700001111"
    page.locator("[name=name]").fill("新客户")
    page.locator("form[data-draft] button[type=submit]").last.click()
    page.wait_for_url("**/owners/O-*/")
    assert Owner.objects.get().kind == "prospect"


def test_older_entries_come_by_themselves_and_by_kind(open_as, english, alice, chen):
    now = clock.now()
    for hours in range(70):
        journal.write_note(alice, chen, text=f"note {hours}", now=now - timedelta(hours=hours))
    page = open_as(english(alice), f"/owners/{chen.number}/")
    page.locator(".own-older").scroll_into_view_if_needed()
    page.get_by_text("note 45", exact=True).wait_for()
    page.locator(".own-older").scroll_into_view_if_needed()
    page.get_by_text("First known to us").wait_for()
    page.locator(".own-chips").get_by_text("Calls").click()
    page.get_by_text("Nothing of this kind has happened yet.").wait_for()


def test_a_fact_is_corrected_where_it_stands(open_as, english, alice, chen):
    page = open_as(english(alice), f"/owners/{chen.number}/")
    page.get_by_role("link", name="Change: Occupation").click()
    page.locator("#own-edit-occupation").fill("教师")
    page.keyboard.press("Control+Enter")
    page.locator("#own-fact-occupation", has_text="教师").wait_for()
    chen.refresh_from_db()
    assert chen.occupation == "教师"
