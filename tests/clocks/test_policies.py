from datetime import timedelta

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from crm.errors import IllegalMove, Refused, Stale
from service_desk.cases import services as cases
from service_desk.causes import services as causes
from service_desk.clocks import in_force, policies, retiming
from service_desk.clocks.models import ClockPolicy, ClockRule, Deadline, DeadlineChange, PauseReason
from service_desk.clocks.preview import preview
from service_desk.clocks.rules import About, Promise, promise_for
from service_desk.gravity import services as gravity

NAMES = {"en": "quick", "zh-hans": "从快", "zh-hant": "從快", "fi": "nopea"}
CASE = About("complaint", "major", "engineering_quality.waterproofing", 7)


def rule(draft, actor, now, **given):
    said = {"clock": "answer", "measure": "working_hours", "amount": 4, "names": NAMES}
    return policies.set_rule(actor, draft, now=now, **{**said, **given})


def effect(draft, actor, now, **given):
    return policies.take_effect(actor, draft, because="试行", **{"on_open": False, **given}, now=now)


def answer_of(case):
    return Deadline.objects.get(case=case, kind="answer")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def draft(story, bob):
    story.register()
    return policies.begin_draft(bob, now=story.now)


def test_the_most_specific_rule_wins():
    rows = [
        Promise("answer", "working_days", 5),
        Promise("answer", "working_days", 4, kind="complaint"),
        Promise("answer", "working_days", 3, severity="major"),
        Promise("answer", "working_days", 2, subject="engineering_quality"),
        Promise("answer", "working_days", 1, project_id=7),
        Promise("answer", "working_hours", 9, kind="complaint", severity="major"),
        Promise("answer", "working_hours", 1, kind="complaint", severity="major", project_id=8),
    ]
    order = []
    while (found := promise_for(rows, "answer", CASE)) is not None:
        order.append(found.amount)
        rows.remove(found)
    assert order == [9, 1, 2, 3, 4, 5]
    assert [row.amount for row in rows] == [1]


def test_a_class_of_subjects_holds_for_the_finer_ones_below_it_only():
    coarse = Promise("answer", "working_days", 2, subject="engineering_quality")
    fine = Promise("answer", "working_days", 1, subject="engineering_quality.waterproofing")
    assert promise_for([coarse, fine], "answer", CASE) == fine
    assert not coarse.fits("answer", About("complaint", "major", "engineering_quality_x", 7))


def test_the_shipped_rules_are_what_the_procedure_promises(story):
    clock = answer_of(story.register())
    assert (clock.amount, clock.measure, clock.set_by.policy.number) == (5, "working_days", 1)
    assert not Deadline.objects.filter(case=story.register(kind="praise")).exists()


def test_clocks_that_ran_before_there_were_rules_become_the_shipped_rules_own(story):
    case = story.register()
    Deadline.objects.update(set_by=None)
    with pgtrigger.ignore():
        ClockRule.objects.all().delete()
        PauseReason.objects.all().delete()
        ClockPolicy.objects.all().delete()
    assert in_force.policy_in_force(now=story.now).number == 1
    assert answer_of(case).set_by.label == "the usual answer"


def test_a_draft_changes_nothing_until_it_takes_effect(story, draft, bob):
    rule(draft, bob, story.now)
    assert answer_of(story.register()).amount == 5
    effect(draft, bob, story.now)
    clock = answer_of(story.register())
    assert (clock.amount, clock.measure, clock.set_by.label) == (4, "working_hours", "quick")
    assert clock.due_at == story.now + timedelta(hours=5, minutes=30)


def test_a_case_may_have_no_clock(story, draft, bob):
    rule(draft, bob, story.now, measure="none", severity="ordinary")
    effect(draft, bob, story.now)
    case = story.register()
    assert not Deadline.objects.filter(case=case).exists()
    assert case.due_at is None


