"""One spokesperson, one approved statement, a log that only grows, every post answered, reports in their rhythm."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from crm.errors import IllegalMove, NotAllowed, NotFound, Refused
from service_desk.cases import services as cases
from service_desk.crisis import access, selectors, services
from service_desk.crisis.models import ContactEntry, CrisisReport, CrisisStatement, PostAnswer
from service_desk.guidance.models import GuardRule
from tests.cases.story import nothing_changes


def test_a_crisis_names_who_speaks_and_takes_its_cases_into_care(room):
    assert (room.crisis.status, room.crisis.spokesperson) == ("open", room.sam)
    assert room.crisis.number.startswith("K-2026-")
    assert [row.case for row in room.crisis.members.all()] == [room.case]
    assert room.case.history.latest("id").verb == "crisis_joined"


def test_only_a_spokesperson_of_the_place_may_be_named(room):
    with pytest.raises(Refused) as refusal:
        room.open(spokesperson=room.alice)
    assert set(refusal.value.fields) == {"spokesperson"}
    with pytest.raises(Refused):
        services.name_spokesperson(room.bob, room.crisis, person=room.bob, because="x", now=room.now)


def test_a_statement_is_written_by_one_approved_by_another_and_issued_by_the_spokesperson(room):
    draft = room.draft()
    with pytest.raises(NotAllowed):
        services.approve_statement(room.bob, draft, now=room.now)
    with pytest.raises(IllegalMove):
        services.publish_statement(room.sam, draft, now=room.now)
    approved = services.approve_statement(room.eve, draft, now=room.now)
    for other in (room.bob, room.eve, room.alice):
        with pytest.raises(NotAllowed):
            services.publish_statement(other, approved, now=room.now)
    issued = services.publish_statement(room.sam, approved, now=room.now)
    assert (issued.status, issued.published_by) == ("published", room.sam)


def test_exactly_one_statement_is_in_force_and_the_versions_stay(room):
    first, second = room.issued(), room.issued(en="The cause is found.")
    first.refresh_from_db()
    assert (first.status, second.status, second.version) == ("replaced", "published", 2)
    assert selectors.statement_in_force(room.crisis) == second
    with pytest.raises(IntegrityError), transaction.atomic():
        CrisisStatement.objects.filter(pk=first.pk).update(version=9, status="published")


def test_the_database_lets_nobody_approve_his_own_words_or_skip_a_step(room):
    row = room.draft()
    for change in (
        {"status": "published", "published_by": room.sam, "published_at": room.now},
        {"status": "approved", "approved_by": room.bob, "approved_at": room.now},
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            CrisisStatement.objects.filter(pk=row.pk).update(**change)


def test_what_was_not_issued_may_be_dropped_with_a_reason_and_stays_to_be_read(room):
    row = room.draft()
    with pytest.raises(Refused):
        services.drop_statement(room.eve, row, because="", now=room.now)
    services.drop_statement(room.eve, row, because="太早", now=room.now)
    assert selectors.room(room.crisis).statements[0].because == "太早"
    with pytest.raises(IllegalMove):
        services.drop_statement(room.eve, room.issued(), because="x", now=room.now)


def test_the_log_is_never_changed_and_corrected_only_by_a_further_entry(room):
    entry = room.contact()
    for change in (lambda rows: rows.update(said="没有问"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(ContactEntry.objects.filter(pk=entry.pk))
    addendum = services.correct_contact(room.alice, entry, said="是电视台的记者", now=room.later(minutes=5))
    assert (addendum.adds_to, addendum.by, addendum.counterpart) == (entry, room.alice, entry.counterpart)
    again = services.correct_contact(room.bob, addendum, said="已核实", now=room.later(minutes=6))
    assert again.adds_to == entry


def test_every_post_has_a_clock_and_only_the_spokesperson_answers_as_himself(room):
    post = room.post()
    assert post.due_at - post.found_at == timedelta(minutes=120)
    with nothing_changes(), pytest.raises(NotAllowed):
        services.answer_post(room.bob, post, words="您好，我们已派人上门。", now=room.now)
    answer = services.answer_post(
        room.sam, post, words="您好，我们已派人上门检查，周五给您答复。", now=room.later(minutes=30)
    )
    post.refresh_from_db()
    assert (answer.by, post.answered_at) == (room.sam, room.later(minutes=30))
    with pytest.raises(DatabaseError), transaction.atomic():
        PostAnswer.objects.filter(pk=answer.pk).update(words="x")


def test_it_closes_with_its_lessons_and_only_when_every_post_is_answered(room):
    post = room.post()
    with pytest.raises(Refused):
        services.close(room.bob, room.crisis, lessons="早说", now=room.now)
    services.answer_post(room.sam, post, words="您好，我们已派人上门检查，周五给您答复。", now=room.now)
    with pytest.raises(Refused):
        services.close(room.bob, room.crisis, lessons=" ", now=room.now)
    closed = services.close(room.bob, room.crisis, lessons="第一条帖子两小时内答复", now=room.now)
    assert (closed.status, closed.lessons, closed.next_report_at) == (
        "closed",
        "第一条帖子两小时内答复",
        None,
    )
    for act in (room.draft, room.post, room.contact):
        with pytest.raises(IllegalMove):
            act()


def test_people_are_in_charge_by_task_one_at_a_time(room):
    first = services.put_in_charge(room.bob, room.crisis, task="owners", person=room.alice, now=room.now)
    assert (
        services.put_in_charge(room.bob, room.crisis, task="owners", person=room.alice, now=room.now) == first
    )
    services.put_in_charge(room.bob, room.crisis, task="owners", person=room.story.cai, now=room.now)
    assert [duty.person for duty in selectors.room(room.crisis).duties] == [room.story.cai]


def test_a_stranger_to_the_project_is_put_in_charge_of_nothing(room, dan):
    with pytest.raises(Refused):
        services.put_in_charge(room.bob, room.crisis, task="site", person=dan, now=room.now)


def test_legal_steps_have_dates_and_an_outcome_once(room):
    on = room.now.date()
    with pytest.raises(Refused):
        services.add_legal_step(
            room.bob,
            room.crisis,
            kind="letter_in",
            on=on,
            about="律师函",
            due_on=on - timedelta(days=1),
            now=room.now,
        )
    step = services.add_legal_step(
        room.bob, room.crisis, kind="letter_in", on=on, about="律师函", counsel="金律师", now=room.now
    )
    services.finish_legal_step(room.bob, step, outcome="已答复", now=room.now)
    with pytest.raises(IllegalMove):
        services.finish_legal_step(room.bob, step, outcome="x", now=room.now)


def test_reports_are_made_in_their_rhythm_once_each_and_never_change(room):
    services.set_rhythm(room.bob, room.crisis, report_every="hour", answer_within=60, now=room.now)
    room.contact()
    assert services.make_due_reports(now=room.later(minutes=59)) == 0
    assert services.make_due_reports(now=room.later(minutes=61)) == 1
    assert services.make_due_reports(now=room.later(minutes=62)) == 0
    report = CrisisReport.objects.get()
    assert (report.sequence, report.since) == (1, room.crisis.opened_at)
    assert report.snapshot["cases"][0]["number"] == room.case.number
    with pytest.raises(DatabaseError), transaction.atomic():
        CrisisReport.objects.update(sequence=7)
    room.crisis.refresh_from_db()
    assert room.crisis.next_report_at == room.later(minutes=121)


def test_a_report_tells_only_what_is_new_of_the_log_and_all_that_stands(room):
    room.contact()
    room.issued()
    room.post()
    services.make_report(room.bob, room.crisis, now=room.later(hours=3))
    second = services.make_report(room.bob, room.crisis, now=room.later(hours=4))
    first = room.crisis.reports.get(sequence=1)
    assert (len(first.snapshot["contacts"]), len(second.snapshot["contacts"])) == (1, 0)
    assert second.snapshot["statement"]["version"] == 1
    assert (second.snapshot["posts"]["all"], second.snapshot["posts"]["late"]) == (1, 1)


@pytest.fixture
def reserved(db):
    return GuardRule.objects.in_force().filter(finding="spokesperson", language="zh").first()


def test_the_timeline_holds_everything_newest_first(room):
    room.contact(at=room.now - timedelta(hours=1))
    room.issued()
    room.post()
    told = selectors.room(room.crisis).timeline
    assert [moment.at for moment in told] == sorted((moment.at for moment in told), reverse=True)
    assert len(told) == 6


def test_the_room_is_restricted(room, dan, hong, cai, story):
    for stranger, error in (
        (dan, NotFound),
        (story.alice, NotAllowed),
        (hong, NotAllowed),
        (cai, NotAllowed),
    ):
        with pytest.raises(error):
            access.crisis_for(stranger, room.crisis.number)
    assert access.crisis_for(room.eve, room.crisis.number) == room.crisis
    with pytest.raises(NotAllowed):
        access.crisis_for(room.eve, room.crisis.number, to="crisis.issue")


def test_a_case_of_another_project_is_not_taken_in(room, dai, home_501, story):
    other = story.register(project=home_501.project, owner=dai, home=home_501)
    with nothing_changes(), pytest.raises(Refused):
        services.attach_case(room.bob, room.crisis, case=other, now=room.now)


def test_a_case_still_closes_and_leaves_the_view(room):
    from service_desk.cases.queue import queue

    def listed():
        return [row["number"] for row in queue(room.bob, "crisis", now=room.now)]

    assert listed() == [room.case.number]
    services.close(room.bob, room.crisis, lessons="无", now=room.now)
    assert listed() == []
    assert cases.note(room.alice, room.case, body="好", now=room.now)
