"""A dossier of a case: whole with a reason, masked without names, made by a job, gone after a week."""

import io
import json
import re
import zipfile
from datetime import timedelta
from html import unescape

import pypdf
import pytest
from django.db import transaction
from PIL import Image

from crm.audit.models import AuditEntry
from crm.errors import NotFound, Refused
from crm.jobs.kinds import Work
from crm.jobs.work import work_off
from crm.paper import fonts
from service_desk.attachments import services as attaching
from service_desk.cases import services as cases
from service_desk.cases.states import CaseStatus
from service_desk.dossier import outside, services, verify
from service_desk.dossier.making import LONGEST, run_chunk
from service_desk.dossier.models import Dossier, DossierPart
from tests.paper.reader import squeezed, words

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(story):
    case = story.drive(CaseStatus.CLOSED)
    cases.note(story.alice, case, body="业主陈建国很着急，电话 13812345678", now=story.now)
    return case


def made(actor, case, now, **said):
    row = services.ask(actor, case, now=now, **said)
    work_off(clock=lambda: now)
    row.refresh_from_db()
    assert row.status == "ready", row.job.last_error
    return row


def opened(actor, row, now) -> dict[str, bytes]:
    content = services.fetch(actor, row, now=now)
    assert verify.check(content)[0] == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_whole_one_holds_everything_that_hangs_on_the_case(case, bob, now):
    files = opened(bob, made(bob, case, now, masked=False, because="仲裁委员会要求"), now)
    told = json.loads(files["case.json"])
    wanted = {
        "Case",
        "CaseHistory",
        "CaseMessage",
        "Investigation",
        "TransferSlip",
        "Proposal",
        "ProposalPart",
    }
    assert {f"service_desk.{name}" for name in wanted | {"Action", "ReturnVisit", "Deadline"}} <= set(told)
    assert told["service_desk.Case"][0]["words"] == case.words
    page = files["index.html"].decode()
    assert "陈建国" in page and "13812345678" in page and "<script" not in page
    assert len(json.loads(files["audit.json"])["links"]) >= case.history.count()


def test_the_masked_one_names_nobody(case, alice, chen, now):
    files = opened(alice, made(alice, case, now, masked=True), now)
    for name in ("index.html", "case.json", "audit.json", "README.txt", "manifest.json"):
        text = files[name].decode()
        assert chen.name not in text and chen.phone not in text and "很着急" not in text, name
    assert "陈**" in files["index.html"].decode()


def test_the_page_is_in_it_on_paper_too_and_says_the_same(case, alice, bob, chen, now):
    cases.add_owner_words(alice, case, body="#panic() *水* <b>x</b>", now=now)
    files = opened(bob, made(bob, case, now, masked=False, because="仲裁"), now)
    told = words(files["dossier.pdf"])
    inside = re.sub(r"(?s)<head>.*?</head>", "", files["index.html"].decode())
    pieces = [squeezed(unescape(part)) for part in re.split(r"<[^>]*>", inside)]
    assert [piece for piece in pieces if piece not in told] == []
    assert squeezed("#panic() *水* <b>x</b>") in told and "dossier.pdf" in files["README.txt"].decode()
    masked = words(opened(alice, made(alice, case, now, masked=True), now)["dossier.pdf"])
    assert (
        "陈**" in masked and chen.name not in masked and chen.phone not in masked and "很着急" not in masked
    )


def test_a_photo_is_on_the_paper(case, alice, now):
    drawn = io.BytesIO()
    Image.new("RGB", (3000, 2000), "teal").save(drawn, "JPEG")
    attaching.add(alice, case, stage="problem", name="leak.jpg", content=drawn.getvalue(), now=now)
    files = opened(alice, made(alice, case, now, masked=True), now)
    pages = pypdf.PdfReader(io.BytesIO(files["dossier.pdf"])).pages
    [photo] = [image for page in pages for image in page.images]
    assert max(photo.image.size) == LONGEST


def test_without_a_font_the_archive_goes_without_the_paper_and_the_page_says_what_to_install(
    case, alice, now, signed_in, api, monkeypatch
):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    monkeypatch.setattr(fonts, "families", lambda: frozenset({"Liberation Sans"}))
    row = made(alice, case, now, masked=True)
    assert "dossier.pdf" not in opened(alice, row, now) and not row.has_pdf
    page = signed_in(alice).get(f"/desk/dossiers/{row.public_id}/").content.decode()
    assert "fonts-noto-cjk" in page and f"/desk/dossiers/{row.public_id}/pdf/" not in page
    assert api(alice).get(f"dossiers/{row.public_id}/pdf").status_code == 404


