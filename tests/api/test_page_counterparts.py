"""What a page changes, the API changes too: the deeds that had a page alone, each with who is refused it."""

from datetime import timedelta

import pytest

from crm.accounts.models import User
from crm.jobs.models import Job
from owners.handovers.models import ChecklistItem
from service_desk.causes import services as causes
from service_desk.causes.models import Cause
from service_desk.channels.web.models import OwnerLink
from service_desk.prevention import services as prevention
from service_desk.repairs import services as repairs
from tests.cases.conftest import story as story
from tests.channels.conftest import chen_by_mail as chen_by_mail

pytestmark = pytest.mark.django_db


def test_a_contractor_is_changed_and_retired(api, story):
    repairs.add_contractor(story.machine, code="WS", name="万顺防水", trade="waterproofing", now=story.now)
    said = {"name": "万顺防水工程", "trade": "structure", "active": False}
    assert api(story.alice).put("contractors/WS", said).status_code == 403
    assert api(story.bob).put("contractors/WS", said).json() == {**said, "code": "WS"}
    assert api(story.alice).get("contractors/WS").json()["active"] is False
    assert api(story.bob).put("contractors/NO", said).status_code == 404


def test_a_corrective_action_is_given_up_with_its_reason(api, story):
    causes.add_standard_causes(story.machine, now=story.now)
    row = prevention.set_action(
        story.bob,
        project=story.project,
        cause=Cause.objects.get(code="engineering_quality.waterproofing"),
        what="换防水材料",
        responsible=story.bob,
        due_on=(story.now + timedelta(days=9)).date(),
        now=story.now,
    )
    path = f"corrective-actions/{row.public_id}/dropping"
    assert api(story.bob).post(path, {"because": " "}).status_code == 422
    assert api(story.hong).post(path, {"because": "合同到期"}).status_code == 403
    assert api(story.bob).post(path, {"because": "合同到期"}).json()["status"] == "dropped"
    assert api(story.bob).post(path, {"because": "合同到期"}).status_code == 409


def test_open_cases_are_judged_again_as_long_work(api, story):
    story.register()
    assert api(story.alice).post("severity-thresholds/open-cases", {}).status_code == 403
    answer = api(story.bob).post("severity-thresholds/open-cases", {})
    assert (answer.status_code, Job.objects.get().public_id) == (
        202,
        Job.objects.get(public_id=answer.json()["job"]).public_id,
    )


def test_the_house_begins_with_what_is_shipped(api, ada, alice):
    for path, said in (
        ("standard-causes", {}),
        ("standard-warranty-parts", {}),
        ("standard-checklists", {"home_type": "apartment"}),
    ):
        assert api(alice).post(path, said).status_code == 403
        assert api(ada).post(path, said).status_code == 201
    assert ChecklistItem.objects.filter(home_type="apartment").exists()
    assert api(ada).post("standard-causes", {}).json() == {"added": 0}


def test_an_owner_is_sent_a_link_of_his_own_and_the_answer_does_not_hold_it(api, story, chen_by_mail):
    case = story.drive("assigned")
    answer = api(story.alice).post(f"cases/{case.number}/owner-link", {})
    assert (answer.status_code, answer.json()) == (201, {"via": "mail"})
    assert OwnerLink.objects.filter(case=case).exists()
    assert api(story.hong).post(f"cases/{case.number}/owner-link", {}).status_code == 403


def test_everybody_says_how_he_is_named_and_in_which_language_he_works(api, alice):
    said = {"display_name": "林小雨", "email": "lin@example.com", "language": "fi"}
    assert api(alice).put("me", said).json()["display_name"] == "林小雨"
    person = User.objects.get(pk=alice.pk)
    assert (person.display_name, person.email, person.language) == ("林小雨", "lin@example.com", "fi")
    assert api(alice).put("me", {**said, "language": "xx"}).status_code == 422
