"""Segments kept: who may keep, see, change and use them; that nothing leaks; that every version stays."""

from datetime import timedelta

import pytest

from crm.accounts import services as accounts
from crm.accounts.models import Role, User
from crm.audit.models import AuditEntry
from crm.errors import NotAllowed, NotFound, Refused, Stale
from owners.models import Owner, Segment, SegmentCount, SegmentVersion
from owners.people import services as people
from owners.segments import access, counting, selectors, services

pytestmark = pytest.mark.django_db


def condition(key, operator, value=None, where=None):
    said = {"field": key, "is": operator} | ({} if value is None else {"value": value})
    return said | ({"where": where} if where else {})


def all_of(*parts):
    return {"join": "all", "parts": list(parts)}


SIGNED = all_of(condition("stage.is", "any_of", ["signed"]))
EXACTING = all_of(condition("profile.manner", "any_of", ["exacting"]))
COMPLAINED = all_of(condition("service.cases", "at_least", 1, {"kind": ["complaint"]}))


def kept(actor, now, tree=SIGNED, name="准业主", **more) -> Segment:
    return services.save_new(actor, name=name, tree=tree, now=now, **more)


def members(segment, actor, now) -> set[str]:
    return set(services.members(segment, actor=actor, now=now).values_list("name", flat=True))


def test_a_segment_is_kept_with_its_first_version_and_an_audit_entry(bob, chen, now):
    segment = kept(bob, now)
    assert (segment.version, segment.owned_by) == (1, bob)
    version = SegmentVersion.objects.get(segment=segment)
    assert (version.number, version.tree, version.written_by) == (1, SIGNED, bob)
    assert AuditEntry.objects.filter(verb="segments.add", subject_label=str(segment.public_id)).exists()


def test_its_members_are_asked_anew_each_time(bob, chen, dai, now):
    segment = kept(bob, now)
    assert members(segment, bob, now) == {"陈建国"}
    Owner.objects.filter(pk=chen.pk).update(stage="settling_in")
    assert members(segment, bob, now) == set()


def test_the_house_itself_asks_of_everybody_and_each_person_of_his_own_projects(bob, chen, dai, now):
    segment = kept(bob, now)
    assert set(services.members(segment, now=now)) == {chen, dai}
    assert members(segment, bob, now) == {"陈建国"}


def test_a_merged_owner_is_a_member_of_nothing(bob, chen, dai, now):
    segment = kept(bob, now)
    Owner.objects.filter(pk=chen.pk).update(merged_into=dai)
    assert members(segment, bob, now) == set()


@pytest.mark.parametrize("who", ["pia", "ada", "hong", "cai", "sam"])
def test_segments_are_not_for_everybody(request, who, now):
    with pytest.raises(NotAllowed):
        kept(request.getfixturevalue(who), now)
    assert not Segment.objects.exists()


# ——— what is shared with whom ———


def test_one_s_own_segment_is_seen_by_nobody_else(alice, bob, now):
    segment = kept(bob, now)
    with pytest.raises(NotFound):
        access.segment_for(alice, segment.public_id)
    assert access.segment_for(bob, segment.public_id) == segment


def test_a_team_s_segment_is_seen_in_its_projects_only(alice, bob, dan, riverside, now):
    segment = kept(bob, now, sharing="team", projects=[riverside])
    assert access.segment_for(alice, segment.public_id) == segment
    with pytest.raises(NotFound):
        access.segment_for(dan, segment.public_id)


def test_an_agent_gives_no_segment_to_everybody(alice, bob, dan, now):
    with pytest.raises(NotAllowed):
        kept(alice, now, sharing="everyone")
    assert not Segment.objects.exists()
    assert access.segment_for(dan, kept(bob, now, sharing="everyone").public_id)


def test_nobody_shares_into_projects_that_are_not_his(bob, harbour, now):
    with pytest.raises(NotFound):
        kept(bob, now, sharing="team", projects=[harbour])
    assert not Segment.objects.exists()


def test_a_colleague_uses_a_segment_and_does_not_change_it(alice, bob, riverside, now):
    segment = kept(bob, now, sharing="team", projects=[riverside])
    with pytest.raises(NotAllowed):
        services.change(alice, segment, version=1, changes={"name": "别的"}, now=now)
    with pytest.raises(NotAllowed):
        access.segment_for(alice, segment.public_id, to="segments.edit")
    segment.refresh_from_db()
    assert (segment.name, segment.version) == ("准业主", 1)
    copy = services.copy(alice, segment, now=now)
    assert (copy.owned_by, copy.tree, copy.sharing) == (alice, SIGNED, "mine")


