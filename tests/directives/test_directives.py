import threading

import pytest
from django.db import IntegrityError, connection, transaction

from crm.audit.models import AuditEntry
from crm.errors import DoorstepError, IllegalMove, NotAllowed, NotFound, Refused
from service_desk.directives import selectors, services
from service_desk.directives.access import directive_for
from service_desk.directives.models import Directive
from tests.cases.story import facts, nothing_changes


def issue(story, **given):
    said = {
        "owner": story.chen,
        "project": story.project,
        "purpose": "recover_case",
        "plan": "personal_visit",
        "instruction": "主管登门拜访",
        "reason": "业主不满意，价值较高",
        "budget_amount": 20_000,
        "due_at": story.later(days=5),
        "now": story.now,
    }
    return services.issue(story.machine, **{**said, **given})


def test_an_order_says_what_why_by_when_and_with_which_means(story):
    row = issue(story)
    assert (row.status, row.budget_amount, row.currency) == ("issued", 20_000, "CNY")
    assert facts("DirectiveIssued") == [
        {"directive_id": row.pk, "owner_id": story.chen.pk, "case_id": None, "purpose": "recover_case"}
    ]
    assert AuditEntry.objects.filter(verb="directives.issued", subject_id=row.pk).count() == 1


def test_without_a_project_it_is_the_cases(story):
    case = story.register()
    assert issue(story, project=None, case=case).project == story.project


def test_while_one_is_open_for_the_purpose_that_one_comes_back(story):
    first = issue(story)
    with nothing_changes():
        assert issue(story, plan="gift") == first


def test_another_purpose_or_another_owner_has_its_own(story, dai):
    rows = {issue(story).pk, issue(story, purpose="win_back").pk, issue(story, owner=dai).pk}
    assert len(rows) == 3


@pytest.mark.parametrize("ended", ["fulfilled", "withdrawn"])
def test_once_it_has_ended_a_new_one_may_be_issued(story, ended):
    row = issue(story)
    if ended == "fulfilled":
        services.fulfil(story.alice, row, result="已拜访", now=story.now)
    else:
        services.withdraw(story.bob, row, because="不再需要", now=story.now)
    assert issue(story).pk != row.pk


def test_no_other_writer_opens_a_second_one(story):
    row = issue(story)
    with pytest.raises(IntegrityError), transaction.atomic():
        Directive.objects.create(
            number="D-x",
            owner=row.owner,
            purpose=row.purpose,
            currency="CNY",
            issued_at=story.now,
            due_at=story.now,
        )


def test_whoever_accepts_carries_it_out(story):
    row = services.accept(story.alice, issue(story), now=story.now)
    assert (row.status, row.assignee, row.accepted_at) == ("accepted", story.alice, story.now)


def test_fulfilling_tells_the_fact_that_closes_the_loop(story):
    row = services.fulfil(story.alice, issue(story), result="已拜访", spent_amount=5_000, now=story.now)
    assert (row.status, row.fulfilled_by, row.spent_amount) == ("fulfilled", story.alice, 5_000)
    assert facts("DirectiveFulfilled") == [
        {"directive_id": row.pk, "owner_id": story.chen.pk, "case_id": None}
    ]


def test_more_than_the_budget_needs_a_new_decision(story):
    row = issue(story)
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.fulfil(story.alice, row, result="已拜访", spent_amount=20_001, now=story.now)
    assert "spent_amount" in refusal.value.fields


def test_a_result_and_a_reason_are_asked_for(story):
    row = issue(story)
    with nothing_changes(), pytest.raises(Refused):
        services.fulfil(story.alice, row, result=" ", now=story.now)
    with nothing_changes(), pytest.raises(Refused):
        services.withdraw(story.bob, row, because="", now=story.now)


@pytest.mark.parametrize("verb", ["accept", "fulfil", "withdraw"])
@pytest.mark.parametrize("ended", ["fulfil", "withdraw"])
def test_what_has_ended_moves_no_more(story, verb, ended):
    def do(name):
        said = {"accept": {}, "fulfil": {"result": "好"}, "withdraw": {"because": "不用"}}[name]
        return getattr(services, name)(story.bob, row, now=story.now, **said)

    row = issue(story)
    do(ended)
    with nothing_changes(), pytest.raises(IllegalMove):
        do(verb)


def test_directives_are_found_in_scope_by_those_who_carry_them_out(story, dan, hong, mei):
    row = issue(story)
    assert directive_for(story.alice, row.number, to="directives.accept") == row
    assert directive_for(mei, row.number, to="directives.fulfil") == row
    with pytest.raises(NotFound):
        directive_for(dan, row.number)
    with pytest.raises(NotAllowed):
        directive_for(hong, row.number)
    with pytest.raises(NotAllowed):
        directive_for(story.alice, row.number, to="directives.withdraw")
    assert selectors.open_directives(dan) == []


def test_open_ones_come_soonest_first(story):
    later = issue(story)
    sooner = issue(story, purpose="win_back", due_at=story.later(days=1))
    assert selectors.open_directives(story.alice) == [sooner, later]


def race(acts):
    """All of them at once; what each got, or what refused it."""
    barrier, got = threading.Barrier(len(acts)), []

    def run(act):
        barrier.wait(20)
        try:
            got.append(act())
        except DoorstepError as refusal:
            got.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return got


@pytest.mark.django_db(transaction=True)
def test_eight_who_issue_at_once_get_the_same_one(story):
    got = race([lambda: issue(story)] * 8)
    assert {row.pk for row in got} == {Directive.objects.get().pk}
    assert len(facts("DirectiveIssued")) == 1


@pytest.mark.django_db(transaction=True)
def test_of_fulfil_and_withdraw_at_once_one_wins(story):
    row = issue(story)
    got = race(
        [
            lambda: services.fulfil(story.alice, row, result="好", now=story.now),
            lambda: services.withdraw(story.bob, row, because="不用", now=story.now),
        ]
    )
    assert sorted(isinstance(each, IllegalMove) for each in got) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_the_open_one_ending_between_the_refused_insert_and_the_look_leads_to_a_new_one(story, monkeypatch):
    row = issue(story)
    real, ran = type(Directive.objects.all()).open, []

    def injected(rows):
        if not ran:
            ran.append(True)
            race([lambda: services.fulfil(story.alice, row, result="好", now=story.now)])
        return real(rows)

    monkeypatch.setattr(type(Directive.objects.all()), "open", injected)
    assert issue(story).pk != row.pk
