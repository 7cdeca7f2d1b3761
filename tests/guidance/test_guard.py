"""What goes to an owner is read again when it is sent, and what people did with findings is kept."""

import pytest

from crm.errors import NotAllowed, Refused
from service_desk.cases import services as cases
from service_desk.cases.models import CaseMessage
from service_desk.cases.states import CaseStatus
from service_desk.guidance import guard
from service_desk.guidance.guard import Said
from service_desk.guidance.models import GuardCatch
from tests.cases.story import nothing_changes

BLAME = "这都怪您自己，明天师傅会来。"
INSULT = "您这是无理取闹。"
FINE = "洪工明天上午九点到您家查看，请您留意电话。"


def caught():
    return list(GuardCatch.objects.order_by("id").values_list("rule__code", "outcome", "because"))


def test_a_harmless_reply_goes_without_a_word(story):
    message = cases.reply(story.alice, story.drive(CaseStatus.ASSIGNED), body=FINE, now=story.now)
    assert message.body == FINE
    assert caught() == []


def test_a_serious_finding_asks_and_nothing_goes(story):
    case = story.drive(CaseStatus.ASSIGNED)
    with nothing_changes(), pytest.raises(Refused) as refusal:
        cases.reply(story.alice, case, body=BLAME, now=story.now)
    assert refusal.value.code == "guard_asks"
    assert [one["kind"] for one in refusal.value.extra["findings"]] == ["blame"]
    assert caught() == []


def test_with_a_reason_it_goes_and_the_reason_is_kept_with_the_message(story):
    case = story.drive(CaseStatus.ASSIGNED)
    said = Said(because="业主自己这样说，要求确认", seen=("blame-zh",))
    message = cases.reply(story.alice, case, body=BLAME, said=said, now=story.now)
    row = GuardCatch.objects.get()
    assert (row.message, row.case, row.outcome, row.because) == (
        message,
        case,
        "sent",
        "业主自己这样说，要求确认",
    )


def test_what_a_rule_forbids_goes_with_no_reason(story):
    case = story.drive(CaseStatus.ASSIGNED)
    with nothing_changes(), pytest.raises(Refused) as refusal:
        cases.reply(story.alice, case, body=INSULT, said=Said(because="实在气人"), now=story.now)
    assert refusal.value.code == "guard_refused"


def test_what_was_shown_and_is_gone_was_changed(story):
    said = Said(seen=("blame-zh", "no-such-rule"))
    cases.reply(story.alice, story.drive(CaseStatus.ASSIGNED), body=FINE, said=said, now=story.now)
    assert caught() == [("blame-zh", "changed", "")]
    assert GuardCatch.objects.get().message is None


def test_the_words_that_were_caught_stand_only_in_the_message(story):
    columns = {field.name for field in GuardCatch._meta.concrete_fields}
    assert columns == {"id", "rule", "case", "message", "place", "outcome", "by", "because", "at"}


def test_a_hint_stops_nobody(story):
    body = "请您冷静一点，洪工明天上午到。"
    cases.reply(story.alice, story.drive(CaseStatus.ASSIGNED), body=body, now=story.now)
    assert caught() == [("calm-down-zh", "sent", "")]


def test_one_may_promise_up_to_ones_limit_and_a_supervisor_more(story):
    case, body = story.drive(CaseStatus.ASSIGNED), "我们将补偿您{}元，本周五前到账。"
    cases.reply(story.alice, case, body=body.format(500), now=story.now)
    with nothing_changes(), pytest.raises(Refused):
        cases.reply(story.alice, case, body=body.format(501), now=story.now)
    cases.reply(story.bob, case, body=body.format("20,000"), now=story.now)


def test_what_has_been_approved_in_the_case_may_be_told(story):
    case = story.drive(CaseStatus.AGREED)
    case.proposals.update(amount=300_000)
    cases.reply(story.alice, case, body="我们将补偿您3000元，本周五前到账。", now=story.now)
    with nothing_changes(), pytest.raises(Refused):
        cases.reply(story.alice, case, body="我们将补偿您3001元，本周五前到账。", now=story.now)


def test_machines_are_not_read(story):
    case = story.drive(CaseStatus.ASSIGNED)
    assert guard.must_pass(story.machine, INSULT, "zh-hans", case=case) == []