# ——— nothing leaks ———


def test_marketing_cannot_ask_by_a_hint_for_whoever_answers(mei, chen, now):
    with pytest.raises(Refused) as refusal:
        kept(mei, now, tree=EXACTING)
    assert list(refusal.value.fields) == ["tree/parts/0/field"]
    assert not Segment.objects.exists()
    assert "profile.manner" not in {field.key for field in access.fields_for(mei)}


def test_a_hint_in_a_shared_segment_is_not_found_out_by_counting(bob, mei, chen, now):
    people.edit_owner(bob, chen, version=1, changes={"manner": "exacting"}, now=now)
    segment = kept(bob, now, tree=EXACTING, sharing="everyone")
    assert members(segment, bob, now) == {"陈建国"}
    with pytest.raises(NotAllowed):
        services.members(segment, actor=mei, now=now)


def test_a_field_counts_only_where_its_role_is_held(riverside, harbour, chen, dai, now):
    """Marketing in Harbour View, agent in Riverside: a hint is asked of Riverside alone."""
    both = accounts.add_user(
        accounts.system_user("tests"),
        username="both",
        display_name="Both",
        language="en",
        password=None,
        now=now,
    )
    machine = accounts.system_user("tests")
    accounts.grant(machine, both, role=Role.AGENT, project=riverside, now=now)
    accounts.grant(machine, both, role=Role.MARKETING, project=harbour, now=now)
    both = User.objects.get(pk=both.pk)
    Owner.objects.update(manner="exacting")
    segment = kept(both, now, tree=EXACTING)
    assert members(segment, both, now) == {"陈建国"}
    opposite = kept(both, now, tree={"join": "none", "parts": [EXACTING]}, name="其他")
    assert members(opposite, both, now) == set()  # not "everybody of Harbour View is not exacting"


def test_what_an_owner_did_in_another_city_does_not_count_here(bob, chen, harbour, now):
    """Chen also belongs to Harbour View and reserved there; Bob sees him, and hears nothing of that."""
    from owners.contracts import services as contracts

    machine = accounts.system_user("tests")
    contracts.record_purchase(
        machine,
        chen,
        None,
        kind="reservation",
        project=harbour,
        signed_on=now.date(),
        amount=20_000_00,
        now=now,
    )
    segment = kept(bob, now, tree=all_of(condition("purchase.count", "at_least", 1)))
    assert members(segment, bob, now) == set()
    assert set(services.members(segment, now=now)) == {chen}


def test_a_day_of_birth_is_not_asked_by_who_sees_the_year_only(mei, bob, chen, now):
    keys = {field.key for field in access.fields_for(mei)}
    assert "profile.age" in keys and "profile.birthday" not in keys
    assert "profile.birthday" in {field.key for field in access.fields_for(bob)}


def test_places_of_others_are_not_looked_up(bob, dai, now):
    from owners.segments import lookup

    assert [value for value, _label in lookup.projects(bob)] == ["RIVERSIDE"]
    with pytest.raises(Refused) as refusal:
        kept(bob, now, tree=all_of(condition("place.project", "any_of", ["RIVERSIDE", "HARBOUR"])))
    assert list(refusal.value.fields) == ["tree/parts/0/value/1"]


# ——— versions ———


def test_every_change_is_a_version_and_any_can_be_brought_back(bob, chen, now):
    segment = kept(bob, now)
    changed = services.change(bob, segment, version=1, changes={"tree": COMPLAINED, "name": "投诉"}, now=now)
    assert (changed.version, changed.name) == (2, "投诉")
    restored = services.restore(bob, segment, 1, version=2, now=now)
    assert (restored.version, restored.tree, restored.name) == (3, SIGNED, "准业主")
    rows = SegmentVersion.objects.filter(segment=segment).order_by("number").values_list("number", "restores")
    assert list(rows) == [(1, None), (2, None), (3, 1)]


def test_a_stale_change_changes_nothing(bob, now):
    segment = kept(bob, now)
    services.change(bob, segment, version=1, changes={"name": "新"}, now=now)
    with pytest.raises(Stale):
        services.change(bob, segment, version=1, changes={"name": "旧"}, now=now)
    segment.refresh_from_db()
    assert (segment.name, segment.version) == ("新", 2)


def test_saying_the_same_again_is_no_version(bob, now):
    segment = kept(bob, now)
    assert services.change(bob, segment, version=1, changes={"tree": SIGNED}, now=now).version == 1
    assert SegmentVersion.objects.count() == 1


# ——— in use, away, gone ———


