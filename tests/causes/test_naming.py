"""The cause of a case is named at the investigation and at the closing, and becomes its subject."""

import pytest

from crm.errors import Refused, Stale
from service_desk.cases.models import CaseHistory
from service_desk.cases.states import CaseStatus
from service_desk.causes import services
from service_desk.causes.models import CaseCause
from service_desk.repairs import services as repairs

pytestmark = pytest.mark.django_db
LEAK = "engineering_quality.waterproofing.leak_bathroom"
PIPE = "engineering_quality.plumbing.pipe_leak"


def test_a_named_cause_becomes_the_subject_and_what_stood_there_is_kept(story, alice, now):
    case = story.register()
    row = services.name_cause(alice, case, code=LEAK, because="闭水试验不合格", now=now)
    case.refresh_from_db()
    assert (case.subject, row.was, row.at_step) == (
        LEAK,
        "engineering_quality.waterproofing",
        "investigation",
    )
    line = CaseHistory.objects.get(case=case, verb="cause_named")
    assert line.detail["was"] == "engineering_quality.waterproofing" and line.because == "闭水试验不合格"


def test_at_the_closing_another_may_be_named_and_the_first_still_stands(story, alice, now):
    case = story.drive(CaseStatus.COMPLETED)
    CaseCause.objects.all().delete()
    services.name_cause(alice, case, code=PIPE, now=now)
    assert CaseCause.objects.get().at_step == "closing"


def test_named_again_at_the_same_step_it_corrects_itself(story, alice, now):
    case = story.register()
    services.name_cause(alice, case, code=LEAK, now=now)
    services.name_cause(alice, case, code=PIPE, now=now)
    assert CaseCause.objects.get(case=case).cause.code == PIPE


@pytest.mark.parametrize("code", ["", "engineering_quality.unheard", "nonsense"])
def test_an_unknown_cause_is_refused_and_nothing_changes(story, alice, now, code):
    case = story.register()
    with pytest.raises(Refused):
        services.name_cause(alice, case, code=code, now=now)
    case.refresh_from_db()
    assert case.subject == "engineering_quality.waterproofing" and not CaseCause.objects.exists()


def test_a_stale_page_does_not_overwrite(story, alice, now):
    case = story.register()
    services.name_cause(alice, case, code=LEAK, now=now)
    with pytest.raises(Stale):
        services.name_cause(alice, case, code=PIPE, version=case.version, now=now)
    assert CaseCause.objects.get().cause.code == LEAK


def test_who_names_and_who_does_not(story, alice, hong, cai, dan, now, api, signed_in):
    case = story.register()
    repairs.add_contractor(alice, code="YH", name="雨虹防水", trade="waterproofing", now=now)
    for user, status in ((hong, 403), (cai, 403), (dan, 404)):
        assert api(user).post(f"cases/{case.number}/causes", {"code": LEAK}).status_code == status
    said = {"code": LEAK, "contractor": "YH", "because": ""}
    assert api(alice).post(f"cases/{case.number}/causes", said).json()["contractor"] == "YH"
    page = signed_in(alice).get(f"/desk/cases/{case.number}/").content.decode()
    assert "卫生间渗漏" in page and "雨虹防水" in page
    answer = signed_in(alice).post(f"/desk/cases/{case.number}/cause/", {"code": PIPE})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.subject == PIPE