def test_the_spokesperson_may_say_what_is_reserved_for_him(story, sam):
    text = "对于网上的曝光，我们正式声明：洪工明天上午到现场。"
    assert [one.rule.finding for one in guard.read(text, "zh-hans", by=story.alice)] == ["spokesperson"]
    assert guard.read(text, "zh-hans", by=sam) == []


def test_an_explanation_passes_the_guard(story):
    case = story.register()
    cases.assign(story.bob, case, to=story.alice, because="x", now=story.now)
    cases.investigate(story.alice, case, substantiated=False, findings="没有渗漏", now=story.now)
    with nothing_changes(), pytest.raises(Refused) as refusal:
        cases.explain(story.alice, case, explanation="这是您自己使用不当造成的。", now=story.now)
    assert set(refusal.value.fields) == {"explanation"}


def test_a_proposal_passes_the_guard_and_its_cost_is_left_to_approval(story):
    case = story.drive(CaseStatus.ANSWERED)
    parts = [{"kind": "money", "description": "补偿", "amount": 5_000_000}]
    with nothing_changes(), pytest.raises(Refused) as refusal:
        cases.propose(story.alice, case, summary="这都怪您自己，但我们可以修。", parts=parts, now=story.now)
    assert set(refusal.value.fields) == {"summary"}
    assert (
        cases.propose(story.alice, case, summary="我们补偿您50000元。", parts=parts, now=story.now).amount
        == 5_000_000
    )


def test_the_words_of_a_proposal_name_no_more_than_its_parts_come_to(story):
    case = story.drive(CaseStatus.ANSWERED)
    parts = [{"kind": "money", "description": "补偿", "amount": 10_000}]
    with nothing_changes(), pytest.raises(Refused) as refusal:
        cases.propose(story.alice, case, summary="我们补偿您50000元。", parts=parts, now=story.now)
    assert set(refusal.value.fields) == {"summary"}
    inside = [{"kind": "apology", "description": "我们另外补偿您50000元。"}]
    with nothing_changes(), pytest.raises(Refused):
        cases.propose(story.alice, case, summary="致歉", parts=inside, now=story.now)
    assert (
        cases.propose(story.alice, case, summary="我们补偿您500元。", parts=parts, now=story.now).amount
        == 10_000
    )


def test_internal_notes_are_not_read(story):
    case = story.drive(CaseStatus.ASSIGNED)
    assert cases.note(story.alice, case, body=INSULT, now=story.now).body == INSULT


def test_reading_takes_a_fixed_number_of_queries(story, django_assert_max_num_queries):
    case = story.drive(CaseStatus.ASSIGNED)
    with django_assert_max_num_queries(6):
        guard.read(BLAME * 20, "zh-hans", by=story.alice, case=case)


def test_without_the_guard_the_insult_would_go(story, monkeypatch):
    """The negative control: what holds it back is the guard, and nothing else."""
    monkeypatch.setattr(guard, "rules_in_force", list)
    case = story.drive(CaseStatus.ASSIGNED)
    assert CaseMessage.objects.filter(body=INSULT).count() == 0
    cases.reply(story.alice, case, body=INSULT, now=story.now)
    assert CaseMessage.objects.filter(body=INSULT).count() == 1


def test_no_role_of_the_desk_no_reading(api, mei):
    with pytest.raises(NotAllowed):
        from service_desk.guidance.access import in_force
        from service_desk.guidance.models import GuardRule

        in_force(mei, GuardRule, "blame-zh")
    assert api(mei).post("guard/readings", {"text": BLAME}).status_code == 403


def test_what_stands_at_the_end_of_a_long_letter_is_read_too(story):
    case = story.drive(CaseStatus.ASSIGNED)
    with nothing_changes(), pytest.raises(Refused) as refusal:
        cases.reply(story.alice, case, body=FINE * 500 + INSULT, now=story.now)
    assert refusal.value.code == "guard_refused"


def test_a_letter_too_long_to_be_read_whole_does_not_go(story):
    case = story.drive(CaseStatus.ASSIGNED)
    with nothing_changes(), pytest.raises(Refused) as refusal:
        cases.reply(story.alice, case, body=FINE * 1000, now=story.now)
    assert "body" in refusal.value.fields


def test_the_parts_of_a_proposal_are_read_as_its_summary_is(story):
    case = story.drive("answered")
    parts = [{"kind": "apology", "description": INSULT, "amount": 0}]
    with nothing_changes(), pytest.raises(Refused) as refusal:
        cases.propose(story.alice, case, summary="重做防水层", parts=parts, now=story.now)
    assert refusal.value.code == "guard_refused"
