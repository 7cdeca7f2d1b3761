import pytest

from crm.errors import Refused
from service_desk.cases import services
from tests.cases.story import facts, nothing_changes


def test_a_substantiated_finding_names_the_department(story):
    case = story.drive("investigating")
    finding = case.investigations.get()
    assert (case.substantiated, case.responsible) == (True, story.engineering)
    assert (finding.fault_share, finding.investigated_by) == (80, story.alice)
    assert facts("CaseInvestigated")[0]["department_id"] == story.engineering.pk


def test_a_substantiated_finding_without_department_is_refused(story):
    case = story.drive("assigned")
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.investigate(story.alice, case, substantiated=True, findings="裂缝", now=story.now)
    assert "department" in refusal.value.fields


def test_a_finding_says_what_was_found(story):
    case = story.drive("assigned")
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.investigate(story.alice, case, substantiated=False, findings=" ", now=story.now)
    assert "findings" in refusal.value.fields


@pytest.mark.parametrize("share", [-1, 101])
def test_a_share_of_the_fault_is_a_percentage(story, share):
    case = story.drive("assigned")
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.investigate(
            story.alice, case, substantiated=False, findings="无", fault_share=share, now=story.now
        )
    assert "fault_share" in refusal.value.fields


def test_a_finding_may_be_corrected_until_it_is_passed_on(story):
    case = story.drive("investigating")
    services.investigate(story.alice, case, substantiated=False, findings="复查无异常", now=story.now)
    case = story.fresh(case)
    assert (case.status, case.substantiated, case.responsible) == ("investigating", False, None)
    assert case.investigations.count() == 2
