import pytest
from django.utils import translation

from crm.accounts.services import grant
from crm.audit.models import AuditEntry
from crm.errors import Refused
from owners.people import services as people
from service_desk.cases.models import Case
from service_desk.clocks.models import Deadline
from service_desk.clocks.services import fire_due
from tests.cases.story import WORDS, facts, nothing_changes


def test_the_owners_words_are_kept_apart_from_the_agents_summary(story):
    case = story.register(summary="卫生间漏水")
    assert (case.words, case.summary, case.registered_by) == (WORDS, "卫生间漏水", story.alice)


def test_without_a_summary_the_first_line_of_the_words_serves(story):
    case = story.register(summary="", words="电梯又停了\n已经第三次")
    assert case.summary == "电梯又停了"


def test_a_long_first_line_is_cut_for_the_summary_only(story):
    case = story.register(summary="", words="漏" * 1000)
    assert len(case.summary) == 300
    assert case.words == "漏" * 1000


def test_an_answer_is_promised_within_five_working_days_of_receipt(story):
    received = story.later(days=-1)
    case = story.register(received_at=received)
    clock = Deadline.objects.get(case=case)
    assert (clock.kind, clock.working_days, clock.started_at) == ("answer", 5, received)
    assert clock.due_at == case.due_at
    assert "5" in clock.rule


def test_praise_is_thanked_for_but_has_no_clock(story):
    case = story.register(kind="praise")
    assert case.due_at is None
    assert not Deadline.objects.exists()


def test_case_history_audit_and_fact_are_one_transaction(story):
    case = story.register()
    (row,) = case.history.all()
    assert (row.verb, row.actor, row.to_status) == ("registered", story.alice, "registered")
    assert AuditEntry.objects.filter(verb="cases.registered", subject_id=case.pk).count() == 1
    assert facts("CaseRegistered") == [
        {
            "case_id": case.pk,
            "owner_id": story.chen.pk,
            "project_id": story.project.pk,
            "kind": "complaint",
            "severity": "ordinary",
        }
    ]


def test_neither_fact_nor_audit_holds_what_was_said(story):
    case = story.register()
    entry = AuditEntry.objects.get(verb="cases.registered", subject_id=case.pk)
    assert "漏水" not in str(facts("CaseRegistered")) + str(entry.after) + entry.because


def test_severity_comes_from_the_impact_and_not_from_the_tone(story):
    quiet = story.register(impact={"safety": True}, emotion="calm")
    loud = story.register(emotion="angry")
    assert (quiet.severity, quiet.severity_because) == ("important", "safety")
    assert loud.severity == "ordinary"


def test_an_unknown_impact_is_not_kept(story):
    assert story.register(impact={"moon": True, "media": False}).impact == {}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"words": "  "}, "words"),
        ({"kind": "rumour"}, "kind"),
        ({"channel": "pigeon"}, "channel"),
        ({"subject": "astrology"}, "subject"),
        ({"emotion": "bored"}, "emotion"),
    ],
)
def test_what_is_not_known_is_refused_by_its_field_and_changes_nothing(story, given, field):
    with nothing_changes(), pytest.raises(Refused) as refusal:
        story.register(**given)
    assert field in refusal.value.fields


def test_what_is_registered_by_hand_is_at_most_a_year_old(story):
    with nothing_changes(), pytest.raises(Refused) as refusal:
        story.register(received_at=story.later(days=-366, seconds=-1))
    assert "received_at" in refusal.value.fields
    assert story.register(received_at=story.later(days=-366)).due_at < story.now


def test_what_is_carried_over_keeps_its_date_and_is_promised_an_answer_from_today(story):
    received = story.later(days=-1500)
    case = story.register(received_at=received, carried_over="carried over from 311")
    clock = Deadline.objects.get(case=case)
    assert (case.received_at, clock.started_at) == (received, story.now)
    assert case.due_at == clock.due_at > story.now
    assert case.history.get().because == "carried over from 311"


def test_what_is_carried_over_raises_no_alarm_on_its_arrival_and_its_rule_says_why(story):
    case = story.register(received_at=story.later(days=-1500), carried_over="carried over from 311")
    assert fire_due(now=story.now) == 0
    rule = "answer within 5 working days after the case was taken over from elsewhere"
    with translation.override("en"):
        assert Deadline.objects.get(case=case).rule.startswith(rule)


def test_a_time_still_to_come_is_refused(story):
    with pytest.raises(Refused) as refusal:
        story.register(received_at=story.later(minutes=1))
    assert "received_at" in refusal.value.fields


def test_a_home_of_another_project_is_refused(story, home_501):
    with nothing_changes(), pytest.raises(Refused) as refusal:
        story.register(home=home_501)
    assert "home" in refusal.value.fields


@pytest.mark.parametrize("at_home", [True, False])
def test_an_owner_of_another_project_is_refused_even_to_who_sees_him_there(story, dai, at_home):
    home = story.home if at_home else None
    with nothing_changes(), pytest.raises(Refused) as refusal:
        story.register(owner=dai, home=home)
    assert [*refusal.value.fields] == ["owner"]


def test_an_owner_who_is_known_in_two_projects_is_registered_in_either(story, dai, now):
    people.belongs(story.machine, dai, story.project, since=now.date(), now=now)
    assert story.register(owner=dai, home=None).owner == dai


def test_an_agent_of_two_projects_cannot_show_an_owner_of_one_to_the_readers_of_the_other(
    story, dai, harbour, api, now
):
    grant(story.machine, story.alice, role="agent", project=harbour, now=now)
    client = api(story.alice)
    body = {
        "project": "RIVERSIDE",
        "owner": dai.number,
        "kind": "complaint",
        "channel": "phone",
        "words": WORDS,
        "subject": "engineering_quality",
    }
    with nothing_changes():
        answer = client.post("cases", body)
    assert (answer.status_code, [*answer.json()["fields"]]) == (422, ["owner"])


def test_a_case_is_found_by_any_piece_of_its_words_in_either_script(story):
    case = story.register()
    assert "天花板" in case.search_text
    assert Case.objects.get(search_text__contains="已经三天").pk == case.pk


@pytest.mark.parametrize(("known", "statements"), [(True, 6), (False, 5)])
def test_registering_takes_five_statements_and_one_for_a_known_owner(
    story, known, statements, django_assert_num_queries
):
    who = {} if known else {"owner": None, "home": None}
    for _each in range(2):
        story.register(**who)  # warms what is written and read once a process
    # the owner's tie to the project; the versions of the judgement, of the deadlines' rules and of the calendar;
    # number and key; everything that is written
    with django_assert_num_queries(statements):
        story.register(**who)


def test_what_is_inserted_together_is_what_the_models_say(story):
    """What is inserted past the ORM leaves no column behind."""
    case = story.register(impact={"safety": True}, demand_amount=5, emotion="angry")
    kept = story.fresh(case)
    for field in Case._meta.concrete_fields:
        assert getattr(kept, field.attname) == getattr(case, field.attname), field.name
    clock, history = Deadline.objects.get(case=case), case.history.get()
    assert (clock.fires_at, clock.level, clock.met_at) == (clock.warn_at, 0, None)
    assert (history.at, history.detail) == (story.now, {"channel": "phone", "severity": "important"})
