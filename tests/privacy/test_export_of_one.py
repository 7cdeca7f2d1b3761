"""The export of one person holds all that is his and nothing of anybody else, sealed until it is fetched."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from PIL import Image

from crm.audit.models import AuditEntry
from crm.errors import IllegalMove, NotFound
from crm.jobs.work import work_off
from owners.people.models import Owner
from owners.privacy import exporting, people_files, services
from tests.people import NOW
from tests.privacy import canaries, whole_life

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path


@pytest.fixture
def life(chen, dai, alice, bob, hong, cai, pia, home_1201, home_501, engineering, desk):
    return whole_life.live(
        chen, alice=alice, bob=bob, hong=hong, cai=cai, pia=pia, home=home_1201, engineering=engineering
    )


def opened(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name.partition("/")[2]: file.read(name).decode(errors="replace") for name in file.namelist()}


def test_it_holds_every_mark_of_his_and_none_of_another(life, chen, dai):
    canaries.fill(dai, NOW)
    his = canaries.plant(chen)
    owner = Owner.objects.get(pk=chen.pk)
    files = opened(exporting.archive(owner, now=NOW)[0])
    told = files["data.json"]
    missing = {column for mark, column in his.items() if mark not in told} - NOT_TOLD
    assert missing == set()
    assert "戴美玲" not in told + files["index.html"] and "13987654321" not in told + files["index.html"]
    for staff in ("Alice 林", "Bob 吴", "洪工", "Pia"):
        assert staff not in told and staff not in files["index.html"]


# what is ours and not his: the search word, and who asked for what within the house
NOT_TOLD = {
    "owners.Owner.name_key",
    "owners.Owner.search_text",
    "owners.Owner.phone_last4",
    "service_desk.CaseMessage.search_text",
    "owners.Erasure.because",
    "owners.LegalHold.because",
    "owners.Household.label",
    "service_desk.Case.search_text",
    "service_desk.Dossier.because",
    "service_desk.Draft.fields",  # what a colleague has not said yet
    "service_desk.DossierPart.content",
    "service_desk.ResponsePlan.wants",  # how the house means to negotiate
    "service_desk.ResponsePlan.position",
    "service_desk.ResponsePlan.not_negotiable",
    "service_desk.ResponsePlan.because",
    "service_desk.PlanOption.words",
    "service_desk.PlanOptionPart.description",
    "service_desk.DifficultCase.words",
    "service_desk.DifficultCase.result",
    "service_desk.DifficultCase.lesson",
    "service_desk.HeldPhoto.name",  # nobody's until the form is sent
    "service_desk.HeldPhoto.full",
    "service_desk.HeldPhoto.small",
    "service_desk.WecomMedia.name",  # on its way; once here it is told as a file of the case
    "service_desk.AttachmentPart.content",  # lies beside it as a file
    "service_desk.RawMailPart.content",  # compressed bytes; what the mail says is told from where it was read
}


def test_his_photos_and_his_signature_lie_beside_it(life, chen, dai):
    """As bytes that any viewer opens; nothing of another."""
    with zipfile.ZipFile(io.BytesIO(exporting.archive(chen, now=NOW)[0])) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if "/files/" in name}
    assert sorted(name.rpartition("-")[2] for name in files)[-1] == "陈建国.jpg"
    assert any("signature-" in name for name in files)
    for content in files.values():
        Image.open(io.BytesIO(content)).verify()
    with zipfile.ZipFile(io.BytesIO(exporting.archive(dai, now=NOW)[0])) as archive:
        assert not [name for name in archive.namelist() if "/files/" in name]


def test_it_is_in_the_persons_language_and_reads_without_us(life, chen):
    files = opened(exporting.archive(chen, now=NOW)[0])
    page = files["index.html"]
    assert (
        '<html lang="zh-hans">' in page
        and "陈建国" in page
        and "<script" not in page
        and "src=" not in page
        and "<link" not in page
    )
    said = json.loads(files["data.json"])
    assert said["format"] == exporting.FORMAT and said["number"] == chen.number
    assert said["tables"]["owners.Owner"][0]["phone"] == "13812345678"
    assert said["tables"]["service_desk.Case"][0]["words"]


def test_a_job_makes_it_and_it_lies_sealed_until_its_time_is_over(life, chen, pia, own_files):
    export = services.ask_export(pia, chen, because="本人书面要求", now=NOW)
    work_off(export.job_id, clock=lambda: NOW)
    export.refresh_from_db()
    assert export.status == "ready" and export.row_count > 10
    on_disk = (people_files.folder() / export.file).read_bytes()
    assert "陈建国".encode() not in on_disk and b"PK" not in on_disk[:4]
    content = services.fetch_export(pia, export, now=NOW)
    assert "index.html" in opened(content)
    assert AuditEntry.objects.filter(verb="privacy.export.fetch", actor=pia).count() == 1
    with pytest.raises(NotFound):
        services.fetch_export(pia, export, now=NOW + timedelta(days=8))


def test_what_is_over_goes_from_the_disk(life, chen, pia, django_capture_on_commit_callbacks):
    export = services.ask_export(pia, chen, because="本人书面要求", now=NOW)
    work_off(export.job_id, clock=lambda: NOW)
    (people_files.folder() / "left-behind.sealed").write_bytes(b"x")
    with django_capture_on_commit_callbacks(execute=True):
        assert services.forget(now=NOW + timedelta(days=8)) == 1
    assert list(people_files.folder().iterdir()) == []


def test_asking_twice_makes_one(chen, pia):
    first = services.ask_export(pia, chen, because="本人书面要求", now=NOW)
    assert services.ask_export(pia, chen, because="本人书面要求", now=NOW) == first


def test_to_whom_it_went_is_noted_once(chen, pia):
    export = services.ask_export(pia, chen, because="本人书面要求", now=NOW)
    row = services.hand_over(pia, export, to="本人，柜台当面交付", now=NOW)
    assert row.handed_by == pia
    with pytest.raises(IllegalMove):
        services.hand_over(pia, export, to="再次当面交付", now=NOW)


@pytest.mark.parametrize("who", ["alice", "bob", "mei", "eve", "ada"])
def test_only_the_privacy_officer_asks(request, who, chen, signed_in, api):
    user = request.getfixturevalue(who)
    page = signed_in(user).post(f"/privacy/persons/{chen.number}/export/", {"because": "本人书面要求"})
    assert page.status_code == 403
    assert (
        api(user).post(f"owners/{chen.number}/person-exports", {"because": "本人书面要求"}).status_code == 403
    )


def test_over_pages_and_api(life, chen, pia, signed_in, api):
    client = signed_in(pia)
    assert client.post("/privacy/", {"number": chen.number.lower()}).status_code == 302
    assert (
        client.post(f"/privacy/persons/{chen.number}/export/", {"because": "本人书面要求"}).status_code == 302
    )
    export = services.PersonExport.objects.get(status="making")
    work_off(export.job_id, clock=lambda: NOW)
    type(export).objects.update(expires_at=NOW + timedelta(days=9999))
    assert chen.number in client.get(f"/privacy/persons/{chen.number}/").content.decode()
    answer = client.post(f"/privacy/exports/{export.public_id}/file/")
    assert answer["Content-Disposition"].startswith("attachment") and "no-store" in answer["Cache-Control"]
    assert api(pia).get(f"person-exports/{export.public_id}").json()["status"] == "ready"
    assert api(pia).post(f"person-exports/{export.public_id}/file").status_code == 200
