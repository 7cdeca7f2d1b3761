"""One owner goes into another: everything follows, nothing is lost, and both come back to the letter."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from crm.accounts import services as accounts
from crm.accounts.models import Role
from crm.audit.models import AuditEntry
from crm.errors import DoorstepError, IllegalMove, Refused
from crm.events.models import OutboxEvent
from crm.privacy import services as privacy
from owners import ties
from owners.access import owner_for
from owners.contracts import services as contracts
from owners.contracts import stages
from owners.duplicates import services
from owners.duplicates.models import Merge
from owners.models import Owner, OwnerProject, Ownership, Purchase, ShowroomVisit
from owners.people import services as people
from owners.people.selectors import owner_by_phone
from owners.selectors import find_owners
from profitability.ledger import services as ledger
from profitability.ledger.services import Source
from profitability.models import LedgerEntry
from service_desk.cases.models import Case
from tests.flows import story
from tests.people import PASSWORD, machine

from .everything_tied import a_row_for_each_tie, but_counters, every_row, where
from .staging import add_home, add_owner, buy

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(alice, riverside, now):
    """陳建國, who is Chen once more, under another telephone."""
    return add_owner(
        alice, riverside, now, name="陳建國", phone="13700000002", email="chen@example.com",
        identity="11010519491231002X", occupation="教师",
    )  # fmt: skip


def again(owner) -> Owner:
    return Owner.objects.get(pk=owner.pk)


def test_every_row_of_a_told_story_follows(
    alice, bob, hong, chen, twin, home_1201, engineering, desk, riverside, now
):
    case = story.worked(alice, hong, story.registered(alice, chen, home_1201), engineering, amount=20_000)
    ledger.post(
        alice, owner=chen, project=riverside, kind="gift", amount=-500, currency="CNY", source=Source("t", "1"), at=now, now=now,
    )  # fmt: skip
    merge = services.merge(bob, twin, chen, now=now)
    case.refresh_from_db()
    assert case.owner == twin
    assert not LedgerEntry.objects.filter(owner=chen).exists()
    assert LedgerEntry.objects.filter(owner=twin).exists()
    assert Ownership.objects.get(home=home_1201).owner == twin
    assert merge.counts["service_desk.Case.owner"] == 1


def test_a_merge_moves_every_tie_on_the_list(bob, chen, twin, now):
    made = a_row_for_each_tie(chen)
    assert len(made) >= 12
    services.merge(bob, twin, chen, now=now)
    left = [tie.model for tie, key in made if where(tie, key) != tie.named(again(twin))]
    assert left == []


def test_a_tie_missing_from_the_list_stays_behind_and_is_noticed(monkeypatch, bob, chen, twin, now):
    made = a_row_for_each_tie(chen)
    fewer = {(t.model, t.path): t for t in ties.all_ties() if t.model != "service_desk.Case"}
    monkeypatch.setattr("owners.ties._ties", fewer)
    services.merge(bob, twin, chen, now=now)
    assert [tie.model for tie, key in made if where(tie, key) != tie.named(again(twin))] == [
        "service_desk.Case"
    ]


def test_undoing_restores_every_row_of_every_table(
    bob, alice, chen, twin, riverside, harbour, home_1201, now
):
    a_row_for_each_tie(chen)
    a_row_for_each_tie(twin)
    flat = add_home(alice, riverside, now, floor=2)
    buy(alice, chen, flat, now)
    contracts.record_visit(alice, chen, project=riverside, on=date(2026, 1, 5), now=now)
    contracts.record_visit(alice, twin, project=riverside, on=date(2026, 1, 5), now=now)
    stages.refresh([chen.pk, twin.pk], now=now)  # what is worked out from made-up rows
    before = every_row()
    merge = services.merge(
        bob, twin, chen, choices={"name": "gone", "phone": "gone", "email": "gone"}, now=now
    )
    assert every_row() != before
    services.undo(bob, merge, now=now)
    assert but_counters(every_row(), twin.pk) == but_counters(before, twin.pk)


def test_merging_undoing_and_merging_again_the_other_way_round_loses_nothing(bob, chen, twin, now):
    before = every_row()
    for kept, gone in ((chen, twin), (twin, chen), (chen, twin)):
        services.undo(bob, services.merge(bob, kept, gone, now=now), now=now)
    both = (chen.pk, twin.pk)
    assert but_counters(every_row(), *both) == but_counters(before, *both)


def test_the_fuller_card_wins_field_by_field_unless_somebody_says_otherwise(bob, chen, twin, now):
    services.merge(bob, chen, twin, choices={"phone": "gone"}, now=now)
    kept = again(chen)
    assert (kept.phone, kept.email, kept.occupation) == ("13700000002", "chen@example.com", "教师")
    assert kept.identity == "11010519491231002X"


def test_a_field_that_does_not_exist_is_refused_and_nothing_changes(bob, chen, twin, now):
    before = every_row()
    for choices in ({"merged_into": "gone"}, {"phone": "both"}):
        with pytest.raises(Refused):
            services.merge(bob, chen, twin, choices=choices, now=now)
    with pytest.raises(Refused):
        services.merge(bob, chen, chen, now=now)
    assert every_row() == before


def test_the_signpost_says_nothing_about_a_person(bob, chen, twin, now):
    services.merge(bob, twin, chen, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(o)::text FROM owners_owner o WHERE id = %s", [chen.pk])
        text = cursor.fetchone()[0]
    assert "陈建国" not in text and "jianguo" not in text and "5678" not in text
    gone = again(chen)
    assert (gone.merged_into, gone.phone_index, gone.name) == (twin, None, chen.number)


def test_the_old_number_and_the_old_telephone_lead_to_the_kept_one(bob, chen, twin, now):
    services.merge(bob, twin, chen, now=now)
    assert owner_for(bob, chen.number) == twin
    assert list(find_owners(bob, chen.number)) == [twin]
    assert owner_by_phone(bob, "138 1234 5678") == twin
    assert list(find_owners(bob, "13812345678")) == [twin]


def test_after_the_undoing_each_number_is_its_own_again(bob, chen, twin, now):
    services.undo(bob, services.merge(bob, twin, chen, now=now), now=now)
    assert owner_for(bob, chen.number) == chen
    assert owner_by_phone(bob, "13812345678") == chen


def test_what_happened_to_the_kept_one_since_stays_with_him(bob, alice, chen, twin, riverside, now):
    merge = services.merge(bob, chen, twin, now=now)
    flat = add_home(alice, riverside, now, floor=3)
    bought = buy(alice, again(chen), flat, now)
    people.edit_owner(
        alice, again(chen), version=again(chen).version, changes={"occupation": "厨师"}, now=now
    )
    services.undo(bob, merge, now=now)
    assert Purchase.objects.get(pk=bought.pk).owner == chen
    assert again(chen).occupation == "厨师" and again(chen).email is None
    assert again(twin).occupation == "教师" and again(twin).email == "chen@example.com"


def test_who_met_something_new_in_a_project_the_other_brought_stays_known_there(
    bob, system, chen, dai, harbour, now
):
    merge = services.merge(system, chen, dai, now=now)
    contracts.record_visit(system, again(chen), project=harbour, on=date(2026, 2, 1), now=now)
    services.undo(system, merge, now=now)
    assert OwnerProject.objects.filter(owner=chen, project=harbour).exists()
    assert OwnerProject.objects.filter(owner=dai, project=harbour).exists()


def test_an_undoing_is_refused_while_a_later_merge_builds_on_it(bob, alice, chen, twin, riverside, now):
    third = add_owner(alice, riverside, now, name="陈建帼")
    first = services.merge(bob, chen, twin, now=now)
    second = services.merge(bob, third, again(chen), now=now)
    before = every_row()
    with pytest.raises(IllegalMove, match=chen.number):
        services.undo(bob, first, now=now)
    assert every_row() == before
    services.undo(bob, second, now=now)
    services.undo(bob, first, now=now)
    assert not Owner.objects.filter(merged_into__isnull=False).exists()


def test_signposts_are_never_chained(bob, alice, chen, twin, riverside, now):
    third = add_owner(alice, riverside, now, name="陈建帼")
    services.merge(bob, chen, twin, now=now)
    second = services.merge(bob, third, again(chen), now=now)
    assert owner_for(bob, twin.number) == third
    services.undo(bob, second, now=now)
    assert owner_for(bob, twin.number) == chen


def test_what_was_previewed_is_merged_and_nobody_he_has_gone_into_since(
    bob, alice, chen, twin, riverside, now, signed_in, api
):
    third = add_owner(alice, riverside, now, name="陈建帼")
    services.merge(bob, chen, twin, now=now)
    page = f"/owners/{third.number}/merge/{twin.number}/"
    assert signed_in(bob).post(page).status_code == 409
    assert api(bob).post(f"/api/v1/owners/{third.number}/merge", {"gone": twin.number}).status_code == 409
    assert api(bob).post(f"/api/v1/owners/{twin.number}/merge", {"gone": third.number}).status_code == 409
    assert not Owner.objects.filter(pk__in=[chen.pk, third.pk], merged_into__isnull=False).exists()
    assert signed_in(bob).get(page).url == f"/owners/{third.number}/merge/{chen.number}/"


def test_who_could_not_have_merged_does_not_part(bob, chen, dai, now, signed_in, api):
    everywhere = accounts.add_user(
        machine(), username="lin", display_name="林", language="en", password=PASSWORD, now=now
    )
    accounts.grant(machine(), everywhere, role=Role.SUPERVISOR, now=now)
    merge = services.merge(everywhere, chen, dai, now=now)
    assert signed_in(bob).post(f"/owners/merges/{merge.public_id}/undo/").status_code == 403
    assert api(bob).post(f"/api/v1/merges/{merge.public_id}/undo", {}).status_code == 403
    assert again(dai).merged_into == chen
    assert api(everywhere).post(f"/api/v1/merges/{merge.public_id}/undo", {}).status_code == 200


def test_a_telephone_somebody_else_was_given_since_cannot_come_back(bob, alice, chen, twin, riverside, now):
    merge = services.merge(bob, chen, twin, now=now)
    other = add_owner(alice, riverside, now, name="孙五", phone="13700000002")
    before = every_row()
    with pytest.raises(IllegalMove, match=other.number):
        services.undo(bob, merge, now=now)
    assert every_row() == before


def test_a_merge_is_undone_once(bob, chen, twin, now):
    merge = services.merge(bob, chen, twin, now=now)
    services.undo(bob, merge, now=now)
    with pytest.raises(IllegalMove):
        services.undo(bob, merge, now=now)


def test_what_went_cannot_be_merged_again(bob, alice, chen, twin, riverside, now):
    third = add_owner(alice, riverside, now, name="陈建帼")
    services.merge(bob, chen, twin, now=now)
    with pytest.raises(IllegalMove):
        services.merge(bob, third, twin, now=now)
    with pytest.raises(IllegalMove):
        services.merge(bob, twin, third, now=now)


def test_shares_of_a_home_both_held_are_added_up_and_parted_again(bob, alice, chen, twin, riverside, now):
    flat = add_home(alice, riverside, now, floor=4)
    half = Decimal("0.5")
    contracts.record_ownership(alice, chen, flat, share=half, since=date(2020, 1, 1), now=now)
    contracts.record_ownership(
        alice, twin, flat, share=half, since=date(2022, 1, 1), until=date(2024, 1, 1), now=now
    )
    before = list(Ownership.objects.filter(home=flat).order_by("pk").values())
    merge = services.merge(bob, chen, twin, now=now)
    held = Ownership.objects.filter(home=flat, owner=chen).order_by("since")
    assert [(row.share, row.since.year, row.until and row.until.year) for row in held] == [
        (half, 2020, 2022),
        (1, 2022, 2024),
        (half, 2024, None),
    ]
    services.undo(bob, merge, now=now)
    assert list(Ownership.objects.filter(home=flat).order_by("pk").values()) == before


def test_a_home_sold_since_is_sold_by_both_after_the_undoing(bob, alice, chen, twin, riverside, now):
    flat = add_home(alice, riverside, now, floor=4)
    for owner in (chen, twin):
        contracts.record_ownership(alice, owner, flat, share=Decimal("0.5"), since=date(2020, 1, 1), now=now)
    merge = services.merge(bob, chen, twin, now=now)
    whole = Ownership.objects.get(home=flat)
    assert whole.share == 1
    contracts.end_ownership(alice, whole, until=date(2025, 6, 1), because="转让", now=now)
    services.undo(bob, merge, now=now)
    assert set(Ownership.objects.filter(home=flat).values_list("owner", "until")) == {
        (chen.pk, date(2025, 6, 1)),
        (twin.pk, date(2025, 6, 1)),
    }


def test_two_visits_of_one_day_stay_two_rows_and_one_of_them_behind(bob, alice, chen, twin, riverside, now):
    for owner in (chen, twin):
        contracts.record_visit(alice, owner, project=riverside, on=date(2026, 1, 5), now=now)
    services.merge(bob, chen, twin, now=now)
    assert ShowroomVisit.objects.filter(owner=chen).count() == 1
    assert ShowroomVisit.objects.filter(owner=twin).count() == 1


def test_consents_follow_and_the_latest_counts(bob, chen, twin, now):
    privacy.record_consent(bob, chen, purpose="marketing", given=True, source="phone", now=now)
    privacy.record_consent(
        bob, twin, purpose="marketing", given=False, source="phone", now=now + timedelta(hours=1)
    )
    services.merge(bob, chen, twin, now=now + timedelta(hours=2))
    assert not privacy.consented(again(chen), "marketing", now=now + timedelta(hours=3))


def test_a_fact_under_way_about_the_merged_owner_finds_the_kept_one(alice, bob, chen, twin, riverside, now):
    flat = add_home(alice, riverside, now, floor=5)
    buy(alice, chen, flat, now, margin_amount=1_000_000)
    assert OutboxEvent.objects.waiting().filter(stream=f"owner:{chen.pk}").exists()
    services.merge(bob, twin, chen, now=now)
    story.deliver(now)
    assert not OutboxEvent.objects.waiting().exists() and not OutboxEvent.objects.dead().exists()
    assert set(LedgerEntry.objects.values_list("owner", flat=True)) == {twin.pk}


def test_a_row_that_comes_late_follows_within_minutes_and_goes_back_with_the_rest(
    bob, chen, twin, riverside, now
):
    merge = services.merge(bob, twin, chen, now=now)
    late = ShowroomVisit.objects.create(owner=chen, project=riverside, on=date(2026, 2, 2), created_at=now)
    assert services.gather_late(now=now + timedelta(minutes=1), limit=10) == 0
    assert services.gather_late(now=now + timedelta(minutes=3), limit=10) == 1
    assert services.gather_late(now=now + timedelta(minutes=4), limit=10) == 0
    late.refresh_from_db()
    assert late.owner == twin
    services.undo(bob, Merge.objects.get(pk=merge.pk), now=now + timedelta(minutes=5))
    late.refresh_from_db()
    assert late.owner == chen


def test_the_audit_names_both(bob, chen, twin, now):
    merge = services.merge(bob, twin, chen, because="同一个人", now=now)
    services.undo(bob, merge, because="看错了", now=now)
    entries = AuditEntry.objects.filter(verb__in=["owners.merge", "owners.merged_away", "owners.part"])
    assert sorted((entry.verb, entry.subject_label) for entry in entries) == sorted(
        [
            ("owners.merge", twin.number),
            ("owners.merged_away", chen.number),
            ("owners.part", twin.number),
            ("owners.part", chen.number),
        ]
    )


def test_nothing_of_the_two_is_kept_once_a_merge_is_undone(bob, chen, twin, now):
    merge = services.merge(bob, twin, chen, now=now)
    assert "13812345678" not in str(Merge.objects.filter(pk=merge.pk).values("choices", "moved", "counts"))
    assert services.undo(bob, merge, now=now).before is None


@pytest.fixture
def entry(alice, chen, riverside, now):
    ledger.post(
        alice, owner=chen, project=riverside, kind="gift", amount=-500, currency="CNY", source=Source("t", "1"), at=now, now=now,
    )  # fmt: skip
    return LedgerEntry.objects.get()


def refused(**values) -> bool:
    try:
        with transaction.atomic():
            LedgerEntry.objects.update(**values)
    except DatabaseError:
        return True
    return False


def test_outside_a_merge_nobody_says_whose_an_entry_is(entry, twin):
    assert refused(owner=twin) and refused(amount=-1) and refused(owner=twin, amount=-1)


def test_naming_a_merge_that_was_of_others_does_not_help(entry, bob, alice, chen, twin, riverside, now):
    third, fourth = (add_owner(alice, riverside, now, name=name) for name in ("甲一", "乙二"))
    merge = services.merge(bob, third, fourth, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('doorstep.merge', %s, true)", [str(merge.pk)])
    assert refused(owner=twin)


def test_inside_a_merge_nothing_but_the_owner_may_change(entry, bob, chen, twin, now):
    merge = services.merge(bob, twin, chen, now=now)  # the transaction of the test goes on under this merge
    assert refused(amount=-1) and refused(owner=chen, amount=-1)
    assert not refused(owner=chen)
    assert merge.counts["profitability.LedgerEntry.owner"] == 1


def test_the_stage_follows_the_facts(bob, alice, chen, twin, now):
    assert (again(chen).stage, again(twin).stage) == ("signed", "lead")
    merge = services.merge(bob, twin, chen, now=now)
    assert (again(chen).stage, again(twin).stage) == ("lead", "signed")
    services.undo(bob, merge, now=now)
    assert (again(chen).stage, again(twin).stage) == ("signed", "lead")


def test_cases_point_at_the_kept_one_and_no_refusal_leaves_half(bob, chen, twin, monkeypatch, now):
    before = every_row()

    def broken(*args, **kwargs):
        raise IllegalMove("at the marked line")

    monkeypatch.setattr("owners.duplicates.merging.pair_merged", broken)
    with pytest.raises(DoorstepError):
        services.merge(bob, twin, chen, now=now)
    assert every_row() == before and not Case.objects.exists()
