"""Two people at once: forced at the marked line, one winner each time."""

import threading

import pytest
from django.db import connection

from crm.errors import DoorstepError, IllegalMove, Refused, Stale
from service_desk.cases import services
from service_desk.cases.models import Case, CaseHistory
from service_desk.cases.services import approving, closing, departments, intake, visiting
from tests.cases.story import facts

pytestmark = pytest.mark.django_db(transaction=True)


class Competitor(threading.Thread):
    """Somebody else's act, in a connection of his own; `outcome` is what he got or what refused him."""

    def __init__(self, act):
        super().__init__(daemon=True)
        self.act, self.outcome = act, None

    def run(self):
        try:
            self.outcome = self.act()
        except DoorstepError as refusal:
            self.outcome = refusal
        finally:
            connection.close()


def before_the_lock(monkeypatch, module, act, line="locked"):
    """Just before `module` takes its lock, somebody else does `act` to the end."""
    real, ran = getattr(module, line), []

    def injected(*args, **kwargs):
        if not ran:
            ran.append(True)
            other = Competitor(act)
            other.start()
            other.join(20)
            ran.append(other.outcome)
        return real(*args, **kwargs)

    monkeypatch.setattr(module, line, injected)
    return ran


def behind_the_lock(monkeypatch, module, act, line):
    """While `module` holds its lock and reaches `line`, somebody else begins `act` and has to wait."""
    real, others = getattr(module, line), []

    def injected(*args, **kwargs):
        if not others:
            other = Competitor(act)
            others.append(other)
            other.start()
            wait_until_blocked()
        return real(*args, **kwargs)

    monkeypatch.setattr(module, line, injected)
    return others


def wait_until_blocked():
    """Until another backend waits for a lock of ours; asked of the database, not of the clock."""
    pause = threading.Event()
    for _attempt in range(2000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction keeps what it saw first
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)) LIMIT 1"
            )
            if cursor.fetchone():
                return
        pause.wait(0.005)
    raise AssertionError("the competitor never waited: the line is not behind the lock")


def test_of_close_and_reopen_the_first_wins(story, monkeypatch):
    case = story.drive("visiting", subject="property_service")
    ran = before_the_lock(
        monkeypatch, closing, lambda: services.close(story.bob, case, because="满意", now=story.now)
    )
    with pytest.raises(IllegalMove):
        services.reopen(story.bob, case, because="不满意", now=story.now)
    assert ran[1].status == "closed"
    assert (len(facts("CaseClosed")), len(facts("CaseReopened"))) == (1, 0)


def test_whoever_comes_while_the_case_is_held_waits_and_is_refused(story, monkeypatch):
    case = story.drive("visiting", subject="property_service")
    act = lambda: services.reopen(story.bob, case, because="不满意", now=story.now)  # noqa: E731
    others = behind_the_lock(monkeypatch, closing, act, "shut")
    services.close(story.bob, case, because="满意", now=story.now)
    others[0].join(20)
    assert isinstance(others[0].outcome, IllegalMove)
    assert story.fresh(case).status == "closed"


def test_two_who_approve_at_once_offer_it_once(story, monkeypatch, eve):
    proposal = story.propose(story.drive("answered"), amount=90_000)
    act = lambda: services.decide_approval(eve, proposal, approved=True, now=story.now)  # noqa: E731
    before_the_lock(monkeypatch, approving, act, "locked_paper")
    with pytest.raises(IllegalMove):
        services.decide_approval(story.bob, proposal, approved=False, because="太贵", now=story.now)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.approved_by) == ("offered", eve)
    assert len(facts("ProposalApproved")) == 1


def test_two_answers_to_one_slip_are_one(story, monkeypatch):
    case = story.drive("transferred")
    slip = case.slips.get()
    act = lambda: services.answer_slip(story.hong, slip, solution="甲", now=story.now)  # noqa: E731
    before_the_lock(monkeypatch, departments, act, "locked_paper")
    with pytest.raises(IllegalMove):
        services.answer_slip(story.hong, slip, solution="乙", now=story.now)
    assert case.slips.get().solution == "甲"


def test_two_slips_to_one_department_are_one(story, monkeypatch):
    case = story.drive("investigating")
    act = lambda: services.transfer(story.alice, case, request="甲", now=story.now)  # noqa: E731
    before_the_lock(monkeypatch, departments, act)
    with pytest.raises(Refused):
        services.transfer(story.alice, case, request="乙", now=story.now)
    assert case.slips.count() == 1


def test_planning_visits_twice_at_once_plans_them_once(story, monkeypatch):
    case = story.drive("completed")
    act = lambda: services.plan_return_visits(story.machine, case, now=story.now)  # noqa: E731
    others = behind_the_lock(monkeypatch, visiting, act, "_write_visits")
    ours = services.plan_return_visits(story.machine, case, now=story.now)
    others[0].join(20)
    assert [row.pk for row in others[0].outcome] == [row.pk for row in ours]
    assert case.visits.count() == 2


def test_of_two_who_saw_the_same_version_the_second_is_stale(story, monkeypatch):
    case = story.drive("assigned")
    act = lambda: story.hand_over(case, story.bob, because="甲")  # noqa: E731
    before_the_lock(monkeypatch, intake, act)
    with pytest.raises(Stale):
        services.confirm_severity(
            story.alice, case, severity="hot", because="乙", version=case.version, now=story.now
        )
    assert story.fresh(case).severity == "ordinary"


def test_without_the_lock_both_would_win(story, monkeypatch):
    """The negative control: the row as the actor saw it, not held, lets the second close what was reopened."""

    def unlocked(case, version=None):
        return Case.objects.select_related("project__city").get(pk=case.pk)

    case = story.drive("visiting", subject="property_service")
    monkeypatch.setattr(closing, "locked", unlocked)
    act = lambda: services.close(story.bob, case, because="满意", now=story.now)  # noqa: E731
    real, others = closing._stop, []

    def injected(*args, **kwargs):
        if not others:
            others.append(Competitor(act))
            others[0].start()
            others[0].join(20)
        return real(*args, **kwargs)

    monkeypatch.setattr(closing, "_stop", injected)
    with pytest.raises(Exception, match="illegal move"):  # the trigger is the last line of defence
        services.reopen(story.bob, case, because="不满意", now=story.now)
    assert CaseHistory.objects.filter(case=case, verb="closed").count() == 1