def test_the_paper_is_read_alone_and_who_read_it_is_on_the_record(
    case, alice, dan, now, signed_in, api, monkeypatch
):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    row = made(alice, case, now, masked=True)
    answer = signed_in(alice).get(f"/desk/dossiers/{row.public_id}/pdf/")
    assert answer["Content-Type"] == "application/pdf" and case.number in words(answer.content)
    assert api(alice).get(f"dossiers/{row.public_id}/pdf").content == answer.content
    assert api(dan).get(f"dossiers/{row.public_id}/pdf").status_code == 404
    assert AuditEntry.objects.filter(verb="dossiers.fetch").count() == 2


def test_the_audit_in_it_is_that_of_the_chain(case, bob, now):
    files = opened(bob, made(bob, case, now, masked=False, because="仲裁"), now)
    links = json.loads(files["audit.json"])["links"]
    assert [link["seq"] for link in links] == sorted({link["seq"] for link in links})
    verbs = {link["fields"][3] for link in links}
    assert {"cases.registered", "cases.closed"} <= verbs


def test_all_of_it_needs_a_reason(case, bob, now):
    with pytest.raises(Refused):
        services.ask(bob, case, masked=False, because="  ", now=now)
    assert not Dossier.objects.exists()


def test_who_takes_what(case, alice, bob, cai, dan, now, api, signed_in):
    assert api(dan).post(f"cases/{case.number}/dossiers", {}).status_code == 404
    assert api(cai).post(f"cases/{case.number}/dossiers", {}).status_code == 403
    whole = {"masked": False, "because": "仲裁"}
    assert api(alice).post(f"cases/{case.number}/dossiers", whole).status_code == 403
    answer = api(bob).post(f"cases/{case.number}/dossiers", whole)
    assert answer.status_code == 202
    number = answer.json()["id"]
    work_off(clock=lambda: now)
    assert api(alice).get(f"dossiers/{number}").status_code == 403
    assert api(dan).get(f"dossiers/{number}").status_code == 404
    assert AuditEntry.objects.filter(verb="dossiers.ask", because="仲裁").count() == 1
    assert Dossier.objects.get().status == "ready"


def test_a_page_asks_and_the_archive_is_taken(case, alice, now, signed_in, monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    desk = signed_in(alice)
    answer = desk.post(f"/desk/cases/{case.number}/dossiers/", {"version": "masked"})
    assert answer.status_code == 302
    assert desk.get(answer.url).status_code == 200
    work_off(clock=lambda: now)
    assert Dossier.objects.get().digest in desk.get(answer.url).content.decode()
    archive = desk.get(f"{answer.url}archive/")
    assert archive["Content-Type"] == "application/zip" and verify.check(archive.content)[0] == []
    assert AuditEntry.objects.filter(verb="dossiers.fetch").count() == 1
    assert "dossier-card" in desk.get(f"/desk/cases/{case.number}/").content.decode()


def test_after_a_week_it_is_gone_and_the_row_says_that_there_was_one(case, alice, now):
    row = made(alice, case, now, masked=True)
    assert services.forget_due(now=now + timedelta(days=6)) == 0
    with pytest.raises(NotFound):
        services.fetch(alice, row, now=now + timedelta(days=7))
    assert services.forget_due(now=now + timedelta(days=7)) == 1
    row.refresh_from_db()
    assert row.status == "expired" and not DossierPart.objects.exists()


def test_made_twice_by_two_workers_it_is_made_once(case, alice, now):
    row = made(alice, case, now, masked=True)
    parts = DossierPart.objects.count()
    with transaction.atomic():
        run_chunk(Work(row.job.public_id, alice, {"dossier": str(row.public_id)}, {}, 0), now=now)
    assert DossierPart.objects.count() == parts


def test_how_the_house_weighs_approves_and_plans_stays_inside(story, alice, bob, now):
    case = story.drive("proposed")
    story.hand_over(case, bob, because="Herr Chen droht mit dem Anwalt")
    dear = story.propose(case, amount=90_000_000, by=alice)
    cases.decide_approval(story.bob, dear, approved=False, because="höchstens die Hälfte", now=now)
    files = opened(alice, made(alice, case, now, masked=True), now)
    told = json.loads(files["case.json"])
    for name in ("index.html", "case.json", "audit.json"):
        text = files[name].decode()
        assert "höchstens" not in text and "Anwalt" not in text, name
    assert dear.number not in files["case.json"].decode()
    assert not {f"service_desk.{name}" for name in outside.INSIDE} & set(told)
    assert "fault_share" not in str(told) and "waits_for" not in str(told)
    whole = opened(bob, made(bob, case, now, masked=False, because="x"), now)
    assert "höchstens" in whole["case.json"].decode()
