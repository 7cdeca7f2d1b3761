"""Chen with something in every table: a complaint that went round, a questionnaire, a note, kin, letters, a file."""

import json
from datetime import timedelta

from crm.api.models import IdempotencyKey
from crm.imports.models import ImportedRow, ImportPart, ImportRun
from crm.jobs import services as jobs
from crm.messages import services as messages
from crm.privacy import cipher
from crm.privacy import services as privacy
from owners.contracts import services as contracts
from owners.journal import services as journal
from owners.people import services as people
from owners.people.models import Household
from owners.privacy import services as asked
from satisfaction.collection import services as collection
from tests.channels.marks import leave_by_the_ways_in
from tests.flows import story
from tests.people import NOW
from tests.privacy import canaries
from tests.privacy.desk_life import leave_at_the_desk

DISCONTENT = {"speed": "neutral", "result": "very_dissatisfied", "overall": "dissatisfied"}
IDENTITY = "110101199003070038"
SAYINGS = {
    "phone": "13812345678",
    "email": "chen.jianguo@example.cn",
    "postal_address": "杭州市江畔路18号3幢1201",
}


def live(chen, *, alice, bob, hong, cai, pia, home, engineering):
    """Everything that may happen to an owner, by the services where it can be done in a line."""
    people.edit_owner(
        alice,
        chen,
        version=chen.version,
        changes={
            **SAYINGS,
            "identity_kind": "cn",
            "identity": IDENTITY,
            "occupation": "律师",
            "activities": "太极",
        },
        now=NOW,
    )
    chen.refresh_from_db()
    household = Household.objects.create(label="陈建国一家", size=3, created_at=NOW)
    type(chen).objects.filter(pk=chen.pk).update(household=household)
    chen.refresh_from_db()
    case = story.registered(alice, chen, home)
    case = story.worked(alice, hong, case, engineering, amount=5000)
    visit = next(row for row in story.visits(case) if row.status == "planned")
    collection.record_callback(
        cai, visit, outcome="reached", answers=DISCONTENT, words="很失望", now=story.later(1)
    )
    story.deliver(story.later(1))
    privacy.reveal(alice, chen, "phone", because="给陈建国回电话", now=NOW)
    privacy.record_consent(alice, chen, purpose="surveys", given=True, source="phone", now=NOW)
    messages.send(
        to=chen.phone,
        channel="sms",
        subject="",
        body="陈先生您好",
        language="zh-hans",
        subject_ref=f"owner:{chen.number}",
        now=NOW,
    )
    messages.send(
        to="somebody@example.fi",
        channel="mail",
        subject="x",
        body="y",
        language="fi",
        subject_ref="case:none",
        now=NOW,
    )
    asked.set_hold(pia, chen, because="诉讼：陈建国", now=NOW)
    asked.lift_hold(pia, chen, now=NOW)
    note = journal.write_note(alice, chen, text="陈建国喜欢上午联系", now=NOW)
    journal.reword(alice, note, text="陈先生喜欢上午联系", version=note.version, now=NOW)
    contracts.record_visit(
        alice, chen, project=home.project, on=NOW.date(), remark="陈建国来看房", received_by=alice, now=NOW
    )
    leave_in_files(chen, alice)
    leave_by_the_ways_in(case, "陈建国说漏水", NOW)
    leave_at_the_desk(chen, case, alice=alice, bob=bob, hong=hong, home=home, engineering=engineering)
    canaries.fill(chen, NOW)
    asked.PersonExport.objects.update(status="expired")
    return case


def leave_in_files(chen, alice):
    """Rows of files and answers under lock, his beside those of another."""
    other = {"姓名": "李雷", "电话": "13700000007"}
    his = {"姓名": "陈建国", "电话": "138 1234 5678"}
    run = ImportRun.objects.create(
        kind="owners", mapping_name="owners", mapping={}, source="erp", file_name="owners.csv", columns=[], row_count=2,
        made_by=alice, made_at=NOW,
    )  # fmt: skip
    rows = json.dumps([his, other], ensure_ascii=False)
    ImportPart.objects.create(run=run, position=0, rows=rows, refused=rows, dry_refused=rows)
    ImportedRow.objects.create(
        kind="owners",
        source="erp",
        external_ref="E-17",
        subject=chen.number,
        facts=[{"said": "陈建国"}],
        run=run,
        at=NOW,
    )
    job = jobs.start("imports", alice, title="x", parameters={}, chunks=[{}], now=NOW)
    job.chunks.update(refused=cipher_text(rows))
    answer = cipher.encrypt_bytes(
        json.dumps({"name": "陈建国", "number": chen.number}).encode(), "api.idempotency"
    )
    IdempotencyKey.objects.create(
        actor="user:1", key="k", method="POST", path=f"/api/v1/owners/{chen.number}", body_hash=b"h", response=answer,
        created_at=NOW,
    )  # fmt: skip


def cipher_text(rows: str) -> str:
    """As JobChunk.refused takes it: the field seals it itself."""
    return rows


def after(days: int):
    return NOW + timedelta(days=days)
