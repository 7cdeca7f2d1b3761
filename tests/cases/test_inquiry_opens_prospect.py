"""Somebody nobody knows asks something: a case and a prospect, in one transaction, both or neither."""

import pytest

from crm.errors import Refused
from owners.models import Owner, Prospect
from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.intake.inquiries import register_inquiry

pytestmark = pytest.mark.django_db
SAID = {"channel": "phone", "language": "zh-hans", "words": "想了解三房的价格", "subject": "sales_service"}


@pytest.fixture
def inquire(alice, riverside, now):
    def ask(actor=alice, project=riverside, **said):
        given = {"name": "钱先生", "phone": "13600007777", "received_at": now, "now": now} | SAID | said
        return register_inquiry(actor, project=project, **given)

    return ask


def test_the_case_is_his_and_he_is_on_the_list(inquire):
    case, prospect = inquire(interest={"bedrooms": 3})
    assert case.kind == "inquiry" and case.owner == prospect.owner
    assert (prospect.source, prospect.bedrooms, prospect.owner.stage) == ("hotline", 3, "lead")


def test_a_known_number_is_the_owner_who_is_there(inquire, chen):
    case, prospect = inquire(phone="138-1234-5678")
    assert case.owner == chen == prospect.owner


def test_what_is_refused_leaves_neither_case_nor_prospect(inquire):
    before = Case.objects.count(), Owner.objects.count(), Prospect.objects.count()
    with pytest.raises(Refused):
        inquire(words="  ")
    with pytest.raises(Refused):
        inquire(phone="12")
    assert (Case.objects.count(), Owner.objects.count(), Prospect.objects.count()) == before


def test_a_failure_after_the_prospect_takes_him_back(inquire, monkeypatch):
    def broken(*args, **said):
        raise RuntimeError

    monkeypatch.setattr(cases, "register", broken)
    with pytest.raises(RuntimeError):
        inquire()
    assert not Prospect.objects.exists() and not Owner.objects.filter(name="钱先生").exists()


def test_a_number_known_elsewhere_names_nobody(inquire, dan, harbour, chen):
    case, prospect = inquire(actor=dan, project=harbour, phone="13812345678")
    assert prospect is None and case.owner is None


def test_at_the_desk_an_inquiry_with_a_number_opens_a_prospect(signed_in, alice, riverside):
    form = SAID | {"kind": "inquiry", "emotion": "calm", "project": "RIVERSIDE"}
    form |= {"caller_name": "钱先生", "caller_phone": "13600007777"}
    assert signed_in(alice).post("/desk/new/", form).status_code == 302
    assert Case.objects.get().owner.name == "钱先生"
    assert Prospect.objects.get().project == riverside


def test_a_complaint_of_an_unknown_person_is_no_interest(signed_in, alice, riverside):
    form = SAID | {
        "kind": "complaint",
        "emotion": "calm",
        "project": "RIVERSIDE",
        "caller_phone": "13600007777",
    }
    assert signed_in(alice).post("/desk/new/", form).status_code == 302
    case = Case.objects.get()
    assert case.owner is None and not Prospect.objects.exists()
    kept = case.messages.get(direction="note")
    assert "13600007777" in kept.body


def test_what_was_typed_of_him_stays_when_something_is_wrong(signed_in, alice, riverside):
    form = SAID | {"kind": "inquiry", "emotion": "calm", "project": "RIVERSIDE", "words": ""}
    answer = signed_in(alice).post("/desk/new/", form | {"caller_phone": "13600007777", "caller_name": "钱"})
    assert answer.status_code == 422 and 'value="13600007777"' in answer.content.decode()


def test_over_the_api(api, alice, riverside):
    said = SAID | {
        "project": "RIVERSIDE",
        "name": "钱先生",
        "phone": "13600007777",
        "interest": {"wanted": "now"},
    }
    answer = api(alice).post("inquiries", said)
    assert answer.status_code == 201
    row = Prospect.objects.get()
    assert answer.json() == {
        "case": Case.objects.get().number,
        "prospect": str(row.public_id),
        "owner": row.owner.number,
    }
