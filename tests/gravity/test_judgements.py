"""Every judgement of a case is kept, judged again when more is known, and changed only with a reason."""

import pgtrigger
import pytest
from django.db import DatabaseError, transaction

from crm.errors import IllegalMove, NotAllowed, NotFound, Refused, Stale
from crm.jobs.work import work_off
from service_desk.cases import services as cases
from service_desk.cases.access import case_for
from service_desk.gravity import rejudging, selectors, services, standing
from service_desk.gravity.models import SeverityJudgement, SeverityRule
from tests.cases.story import nothing_changes


def judgements(case):
    return [(row.occasion, row.computed, row.severity) for row in selectors.judgements_of(case)]


def test_registering_keeps_the_first_judgement_with_its_answers(story):
    case = story.register(impact={"safety": True, "households": 2})
    row = case.judgements.get()
    assert (row.occasion, row.severity, row.reasons) == ("registered", "important", ["safety"])
    assert row.impact == {"safety": True, "households": 2}
    assert (row.by, row.rule.version, row.because) == (story.alice, 1, "safety")


def test_confirming_and_changing_are_kept_apart(story):
    case = story.register(impact={"health": True})
    cases.confirm_severity(story.bob, case, severity="important", because="", now=story.now)
    cases.confirm_severity(story.bob, case, severity="major", because="媒体已到", now=story.now)
    assert judgements(case) == [
        ("changed", "important", "major"),
        ("confirmed", "important", "important"),
        ("registered", "important", "important"),
    ]


def test_new_answers_judge_the_case_again_and_ask_for_a_new_confirmation(story):
    case = story.register()
    case = cases.confirm_severity(story.bob, case, severity="ordinary", because="", now=story.now)
    case = services.learn_impact(
        story.alice, case, impact={"safety": True, "media": True}, because="记者来电", now=story.now
    )
    assert (case.severity, case.severity_because) == ("major", "safety,media")
    assert case.severity_confirmed_by is None
    assert judgements(case)[0] == ("learned", "major", "major")
    assert case.history.latest("id").verb == "impact_learned"


def test_what_a_person_set_is_not_lowered_by_an_answer(story):
    case = story.register()
    case = cases.confirm_severity(story.bob, case, severity="major", because="记者在现场", now=story.now)
    case = services.learn_impact(story.alice, case, impact={"households": 3}, now=story.now)
    assert (case.severity, case.severity_because) == ("major", "记者在现场")
    assert case.severity_confirmed_by == story.bob
    assert judgements(case)[0] == ("learned", "hot", "major")


def test_an_answer_taken_back_lowers_what_nobody_confirmed(story):
    case = story.register(impact={"safety": True})
    case = services.learn_impact(story.alice, case, impact={}, because="听错了", now=story.now)
    assert (case.severity, case.severity_because) == ("ordinary", "")


def test_the_same_answers_again_are_refused(story):
    case = story.register(impact={"safety": True})
    with nothing_changes(), pytest.raises(Refused):
        services.learn_impact(story.alice, case, impact={"safety": True, "law": False}, now=story.now)


def test_a_stale_form_and_a_closed_case_change_nothing(story):
    case = story.register()
    seen = case.version
    case = services.learn_impact(story.alice, case, impact={"law": True}, now=story.now)
    with nothing_changes(), pytest.raises(Stale):
        services.learn_impact(story.alice, case, impact={"media": True}, version=seen, now=story.now)
    closed = story.drive("closed")
    with nothing_changes(), pytest.raises(IllegalMove):
        services.learn_impact(story.alice, closed, impact={"media": True}, now=story.now)


def test_nobody_changes_a_judgement(story):
    row = story.register().judgements.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        SeverityJudgement.objects.filter(pk=row.pk).update(severity="hot")
    with pytest.raises(DatabaseError), transaction.atomic():
        SeverityJudgement.objects.filter(pk=row.pk).delete()


def change(story, **given):
    said = {"changes": {"households": [2, 4, 6]}, "because": "去年的教训", "now": story.now}
    return services.change_thresholds(story.bob, **{**said, **given})


def test_a_new_version_takes_effect_for_what_comes_after(story):
    before = story.register(impact={"households": 4})
    row = change(story)
    after = story.register(impact={"households": 4})
    assert (before.severity, after.severity) == ("hot", "important")
    assert after.judgements.get().rule == row
    assert before.judgements.get().rule.version == row.version - 1


def test_a_version_needs_a_reason_and_sense_and_the_newest_before_ones_eyes(story):
    story.register()
    with nothing_changes():
        for wrong in (
            {"because": " "},
            {"changes": {"households": [5, 4, 6]}},
            {"changes": {"answers": {"safety": "hot", "health": "hot", "media": "hot", "law": "hot"}}},
            {"seen": 7},
        ):
            with pytest.raises(Refused):
                change(story, **wrong)
    assert SeverityRule.objects.count() == 1


def test_versions_are_never_changed(story):
    row = change(story)
    with pytest.raises(DatabaseError), transaction.atomic():
        SeverityRule.objects.filter(pk=row.pk).update(because="")


def test_the_preview_says_what_would_become_of_the_open_cases_and_changes_nothing(story, dan):
    story.register(impact={"households": 4})
    confirmed = story.register(impact={"households": 5})
    cases.confirm_severity(story.bob, confirmed, severity="hot", because="", now=story.now)
    rule, _thresholds = standing.in_force(now=story.now)
    with nothing_changes():
        tried = selectors.preview(story.bob, services.check({**rule.rules, "households": [2, 4, 6]}))
    assert (tried.weighed, tried.confirmed, tried.moves) == (2, 1, [("hot", "important", 1)])
    assert selectors.preview(dan, rules_in_force(story)).weighed == 0


def rules_in_force(story):
    return standing.in_force(now=story.now)[1]


def test_open_cases_are_judged_again_by_a_job_and_what_was_confirmed_stands(story):
    loose, fixed = story.register(impact={"households": 4}), story.register(impact={"households": 4})
    cases.confirm_severity(story.bob, fixed, severity="hot", because="", now=story.now)
    change(story)
    job = rejudging.start(story.bob, now=story.now)
    work_off(job.pk, clock=lambda: story.now)
    assert (story.fresh(loose).severity, story.fresh(fixed).severity) == ("important", "hot")
    assert judgements(loose)[0] == ("rules", "important", "important")


def test_who_may(story, dan, hong):
    case = story.register()
    with pytest.raises(NotFound):
        case_for(dan, case.number, to="severity.learn")
    with pytest.raises(NotAllowed):
        case_for(hong, case.number, to="severity.learn")
    assert case_for(story.cai, case.number, to="severity.learn") == case


def test_a_case_that_was_never_judged_is_explained_all_the_same(story):
    case = story.register(impact={"law": True})
    with pgtrigger.ignore("service_desk.SeverityJudgement:append_only"):
        case.judgements.all().delete()
    assert standing.computed(case).severity == "important"
