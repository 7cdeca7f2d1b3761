"""One timeline over all rooms: nothing twice, nothing lost, newest first, however it is cut into stretches."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.web import slots
from owners.card import timeline
from owners.card.entries import Entry, Mark, moment
from owners.contracts import services as contracts
from owners.models import JournalEntry
from owners.privacy import consents
from owners.prospects import services as prospects
from tests.flows import story

from .staging import call, note, task

pytestmark = pytest.mark.django_db


def asked_by(user):
    return SimpleNamespace(user=user)


def walked(request, owner, limit, kinds=None):
    """All entries, stretch by stretch."""
    found, before = [], None
    while True:
        part = timeline.stretch(request, owner, before=before, kinds=kinds, limit=limit)
        assert len(part.entries) <= limit
        found += part.entries
        if part.older is None:
            return found
        before = Mark.read(part.older)


@pytest.fixture
def busy(alice, chen, home_1201, riverside, now):
    """An owner with entries of many rooms, several of them in the same moment."""
    for day in (1, 1, 2):
        when = now - timedelta(days=day)
        note(alice, chen, when)
        call(alice, chen, when)
        task(alice, chen, when)
    contracts.record_visit(
        alice, chen, project=riverside, on=date(2026, 2, 1), received_by=alice, remark="", now=now
    )
    contracts.record_purchase(
        alice, chen, home_1201, kind="contract", signed_on=date(2026, 2, 1), amount=3_000_000_00, now=now
    )
    story.registered(alice, chen, home_1201)
    return chen


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 100])
def test_cut_into_stretches_it_is_the_same_story(alice, busy, limit):
    request = asked_by(alice)
    whole = timeline.stretch(request, busy, limit=1000).entries
    cut = walked(request, busy, limit)
    assert [entry.mark for entry in cut] == [entry.mark for entry in whole]
    assert len({entry.mark for entry in whole}) == len(whole) >= 13


def test_it_is_newest_first_and_days_count_as_their_last_moment(alice, busy):
    marks = [entry.mark for entry in timeline.stretch(asked_by(alice), busy).entries]
    assert marks == sorted(marks, reverse=True)
    assert moment(date(2026, 2, 1)) > moment(date(2026, 1, 31))


def test_all_rooms_tell_something(alice, busy):
    kinds = {entry.kind for entry in timeline.stretch(asked_by(alice), busy, limit=100).entries}
    assert kinds >= {"note", "call", "task", "visit", "purchase", "case", "known"}


@pytest.mark.parametrize("kind", ["note", "call", "task", "purchase", "visit", "case"])
def test_filtered_by_a_kind_it_tells_of_nothing_else(alice, busy, kind):
    entries = timeline.stretch(asked_by(alice), busy, kinds={kind}, limit=100).entries
    assert entries and {entry.kind for entry in entries} == {kind}


def test_every_kind_that_is_told_has_a_word_for_its_filter(alice, bob, busy):
    for user in (alice, bob):
        request = asked_by(user)
        told = {entry.kind for entry in timeline.stretch(request, busy, limit=100).entries}
        assert told - {"known"} <= set(timeline.kinds_for(request))


def test_what_a_role_may_not_see_is_not_told(mei, cai, busy):
    told = {entry.kind for entry in timeline.stretch(asked_by(mei), busy, limit=100).entries}
    assert "case" not in told and "call" not in told
    sums = timeline.stretch(asked_by(cai), busy, limit=100).entries
    assert "purchase" not in {entry.kind for entry in sums}


def test_a_room_is_asked_for_one_more_than_is_shown_and_never_for_all(alice, busy, monkeypatch):
    asked = []

    def room(request, owner, before, kinds, limit):
        asked.append((before, kinds, limit))
        return []

    monkeypatch.setitem(slots._fillings["owner.timeline"], "tests.room", slots.Filling(room, 99))
    first = timeline.stretch(asked_by(alice), busy, limit=4)
    timeline.stretch(asked_by(alice), busy, before=Mark.read(first.older), kinds={"note"}, limit=4)
    assert asked == [(None, None, 5), (first.entries[-1].mark, {"note"}, 5)]


def test_an_entry_that_arrives_meanwhile_neither_repeats_nor_hides_an_older_one(alice, busy, now):
    request = asked_by(alice)
    first = timeline.stretch(request, busy, limit=4)
    rest = {e.mark for e in timeline.stretch(request, busy, limit=100).entries} - {
        e.mark for e in first.entries
    }
    note(alice, busy, now + timedelta(hours=1))
    older = timeline.stretch(request, busy, before=Mark.read(first.older), limit=100)
    assert {entry.mark for entry in older.entries} == rest


def test_the_number_of_statements_does_not_depend_on_how_long_the_story_is(alice, chen, now):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            timeline.stretch(asked_by(alice), chen)
        return len(captured)

    note(alice, chen, now)
    statements()  # who may what is asked once a session
    few = statements()
    rows = [
        JournalEntry(
            owner=chen, kind="note", text="x", author=alice, at=now - timedelta(minutes=n), written_at=now
        )
        for n in range(400)
    ]
    JournalEntry.objects.bulk_create(rows)
    assert statements() == few


def test_a_mark_that_was_made_up_begins_at_the_newest(signed_in, alice, busy):
    url = reverse("owners:timeline", args=[busy.number])
    assert Mark.read("W10") is None and Mark.read("x" * 400) is None
    page = signed_in(alice).get(f"{url}?before=W10", headers={"HX-Request": "true"})
    assert page.status_code == 200 and 'id="own-timeline"' in page.content.decode()


def test_the_page_goes_on_where_the_stretch_ended(signed_in, alice, chen, now):
    for minutes in range(70):
        note(alice, chen, now - timedelta(minutes=minutes), text=f"第{minutes}条")
    client, seen = signed_in(alice), 0
    url = reverse("owners:card", args=[chen.number])
    while url:
        answer = client.get(url, headers={"HX-Request": "true"})
        seen += answer.content.decode().count('<li class="ds-timeline-entry')
        older = answer.context["stretch"].older
        url = f"{reverse('owners:timeline', args=[chen.number])}?before={older}" if older else None
    assert seen == 71  # and since when we know him


def test_the_api_tells_the_same_story(api, alice, busy):
    url, texts = f"/api/v1/owners/{busy.number}/timeline?size=5", []
    while url:
        body = api(alice).get(url).json()
        texts += [(row["at"], row["kind"], row["text"]) for row in body["results"]]
        url = f"/api/v1/owners/{busy.number}/timeline?size=5&cursor={body['next']}" if body["next"] else ""
    entries = timeline.stretch(asked_by(alice), busy, limit=100).entries
    assert len(texts) == len(entries) and [t[1] for t in texts] == [e.kind for e in entries]


def test_the_api_refuses_a_kind_and_a_cursor_it_does_not_know(api, alice, chen):
    path = f"/api/v1/owners/{chen.number}/timeline"
    assert api(alice).get(f"{path}?kind=gossip").status_code == 422
    assert api(alice).get(f"{path}?cursor=abc").status_code == 422


def test_an_entry_is_of_the_kind_before_the_dot():
    entry = Entry(at=date(2026, 1, 1), strand="case.closed", pk=1, text="")
    assert entry.kind == "case"


def test_what_he_agreed_to_and_took_back_is_told_to_whoever_asks_him(alice, eve, chen, now):
    for days, given in ((2, True), (1, False)):
        when = now - timedelta(days=days)
        consents.say(alice, chen, purpose="events", given=given, source="phone", now=when)
    told = timeline.stretch(asked_by(alice), chen, kinds={"consent"}).entries
    assert [entry.icon for entry in told] == ["lock", "good"]
    assert {entry.actor for entry in told} == {alice.display_name}
    assert told[0].because and told[0].because != "phone"
    assert not timeline.stretch(asked_by(eve), chen, kinds={"consent"}).entries


def test_what_he_asked_about_and_why_he_was_lost_is_told(alice, cai, riverside, now):
    said = {"name": "王芳", "phone": "13700001111", "project": riverside, "source": "hotline"}
    row = prospects.open_prospect(alice, **said, now=now)
    prospects.lose(alice, row, because="price", words="等降价", version=row.version, now=now)
    told = timeline.stretch(asked_by(alice), row.owner, kinds={"interest"}).entries
    assert sorted(entry.strand for entry in told) == ["interest.lost", "interest.opened"]
    lost = next(entry for entry in told if entry.strand == "interest.lost")
    assert riverside.label in lost.text and "等降价" in lost.because
    assert lost.url == reverse("owners:prospect", args=[row.public_id])
    assert not timeline.stretch(asked_by(cai), row.owner, kinds={"interest"}).entries