def test_first_response_and_resolution_run_where_a_rule_says_so(story, draft, bob):
    rule(draft, bob, story.now, clock="first_response", amount=2)
    rule(draft, bob, story.now, clock="resolution", measure="working_days", amount=20)
    effect(draft, bob, story.now)
    by_mail, by_phone = story.register(channel="mail"), story.register()
    kinds = set(Deadline.objects.filter(case=by_mail).values_list("kind", flat=True))
    assert kinds == {"answer", "first_response", "resolution"}
    assert not Deadline.objects.filter(case=by_phone, kind="first_response").exists()
    cases.assign(bob, by_mail, to=story.alice, because="轮到她", now=story.now)
    cases.reply(story.alice, by_mail, body="我们收到了。", now=story.now)
    running = Deadline.objects.running().filter(case=by_mail).values_list("kind", flat=True)
    assert set(running) == {"answer", "resolution"}


def test_new_rules_leave_open_cases_alone_unless_asked(story, draft, bob):
    before = answer_of(story.register()).due_at
    rule(draft, bob, story.now)
    effect(draft, bob, story.now)
    assert retiming.retime_due(now=story.now) == 0
    assert set(Deadline.objects.values_list("due_at", flat=True)) == {before}


def test_open_cases_follow_in_stretches_and_what_was_promised_is_kept(story, draft, bob):
    for _each in range(4):
        story.register()
    before = answer_of(story.register()).due_at
    rule(draft, bob, story.now)
    effect(draft, bob, story.now, on_open=True)
    done = [retiming.retime_due(now=story.now, limit=2) for _each in range(4)]
    assert done == [2, 2, 2, 0]
    assert {row.amount for row in Deadline.objects.all()} == {4}
    kept = DeadlineChange.objects.all()
    assert {(row.due_before, row.rule_after.label) for row in kept} == {(before, "quick")}
    assert kept.count() == 6
    assert story.fresh(Deadline.objects.first().case).due_at == Deadline.objects.first().due_at
    assert retiming.retime_due(now=story.now) == 0


def test_a_case_judged_anew_follows_the_rule_for_what_it_is_now(story, draft, bob):
    rule(draft, bob, story.now, severity="major", amount=2)
    effect(draft, bob, story.now)
    case = story.register()
    cases.confirm_severity(bob, case, severity="major", because="可能伤人", now=story.now)
    clock = answer_of(case)
    assert (clock.amount, clock.measure) == (2, "working_hours")
    assert story.fresh(case).due_at == clock.due_at
    assert clock.changes.get().why == "severity"


def test_the_preview_says_how_many_change_and_which_would_be_overdue(story, draft, bob, dan):
    old = story.register(received_at=story.later(days=-3))
    rule(draft, bob, story.now)
    seen = preview(bob, draft, now=story.now)
    assert (seen.looked_at, seen.changed, seen.earlier, seen.overdue) == (2, 2, 2, 1)
    assert seen.shown[0].deadline.case == old
    assert preview(dan, draft, now=story.now).shown == []
    assert Deadline.objects.get(case=old).amount == 5


def test_what_has_taken_effect_is_never_changed_whoever_writes(story, draft, bob):
    effect(draft, bob, story.now)
    with pytest.raises(IllegalMove):
        rule(draft, bob, story.now)
    for write in (
        lambda: ClockRule.objects.filter(policy=draft).update(amount=9),
        lambda: ClockRule.objects.filter(policy=draft).delete(),
        lambda: ClockPolicy.objects.filter(pk=draft.pk).update(most_moves=1),
    ):
        with pytest.raises(Exception, match=r"changed|Cannot update"), transaction.atomic():
            write()