def test_what_is_used_cannot_be_deleted_and_what_is_not_can(bob, now):
    segment = kept(bob, now)
    services.use(bob, segment, what="rewards.event", reference="E-1", label="秋季业主答谢", now=now)
    services.use(bob, segment, what="rewards.event", reference="E-1", label="秋季业主答谢", now=now)
    with pytest.raises(Refused) as refusal:
        services.delete(bob, segment, now=now)
    assert (refusal.value.code, refusal.value.extra["uses"]) == ("in_use", ["秋季业主答谢"])
    assert Segment.objects.filter(pk=segment.pk).exists()
    services.release(bob, segment, what="rewards.event", reference="E-1", now=now)
    services.delete(bob, segment, now=now)
    assert not Segment.objects.exists() and not SegmentVersion.objects.exists()


def test_an_archived_segment_leaves_the_list_and_goes_on_working(bob, chen, now):
    segment = kept(bob, now)
    services.archive(bob, segment, now=now)
    assert list(selectors.listed(bob)) == [] and list(selectors.listed(bob, archived=True)) == [segment]
    assert members(segment, bob, now) == {"陈建国"}
    services.archive(bob, segment, archived=False, now=now)
    assert list(selectors.listed(bob)) == [segment]


# ——— counts ———


def test_a_point_a_day_is_kept_for_whoever_keeps_it_and_a_tree_that_changes_starts_a_new_line(bob, chen, now):
    segment = kept(bob, now)
    for days in range(3):
        assert services.count_due(now=now + timedelta(days=days), limit=200) == 1
        assert services.count_due(now=now + timedelta(days=days), limit=200) == 0
    reader = selectors.asked(bob, SIGNED, now=now).reader
    assert [count for _day, count in selectors.history(segment, reader)] == [1, 1, 1]
    services.change(bob, segment, version=1, changes={"tree": COMPLAINED}, now=now)
    assert not SegmentCount.objects.exists()


def test_the_line_of_a_larger_scope_is_not_shown_to_a_smaller_one(bob, eve, chen, dai, now):
    segment = kept(eve, now, sharing="everyone")
    services.count_due(now=now, limit=200)
    small, large = (selectors.asked(user, SIGNED, now=now).reader for user in (bob, eve))
    assert [count for _day, count in selectors.history(segment, large)] == [2]
    assert selectors.history(segment, small) == []


def test_a_keeper_who_lost_his_role_stops_no_count(bob, chen, now):
    segment = kept(bob, now, tree=COMPLAINED)
    bob.grants.all().delete()
    accounts.grant(accounts.system_user("tests"), bob, role=Role.MARKETING, now=now)
    assert services.count_due(now=now, limit=200) == 1
    segment.refresh_from_db()
    assert segment.counted_on is not None and not SegmentCount.objects.exists()


def test_a_count_that_takes_too_long_says_so_instead_of_going_on(bob, chen, now, monkeypatch):
    rows = Owner.objects.extra(where=["pg_sleep(0.2) IS NOT NULL"])
    monkeypatch.setattr(counting, "EXACT", 40)
    monkeypatch.setattr(counting, "CAPPED", 40)
    assert counting.count(rows) == counting.Found(None, exact=False)
    assert counting.count(Owner.objects.all()) == counting.Found(1)  # the connection is as it was


def test_of_very_many_it_says_more_than_where_the_time_is_up(bob, chen, dai, now, monkeypatch):
    monkeypatch.setattr(counting, "FLOORS", (1,))
    monkeypatch.setattr(counting, "MANY", 0)
    assert counting.count(Owner.objects.all()) == counting.Found(2)
    monkeypatch.setattr(counting, "LIVE", 0)
    assert counting.count(Owner.objects.all()) == counting.Found(1, exact=False)


def test_members_and_their_explanation_take_as_many_statements_for_one_condition_as_for_ten(
    bob, chen, now, django_assert_num_queries
):
    ten = all_of(*[condition("profile.manager", "any_of", ["me", "bob"])] * 10)
    for tree in (all_of(condition("profile.manager", "any_of", ["me", "bob"])), ten):
        with django_assert_num_queries(
            4
        ):  # where he may ask it, of how many projects, what colleagues are called, the members
            asked = selectors.asked(bob, tree, now=now)
            assert asked.sentence and list(asked.rows) == []


def test_a_place_that_nobody_can_be_at_is_counted_without_a_query_of_owners(bob, chen, now):
    tree = all_of(condition("place.building", "any_of", ["RIVERSIDE"]))
    assert counting.count(selectors.asked(bob, tree, now=now).rows) == counting.Found(0)
