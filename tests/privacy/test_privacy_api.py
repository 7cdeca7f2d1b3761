"""What the privacy officer does on pages, done over the API."""

import pytest

from crm.audit.models import AuditEntry
from crm.messages.models import OutgoingMessage
from crm.privacy.models import ConsentWording, RevealLimit
from owners.privacy import services
from owners.privacy.models import Erasure, LegalHold, PersonExport

pytestmark = pytest.mark.django_db
BECAUSE = {"because": "来信要求"}


def test_a_hold_is_set_read_and_lifted(api, pia, chen):
    path = f"owners/{chen.number}/hold"
    assert api(pia).get(path).status_code == 404
    assert api(pia).put(path, BECAUSE).json()["set_by"] == "pia"
    assert api(pia).get(path).json()["because"] == "来信要求"
    assert api(pia).delete(path).status_code == 204
    assert api(pia).delete(path).status_code == 404
    assert LegalHold.objects.get().lifted_by == pia


def test_who_asked_to_be_forgotten_is_listed_and_may_think_again(api, pia, chen, now):
    row = services.request_erasure(pia, chen, **BECAUSE, now=now)
    listed = api(pia).get("erasures?status=requested").json()["results"]
    assert [(one["id"], one["owner"]) for one in listed] == [(str(row.public_id), chen.number)]
    answer = api(pia).post(f"erasures/{row.public_id}/withdrawal")
    assert answer.status_code == 200 and answer.json()["status"] == "withdrawn"
    assert not api(pia).get("erasures?status=requested").json()["results"]
    assert api(pia).post(f"erasures/{row.public_id}/withdrawal").status_code == 409


def test_exports_are_listed_and_it_is_noted_to_whom_one_went(api, pia, chen, now):
    row = services.ask_export(pia, chen, **BECAUSE, now=now)
    assert [one["id"] for one in api(pia).get("person-exports").json()["results"]] == [str(row.public_id)]
    path = f"person-exports/{row.public_id}/handing-over"
    assert api(pia).post(path, {"to": "本人，前台"}).json()["handed_to"] == "本人，前台"
    assert api(pia).post(path, {"to": "另一个人"}).status_code == 409


def test_a_link_goes_to_the_owner_and_not_into_the_answer(api, alice, chen):
    answer = api(alice).post(f"owners/{chen.number}/consent-links")
    assert answer.status_code == 201 and set(answer.json()) == {"expires_at"}
    assert OutgoingMessage.objects.count() == 1


def test_the_table_of_who_sees_what_is_read_by_machines_too(api, pia):
    table = {row["column"]: row["roles"] for row in api(pia).get("personal-columns").json()}
    assert table["owners.owner.phone"]["agent"] == "masked"
    assert "marketing" not in table["owners.owner.sensitive_trade"]
    assert table["owners.owner.name_key"] == {}


def test_a_limit_is_data(api, pia):
    assert {"role": "agent", "per_hour": 60} in api(pia).get("reveal-limits").json()
    assert api(pia).put("reveal-limits", {"role": "agent", "per_hour": 5}).status_code == 200
    assert RevealLimit.objects.get().per_hour == 5
    assert api(pia).put("reveal-limits", {"role": "administrator", "per_hour": 5}).status_code == 422
    assert api(pia).put("reveal-limits", {"role": "agent", "per_hour": 0}).status_code == 422


def test_a_wording_lacks_no_language(api, pia):
    before = ConsentWording.objects.count()
    said = {"purpose": "events", "texts": {"en": "We invite you."}}
    answer = api(pia).post("consent-wordings", said)
    assert answer.status_code == 422 and "fi" in answer.json()["fields"]
    assert ConsentWording.objects.count() == before
    said["texts"] = dict.fromkeys(("en", "zh-hans", "zh-hant", "fi"), "x")
    code = api(pia).post("consent-wordings", said).json()["code"]
    assert code in {row["code"] for row in api(pia).get("consent-wordings").json()}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("get", "erasures", None),
        ("get", "person-exports", None),
        ("put", "owners/{}/hold", BECAUSE),
        ("get", "personal-columns", None),
        ("put", "reveal-limits", {"role": "agent", "per_hour": 999}),
        ("post", "consent-wordings", {"purpose": "events", "texts": {"en": "x"}}),
    ],
)
def test_it_is_the_privacy_officers_and_nobody_elses(api, bob, chen, method, path, body):
    client = getattr(api(bob), method)
    asked = (path.format(chen.number),) if body is None else (path.format(chen.number), body)
    tables = (Erasure, PersonExport, LegalHold, RevealLimit, AuditEntry)
    before = [table.objects.count() for table in tables]
    assert client(*asked).status_code == 403
    assert [table.objects.count() for table in tables] == before