def test_there_is_one_draft_at_a_time(story, draft, bob):
    assert policies.begin_draft(bob, now=story.now) == draft
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockPolicy.objects.create(
            number=99, written_at=story.now, no_move_days=1, most_moves=1, most_rejections=1
        )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"names": {"en": "only"}}, "names"),
        ({"amount": 0}, "amount"),
        ({"measure": "none", "clock": "return_visit"}, "measure"),
        ({"subject": "ghosts"}, "subject"),
    ],
)
def test_a_rule_that_says_nothing_sensible_is_refused(story, draft, bob, given, field):
    before = draft.rules.count()
    with pytest.raises(Refused) as refusal:
        rule(draft, bob, story.now, **given)
    assert field in refusal.value.fields
    assert draft.rules.count() == before


def test_waiting_for_the_owner_never_stops_the_clock_of_our_answer(story, draft, bob):
    given = {"code": "wait", "names": NAMES, "longest_days": 5, "waits_for_owner": True}
    with pytest.raises(Refused):
        policies.set_reason(bob, draft, clocks=["answer"], **given, now=story.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.reasons.create(clocks=["answer"], **given)


def test_a_return_visit_keeps_a_rule_for_all_cases(story, draft, bob):
    general = draft.rules.get(clock="return_visit")
    policies.remove_rule(bob, draft, general.public_id, now=story.now)
    with pytest.raises(Refused):
        effect(draft, bob, story.now)


def test_who_edits_an_older_state_of_the_draft_is_told(story, draft, bob):
    rule(draft, bob, story.now, version=1)
    with pytest.raises(Stale):
        rule(draft, bob, story.now, version=1)


def test_what_is_learned_of_a_case_changes_its_clocks_as_a_person_s_word_does(story, draft, bob):
    rule(draft, bob, story.now, severity="major", amount=2)
    effect(draft, bob, story.now)
    case = story.register()
    gravity.learn_impact(story.alice, case, impact={"safety": True, "law": True}, now=story.now)
    clock = answer_of(case)
    assert story.fresh(case).severity == "major"
    assert (clock.amount, clock.measure) == (2, "working_hours")
    assert story.fresh(case).due_at == clock.due_at


def test_the_class_named_at_the_investigation_brings_its_own_clock(story, draft, bob):
    rule(draft, bob, story.now, subject="title_deed", amount=3)
    effect(draft, bob, story.now)
    case = story.drive("assigned")
    causes.name_cause(story.alice, case, code="title_deed", now=story.now)
    assert answer_of(case).amount == 3
    assert story.fresh(case).due_at == answer_of(case).due_at


def test_what_only_the_more_serious_case_is_promised_starts_when_that_is_known(story, draft, bob):
    rule(draft, bob, story.now, clock="resolution", severity="major", measure="working_days", amount=7)
    rule(draft, bob, story.now, clock="first_response", severity="major", amount=2)
    effect(draft, bob, story.now)
    case = story.register(channel="mail")
    later = story.later(days=1)
    cases.confirm_severity(bob, case, severity="major", because="可能伤人", now=later)
    started = dict(Deadline.objects.running().filter(case=case).values_list("kind", "started_at"))
    assert started == {"answer": story.now, "resolution": later, "first_response": later}
    cases.confirm_severity(bob, case, severity="ordinary", because="看错了", now=later)
    assert [row.kind for row in Deadline.objects.running().filter(case=case)] == ["answer"]


def test_no_promise_that_was_kept_is_given_a_second_time(story, draft, bob):
    rule(draft, bob, story.now, clock="first_response", severity="major", amount=2)
    rule(draft, bob, story.now, clock="resolution", severity="major", amount=2)
    effect(draft, bob, story.now)
    told = story.register(channel="mail")
    cases.assign(bob, told, to=story.alice, because="轮到她", now=story.now)
    cases.reply(story.alice, told, body="我们明天上午来看，请您放心。", now=story.now)
    done = story.drive("completed")
    for case in (told, done):
        cases.confirm_severity(bob, case, severity="major", because="可能伤人", now=story.now)
    assert {row.kind for row in Deadline.objects.running().filter(case=told)} == {"answer", "resolution"}
    assert not Deadline.objects.running().filter(case=done, kind__in=["answer", "resolution"]).exists()
