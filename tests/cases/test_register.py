import pytest

from crm.audit.models import AuditEntry
from crm.errors import Refused
from service_desk.cases.models import Case
from service_desk.clocks.models import Deadline
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


def test_a_time_still_to_come_is_refused(story):
    with pytest.raises(Refused) as refusal:
        story.register(received_at=story.later(minutes=1))
    assert "received_at" in refusal.value.fields


def test_a_home_of_another_project_is_refused(story, home_501):
    with pytest.raises(Refused) as refusal:
        story.register(home=home_501)
    assert "home" in refusal.value.fields


def test_a_case_is_found_by_any_piece_of_its_words_in_either_script(story):
    case = story.register()
    assert "天花板" in case.search_text
    assert Case.objects.get(search_text__contains="已经三天").pk == case.pk


def test_registering_takes_three_statements(story, django_assert_num_queries):
    story.register()  # warms what is read once a process
    # number and key, calendar's version, everything that is written
    with django_assert_num_queries(3):
        story.register()


def test_what_is_inserted_together_is_what_the_models_say(story):
    """What is inserted past the ORM leaves no column behind."""
    case = story.register(impact={"safety": True}, demand_amount=5, emotion="angry")
    kept = story.fresh(case)
    for field in Case._meta.concrete_fields:
        assert getattr(kept, field.attname) == getattr(case, field.attname), field.name
    clock, history = Deadline.objects.get(case=case), case.history.get()
    assert (clock.fires_at, clock.level, clock.met_at) == (clock.warn_at, 0, None)
    assert (history.at, history.detail) == (story.now, {"channel": "phone", "severity": "important"})
