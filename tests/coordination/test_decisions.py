"""One feedback, one decision, which can be read back and overruled with a reason."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from coordination.decisions import services, wording
from coordination.models import Decision, PolicyVersion
from coordination.policies import rules
from coordination.policies.services import policy_in_force
from crm.audit.models import AuditEntry
from crm.errors import IllegalMove, Refused
from profitability.models import Assessment
from satisfaction.feedback import services as feedback
from satisfaction.models import Feedback
from service_desk.directives import services as directives
from service_desk.directives.models import Directive
from tests.flows import story
from tests.people import NOW

pytestmark = pytest.mark.django_db


def say(actor, owner, project, score, words=""):
    row = feedback.record_feedback(
        actor,
        owner=owner,
        project=project,
        case=None,
        score=score,
        attitude="",
        opinion="",
        subject="property_service",
        words=words,
        language="zh-hans",
        via="api",
        now=NOW,
    )
    story.deliver()
    return Decision.objects.get(feedback=row)


def test_it_holds_inputs_rule_value_alternatives_and_reason(decision):
    assert decision.inputs["score"] == 25
    assert decision.rule == "less_than_content_reopens"
    assert decision.assessment.owner == decision.owner
    assert decision.alternatives[0]["plan"] == "standard"
    assert decision.reasons[0] == decision.rule
    assert decision.policy.version == 1


def test_deciding_twice_is_deciding_once(decision, system):
    before = (Decision.objects.count(), Directive.objects.count(), Assessment.objects.count())
    again = services.decide_on(system, decision.feedback, now=story.later(2))
    assert again.pk == decision.pk
    assert (Decision.objects.count(), Directive.objects.count(), Assessment.objects.count()) == before


def test_the_database_refuses_a_second_decision_on_one_feedback(decision):
    copy = Decision.objects.get(pk=decision.pk)
    copy.pk, copy.public_id = None, "00000000-0000-0000-0000-000000000001"
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_a_low_score_without_a_case_orders_somebody_to_act(alice, chen, riverside):
    decision = say(alice, chen, riverside, 0, words="保安态度恶劣")
    assert decision.outcome == "directive"
    assert "保安态度恶劣" in decision.directive.instruction


def test_a_second_low_score_joins_the_open_directive(alice, chen, riverside):
    first = say(alice, chen, riverside, 0)
    second = say(alice, chen, riverside, 25)
    assert second.carried_out == "joined_open_directive"
    assert second.directive == first.directive
    assert Directive.objects.count() == 1


def test_praise_is_thanked_for_and_orders_nothing(alice, chen, riverside):
    decision = say(alice, chen, riverside, 100, words="谢谢")
    assert (decision.outcome, decision.directive) == ("thank", None)


def test_a_late_fact_about_a_case_that_moved_on_reopens_nothing(sent_back, alice, chen, riverside):
    row = feedback.record_feedback(
        alice,
        owner=chen,
        project=riverside,
        case=sent_back,
        score=100,
        attitude="",
        opinion="",
        subject="",
        words="",
        language="zh-hans",
        via="api",
        now=story.later(2),
    )
    story.deliver(story.later(2))
    assert Decision.objects.get(feedback=row).outcome == "thank"
    assert story.fresh(sent_back).status == "investigating"


def test_a_supervisor_puts_another_plan_in_its_place_with_his_reason(decision, bob):
    old = decision.directive
    services.override(bob, decision, plan="senior_visit", because="第二次来电", now=story.later(2))
    decision.refresh_from_db()
    old.refresh_from_db()
    assert old.status == "withdrawn"
    assert (decision.directive.plan, decision.overridden_by) == ("senior_visit", bob)
    assert decision.plan != "senior_visit"  # what was decided stays as it was decided


def test_a_second_supervisor_does_not_take_back_the_firsts_plan_without_having_seen_it(
    signed_in, api, decision, bob
):
    seen = decision.directive.number
    services.override(bob, decision, plan="senior_visit", because="第二次来电", now=story.later(2))
    decision.refresh_from_db()
    standing = decision.directive.number
    sent = {"plan": "repair_again", "because": "先修好再说", "seen": seen}
    answer = signed_in(bob).post(f"/coordination/decisions/{decision.public_id}/", sent)
    assert answer.status_code == 409
    for word in ("先修好再说", standing):
        assert word in answer.content.decode()
    assert api(bob).post(f"decisions/{decision.public_id}/override", sent).status_code == 409
    decision.refresh_from_db()
    assert (decision.directive.number, decision.override_plan) == (standing, "senior_visit")
    services.override(bob, decision, **{**sent, "seen": standing}, now=story.later(2))
    told = AuditEntry.objects.filter(verb="decisions.override").order_by("-pk").first()
    assert (told.before, told.after) == ({"plan": "senior_visit"}, {"plan": "repair_again"})


@pytest.mark.parametrize("said", [{"plan": "apology", "because": " "}, {"plan": "magic", "because": "x"}])
def test_an_override_without_reason_or_plan_is_refused_and_nothing_changes(decision, bob, said):
    before = (Decision.objects.values().get(), Directive.objects.values().get())
    with pytest.raises(Refused):
        services.override(bob, decision, **said, now=story.later(2))
    assert (Decision.objects.values().get(), Directive.objects.values().get()) == before


def test_nobody_can_overrule_below_the_floor(decision, bob):
    Decision.objects.filter(pk=decision.pk).update(inputs={**decision.inputs, "impact": ["safety"]})
    with pytest.raises(Refused):
        services.override(bob, decision, plan="apology", because="cheaper", now=story.later(2))
    assert Directive.objects.get().status == "issued"


def test_what_is_done_already_cannot_be_overruled(decision, alice, bob):
    directives.fulfil(alice, decision.directive, result="done", now=story.later(2))
    decision.refresh_from_db()
    with pytest.raises(IllegalMove):
        services.override(bob, decision, plan="senior_visit", because="x", now=story.later(3))


def test_the_page_reads_it_back(signed_in, decision, bob):
    page = signed_in(bob).get(f"/coordination/decisions/{decision.public_id}/").content.decode()
    for words in ("业主不够满意", "还是漏", "标准服务", "改变这一决定"):
        assert words in page


def test_the_rule_is_said_in_words_and_its_code_stays_in_the_api(signed_in, api, decision, bob):
    page = signed_in(bob).get(f"/coordination/decisions/{decision.public_id}/").content.decode()
    assert decision.rule not in page
    with translation.override(bob.language):
        assert page.count(wording.reason(decision.rule)) == 2
    assert api(bob).get(f"decisions/{decision.public_id}").json()["rule"] == decision.rule


def test_every_rule_and_reason_has_words():
    source = Path(rules.__file__).read_text()
    codes = set(re.findall(r'_(?:rest|act)\("[a-z]+", "([a-z_]+)"', source))
    codes |= {f"floor_{what}" for what in ("safety", "health", "law", "severity", "standard")}
    codes |= {"value_adds", "floor_is_enough", "nothing_better_pays", "not_assessed"}
    assert len(codes) > 15
    assert codes == set(wording.REASONS)


def test_an_agent_reads_it_but_may_not_overrule(signed_in, api, decision, alice):
    client = signed_in(alice)
    address = f"/coordination/decisions/{decision.public_id}/"
    assert "改变这一决定" not in client.get(address).content.decode()
    assert client.post(address, {"plan": "senior_visit", "because": "x"}).status_code == 403
    said = {"plan": "senior_visit", "because": "x"}
    assert api(alice).post(f"decisions/{decision.public_id}/override", said).status_code == 403
    assert Decision.objects.get().overridden_at is None


def test_another_city_does_not_find_it(signed_in, api, decision, dan):
    assert signed_in(dan).get(f"/coordination/decisions/{decision.public_id}/").status_code == 404
    assert api(dan).get(f"decisions/{decision.public_id}").status_code == 404
    assert api(dan).get("decisions").json()["results"] == []


def test_the_form_overrules_too(signed_in, decision, bob):
    said = {"plan": "senior_visit", "because": "业主要求主管到场"}
    response = signed_in(bob).post(f"/coordination/decisions/{decision.public_id}/", said)
    assert response.status_code == 302
    decision.refresh_from_db()
    assert decision.override_because == "业主要求主管到场"


def test_the_case_page_says_what_was_decided(signed_in, sent_back, decision, bob):
    page = signed_in(bob).get(f"/desk/cases/{sent_back.number}/").content.decode()
    assert f"/coordination/decisions/{decision.public_id}/" in page


@pytest.mark.parametrize("path", ["/coordination/", "/coordination/decisions/", "/api/v1/decisions"])
def test_the_pages_ask_as_often_at_1_row_as_at_1000(signed_in, alice, chen, riverside, path):
    client = signed_in(alice)
    fill(chen, riverside, 1)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        assert client.get(path).status_code == 200
    fill(chen, riverside, 999)
    with CaptureQueriesContext(connection) as many:
        assert client.get(path).status_code == 200
    assert len(many) == len(few)


def fill(owner, project, count):
    version, _policy = policy_in_force(now=NOW)
    common = {"owner": owner, "project": project}
    said = Feedback.objects.bulk_create(
        Feedback(
            **common,
            via="api",
            score=75,
            attitude="satisfied",
            opinion="opinion",
            language="en",
            at=NOW - timedelta(hours=number),
        )
        for number in range(count)
    )
    Decision.objects.bulk_create(
        Decision(
            **common,
            feedback=row,
            policy=version,
            at=row.at,
            outcome="thank",
            rule="content_without_case",
            inputs={},
            carried_out="thanked",
        )
        for row in said
    )


def test_a_policy_version_is_never_rewritten(decision):
    with pytest.raises(Exception, match=r"(?i)update"), transaction.atomic():
        PolicyVersion.objects.update(because="other")
