"""Where several people are spoken of, an erasure takes out the name of one and leaves what is said of the others."""

import pytest
from django.db import transaction

from crm.audit.models import AuditEntry
from owners.people import services as people
from owners.people.models import Owner
from owners.privacy import erasing, services
from owners.ties import AtErasure, _ties, all_ties
from service_desk.crisis.models import ContactEntry, Crisis, LegalStep, Post
from service_desk.groups.models import GroupProposal
from service_desk.workspace.models import BulkRun
from tests.people import NOW
from tests.privacy import whole_life

pytestmark = pytest.mark.django_db


@pytest.fixture
def life(chen, alice, bob, hong, cai, pia, home_1201, engineering, desk):
    return whole_life.live(
        chen, alice=alice, bob=bob, hong=hong, cai=cai, pia=pia, home=home_1201, engineering=engineering
    )


def erased(pia, owner):
    row = services.request_erasure(pia, owner, because="本人书面要求", now=NOW)
    return erasing.erase(pia, Owner.objects.get(pk=owner.pk), row, now=NOW)


def test_his_name_goes_and_the_rest_of_the_sentence_stays(life, chen, pia):
    erased(pia, chen)
    crisis = Crisis.objects.get()
    assert (crisis.title, crisis.facts) == ("记者问…家漏水", "…等三户漏水。")
    assert ContactEntry.objects.get(kind="media").said == "问起…"
    assert LegalStep.objects.values_list("about", "outcome").get() == ("…来函", "与…和解")
    assert GroupProposal.objects.get().because == "只是…一家"
    assert BulkRun.objects.get().because == "…换人"


def test_what_he_said_himself_goes_whole(life, chen, pia):
    erased(pia, chen)
    assert ContactEntry.objects.filter(kind="owner").values_list("counterpart", "said").get() == ("…", "…")
    assert Post.objects.values_list("author", "words", "address").get() == ("…", "…", "")


def test_reasons_of_the_audit_go_only_where_they_name_him(life, chen, bob, pia):
    crisis = Crisis.objects.get()
    kept = AuditEntry.objects.filter(subject_type="service_desk.crisis", subject_id=str(crisis.pk)).count()
    erased(pia, chen)
    entries = AuditEntry.objects.filter(subject_type="service_desk.groupproposal")
    assert entries.exists() and not entries.exclude(because="").exists()
    assert AuditEntry.objects.filter(subject_type="service_desk.crisis").count() == kept


def test_what_waits_to_be_written_to_several_loses_his_name_too(life, chen, bob, pia):
    run = BulkRun.objects.get()
    BulkRun.objects.filter(pk=run.pk).update(body='{"text": "\\u9648\\u5efa\\u56fd等您好"}')
    erased(pia, chen)
    assert BulkRun.objects.get().body == '{"text": "…等您好"}'


def test_the_contact_of_a_namesake_is_left_to_him(life, chen, dan, harbour, pia):
    """Kept by name alone; where two bear it, his case says whose it is."""
    namesake = people.add_owner(
        dan, kind="person", name="陈建国", phone="13600000006", project=harbour, now=NOW
    )
    erased(pia, namesake)
    assert ContactEntry.objects.filter(kind="owner").values_list("counterpart", "said").get() == (
        "陈建国",
        "陈建国很生气",
    )


@pytest.mark.parametrize("model", ["Crisis", "LegalStep", "GroupProposal", "BulkRun"])
def test_each_of_these_taken_off_the_list_is_noticed(life, chen, pia, monkeypatch, model):
    """The negative control."""
    label = f"service_desk.{model}"
    tie = next(tie for tie in all_ties() if tie.model == label)
    assert tie.erasure is AtErasure.BLOT and not tie.told
    fewer = {key: tie for key, tie in _ties.items() if tie.model != label}
    with monkeypatch.context() as patch, transaction.atomic():
        patch.setattr("owners.ties._ties", fewer)
        erased(pia, chen)
        assert "陈建国" in str(list(tie.table.objects.values()))
