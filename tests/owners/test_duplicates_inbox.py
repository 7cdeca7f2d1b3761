"""The scan raises pairs with their reasons; the inbox shows, decides and takes back; nobody sees another city's."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.errors import IllegalMove, Refused
from crm.jobs.work import work_off
from owners.contracts import services as contracts
from owners.duplicates import demo, scanning, services
from owners.duplicates.models import DuplicatePair
from owners.duplicates.states import PairStatus
from owners.models import Merge, Owner
from owners.people import services as people

from .staging import add_home, add_owner

pytestmark = pytest.mark.django_db
INBOX = "/owners/duplicates/"


def scan(now):
    for name in scanning.statements():
        scanning.scan(name, now=now)
    return list(DuplicatePair.objects.order_by("-points", "pk"))


def at_home(actor, owner, home, now):
    contracts.record_ownership(actor, owner, home, share="0.5", since=date(2025, 1, 1), now=now)
    return owner


@pytest.fixture
def flat(alice, riverside, now):
    return add_home(alice, riverside, now, floor=8)


@pytest.fixture
def pair(alice, riverside, flat, now):
    """张伟 and 張偉 of one home: the same person, by every appearance."""
    for name, phone in (("张伟", "13800000001"), ("張偉", "13800000002")):
        at_home(alice, add_owner(alice, riverside, now, name=name, phone=phone), flat, now)
    return scan(now)[0]


def reasons(pair) -> set[str]:
    return {code for code, _points in pair.reasons}


def test_names_in_either_script_at_one_home_are_raised_with_their_reasons(pair):
    assert (pair.status, pair.points) == (PairStatus.OPEN, 65)
    assert reasons(pair) == {"same_name", "same_home"}


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"name": "陈晓明", "email": "c@example.com"}, {"name": "陳曉明", "email": "C@example.com"}, "same_email"),
        ({"name": "李雷", "birth_date": date(1980, 5, 6)}, {"name": "李磊", "birth_date": date(1980, 5, 6)}, "same_sound"),
        ({"name": "王芳", "phone": "13911112222"}, {"name": "王芳", "phone": "13711112222"}, "same_last4"),
        (
            {"name": "Virtanen Matti", "birth_date": date(1970, 1, 2)},
            {"name": "Matti Virtanen", "birth_date": date(1970, 1, 2)},
            "swapped_name",
        ),
        (
            {"name": "上海远航科技有限公司", "kind": "company", "phone": "02112345678"},
            {"name": "上海远航科技", "kind": "company", "phone": "01012345678"},
            "same_company",
        ),
        ({"name": "张伟", "birth_date": date(1990, 3, 4)}, {"name": "Zhang Wei", "birth_date": date(1990, 3, 4)}, "latin_sound"),
    ],
)  # fmt: skip
def test_each_way_of_sharing_something_is_found(alice, riverside, now, one, other, reason):
    for said in (one, other):
        add_owner(alice, riverside, now, **said)
    [found] = scan(now)
    assert reason in reasons(found)


def test_one_building_and_one_name_are_enough_to_ask(alice, riverside, now):
    for floor, name in ((2, "赵敏"), (3, "趙敏")):
        at_home(
            alice,
            add_owner(alice, riverside, now, name=name),
            add_home(alice, riverside, now, floor=floor),
            now,
        )
    assert "same_building" in reasons(scan(now)[0])


def test_a_couple_and_a_common_name_are_left_in_peace(alice, riverside, flat, now):
    for name in ("王小明", "李娜"):
        at_home(alice, add_owner(alice, riverside, now, name=name), flat, now)
    add_owner(alice, riverside, now, name="王小明")
    assert scan(now) == []


def test_a_scan_may_be_repeated(pair, now):
    before = DuplicatePair.objects.values().get()
    scan(now + timedelta(days=1))
    assert DuplicatePair.objects.values().get() == before


def test_what_is_decided_is_not_raised_again_unless_the_facts_change(pair, bob, now):
    services.decide(bob, pair, decision="different", now=now)
    scan(now)
    pair.refresh_from_db()
    assert pair.status == PairStatus.DIFFERENT
    one = Owner.objects.get(pk=pair.first_id)
    people.edit_owner(bob, one, version=one.version, changes={"email": "z@example.com"}, now=now)
    scan(now)
    pair.refresh_from_db()
    assert (pair.status, pair.decided_by) == (PairStatus.OPEN, None)


def test_who_are_alike_no_more_leave_the_inbox(pair, bob, now):
    one = Owner.objects.get(pk=pair.first_id)
    people.edit_owner(bob, one, version=one.version, changes={"name": "孙悟空"}, now=now)
    assert scan(now) == []


def test_a_merged_card_is_compared_no_more(pair, bob, now):
    services.merge(bob, pair.first, pair.second, now=now)
    scan(now)
    assert DuplicatePair.objects.get().status == PairStatus.MERGED


def test_the_scan_runs_as_a_job(pair, bob, now):
    DuplicatePair.objects.all().delete()
    job = services.start_scan(bob, now=now)
    work_off(job.pk, clock=lambda: now)
    job.refresh_from_db()
    assert (job.status, job.rows_done) == ("done", 1)
    assert DuplicatePair.objects.count() == 1


def test_the_scan_needs_a_supervisor(signed_in, api, alice, bob):
    assert signed_in(alice).post(INBOX + "scan/").status_code == 403
    assert api(alice).post("duplicates/scans").status_code == 403
    assert api(bob).post("duplicates/scans").status_code == 202


def test_the_inbox_shows_both_cards_side_by_side_masked_with_what_differs(signed_in, alice, pair):
    page = signed_in(alice).get(INBOX).content.decode()
    assert "张伟" in page and "張偉" in page and "dup-differs" in page
    assert "138****0001" in page and "13800000001" not in page


def test_a_pair_is_hidden_where_one_of_the_two_is(signed_in, api, alice, dan, riverside, harbour, now):
    add_owner(alice, riverside, now, name="Zhao Min", birth_date=date(1980, 1, 1))
    add_owner(dan, harbour, now, name="赵敏", birth_date=date(1980, 1, 1))
    [pair] = scan(now)
    for user in (alice, dan):
        page = signed_in(user).get(INBOX).content.decode()
        assert "赵敏" not in page and "Zhao Min" not in page and "ds-empty" in page
        assert api(user).get("duplicates").json()["results"] == []
        assert (
            api(user).post(f"duplicates/{pair.public_id}/decision", {"decision": "same"}).status_code == 404
        )
    pair.refresh_from_db()
    assert pair.status == PairStatus.OPEN


def test_an_empty_inbox_says_what_would_fill_it(signed_in, alice, chen):
    assert "ds-empty" in signed_in(alice).get(INBOX).content.decode()


def test_the_surest_come_first_and_the_pages_go_on(alice, api, riverside, now):
    for n in range(7):
        for name in ("周杰", "週杰"):
            add_owner(
                alice,
                riverside,
                now,
                name=f"{name}{n}",
                birth_date=date(1980, 1, n + 1),
                email=f"e{n % 2}{n}@example.com",
            )
    scan(now)
    told = api(alice).get("duplicates?size=3").json()
    assert len(told["results"]) == 3 and told["next"]
    points = [row["points"] for row in api(alice).get("duplicates").json()["results"]]
    assert points == sorted(points, reverse=True) and len(points) == 7


@pytest.mark.parametrize("decision", ["same", "different", "later"])
def test_a_decision_is_written_down_and_can_be_taken_back(signed_in, alice, pair, decision):
    client = signed_in(alice)
    answer = client.post(INBOX + "decide/", {"pair": pair.public_id, "decision": decision})
    pair.refresh_from_db()
    assert answer.status_code == 302
    assert (pair.status, pair.decided_by, bool(pair.later_until)) == (decision, alice, decision == "later")
    assert 'data-key="u"' in client.get(INBOX).content.decode()
    client.post(INBOX + "take-back/")
    pair.refresh_from_db()
    assert (pair.status, pair.decided_by, pair.later_until) == (PairStatus.OPEN, None, None)


def test_many_are_different_at_once_or_none(signed_in, alice, riverside, pair, now):
    for name in ("钱多", "錢多"):
        add_owner(alice, riverside, now, name=name, birth_date=date(1988, 8, 8))
    pairs = scan(now)
    ids = [row.public_id for row in pairs]
    client = signed_in(alice)
    unknown = "00000000-0000-4000-8000-000000000000"
    assert (
        client.post(INBOX + "decide/", {"pair": [*ids, unknown], "decision": "different"}).status_code == 404
    )
    assert not DuplicatePair.objects.exclude(status="open").exists()
    client.post(INBOX + "decide/", {"pair": ids, "decision": "different"})
    assert set(DuplicatePair.objects.values_list("status", flat=True)) == {"different"}
    client.post(INBOX + "take-back/")
    assert set(DuplicatePair.objects.values_list("status", flat=True)) == {"open"}


def test_later_comes_back_on_its_day(pair, bob, now):
    services.decide(bob, pair, decision="later", until=now.date() + timedelta(days=7), now=now)
    assert services.wake_put_off(now=now + timedelta(days=6), limit=10) == 0
    assert services.wake_put_off(now=now + timedelta(days=7), limit=10) == 1
    pair.refresh_from_db()
    assert (pair.status, pair.later_until) == (PairStatus.OPEN, None)


@pytest.mark.parametrize("days", [0, -1, 400])
def test_later_names_a_day_to_come_within_a_year(pair, bob, now, days):
    with pytest.raises(Refused):
        services.decide(bob, pair, decision="later", until=now.date() + timedelta(days=days), now=now)
    pair.refresh_from_db()
    assert pair.status == PairStatus.OPEN


def test_an_open_pair_has_no_decision_to_take_back(pair, bob, now):
    with pytest.raises(IllegalMove):
        services.reopen(bob, pair, now=now)


def test_same_leads_a_supervisor_on_to_the_preview_of_the_merge(signed_in, bob, pair):
    answer = signed_in(bob).post(INBOX + "decide/", {"pair": pair.public_id, "decision": "same"}, follow=True)
    page = answer.content.decode()
    assert "dup-choose" in page and pair.first.number in page and pair.second.number in page


def test_a_merge_begins_with_its_preview_and_is_undone_on_its_page(signed_in, bob, pair):
    client = signed_in(bob)
    kept, gone = pair.first, pair.second
    url = reverse("owners:merge", args=[kept.number, gone.number])
    before = Owner.objects.order_by("pk").values_list("pk", "name", "phone_index")
    page = client.get(url).content.decode()
    assert 'name="take-phone"' in page and list(before) == list(before.all())
    done = client.post(url, {"take-phone": "gone", "take-name": "kept"}, follow=True)
    merge = Merge.objects.get()
    assert merge.choices["phone"] == "gone" and Owner.objects.get(pk=kept.pk).phone == "13800000002"
    assert reverse("owners:undo_merge", args=[merge.public_id]) in done.content.decode()
    card = client.get(reverse("owners:card", args=[gone.number]))
    assert card.status_code == 302 and card["Location"] == reverse("owners:card", args=[kept.number])
    assert gone.number in client.get(card["Location"]).content.decode()  # on the timeline
    client.post(reverse("owners:undo_merge", args=[merge.public_id]))
    for owner in (kept, gone):
        page = client.get(reverse("owners:card", args=[owner.number]))
        assert page.status_code == 200
        told = page.content.decode()
        assert told.count(reverse("owners:merged", args=[merge.public_id])) == 2  # made, and undone
    pair.refresh_from_db()
    assert pair.status == PairStatus.OPEN


def test_an_agent_decides_but_does_not_merge(signed_in, alice, pair):
    url = reverse("owners:merge", args=[pair.first.number, pair.second.number])
    assert signed_in(alice).get(url).status_code == 403
    assert signed_in(alice).post(url).status_code == 403
    assert not Merge.objects.exists()


def test_the_api_previews_merges_and_undoes(api, bob, pair):
    client, kept, gone = api(bob), pair.first.number, pair.second.number
    preview = client.get(f"owners/{kept}/merge?gone={gone}").json()
    assert preview["total"] == 1 and any(row["field"] == "phone" for row in preview["differences"])
    merge = client.post(f"owners/{kept}/merge", {"gone": gone, "choices": {"phone": "gone"}}).json()
    told = client.get(f"owners/{gone}").json()
    assert (told["number"], told["merged_from"]) == (kept, [gone])
    assert client.get("merges").json()["results"][0]["id"] == merge["id"]
    undone = client.post(f"merges/{merge['id']}/undo").json()
    assert undone["undone_by"] == "bob"
    assert client.get(f"owners/{gone}").json()["number"] == gone
    assert client.post(f"merges/{merge['id']}/undo").status_code == 409


def test_over_the_api_a_choice_that_is_none_is_refused(api, bob, pair):
    client, kept, gone = api(bob), pair.first.number, pair.second.number
    for choices in ({"phone": "both"}, {"merged_into": "gone"}):
        assert client.post(f"owners/{kept}/merge", {"gone": gone, "choices": choices}).status_code == 422
    assert not Merge.objects.exists()


def test_another_city_s_owner_cannot_be_merged(api, alice, bob, chen, dai):
    for kept, gone in ((chen, dai), (dai, chen)):
        assert api(bob).post(f"owners/{kept.number}/merge", {"gone": gone.number}).status_code == 404
    assert not Merge.objects.exists()


def statements(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_the_inbox_asks_as_often_for_many_pairs_as_for_one(signed_in, alice, bob, riverside, pair, now):
    client = signed_in(bob)
    one = statements(client, INBOX)
    for n in range(6):
        for name in ("吴用", "吳用"):
            add_owner(alice, riverside, now, name=f"{name}{n}", birth_date=date(1980, 1, n + 1))
    assert len(scan(now)) == 7
    assert statements(client, INBOX) == one


def test_the_demonstration_town_has_pairs_to_decide_and_a_merge_to_undo(alice, bob, riverside, flat, now):
    for n in range(120):
        owner = add_owner(
            alice,
            riverside,
            now,
            name=f"陈{'建国华明强'[n % 5]}{'一二三四五六'[n % 6]}",
            birth_date=date(1960 + n % 40, 1, 1 + n % 28),
        )
        contracts.record_ownership(
            alice, owner, add_home(alice, riverside, now, floor=20 + n), since=date(2025, 1, 1), now=now
        )
    demo.load(SimpleNamespace(staff={"bob": bob}), now=now)
    assert DuplicatePair.objects.filter(status="open").exists()
    services.undo(bob, Merge.objects.get(), now=now)
    assert not Owner.objects.filter(merged_into__isnull=False).exists()
