"""What the audit promises: nothing is changed, and whoever changes it all the same is found."""

import threading
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from crm.audit import chain
from crm.audit.models import AuditEntry, AuditLink
from crm.audit.services import anchor, record
from crm.audit.verify import verify
from crm.organisation.models import Region
from crm.web.management.commands import load_demo
from tests.people import NOW

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 8, 40


@pytest.fixture(autouse=True)
def own_anchors(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def subject():
    return Region.objects.create(code="east", name="East")


def write(subject, count=5, **fields):
    for nth in range(count):
        record(None, "test.write", subject, now=NOW, after={"nth": nth, "词": "漏水"}, **fields)


def as_superuser(statement, *values):
    """What somebody does who owns the database and knows of the triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)


def in_parallel(count, work):
    failed = []

    def run(number):
        try:
            work(number)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def test_each_entry_gets_its_link_when_its_transaction_commits(subject):
    with transaction.atomic():
        write(subject, 3, because="为什么\nsaid Chen")
        assert AuditLink.objects.count() == 0
    assert list(AuditLink.objects.values_list("seq", flat=True)) == [1, 2, 3]
    assert verify().sound
    assert verify().links == 3


def test_an_entry_that_is_rolled_back_leaves_no_gap(subject):
    with pytest.raises(RuntimeError), transaction.atomic():
        write(subject)
        raise RuntimeError
    write(subject, 2)
    assert verify().links == 2
    assert verify().sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET verb = 'x'",
        "DELETE FROM audit_auditentry",
        "TRUNCATE audit_auditentry CASCADE",
        "UPDATE audit_auditlink SET seq = seq + 100",
        "DELETE FROM audit_auditlink",
        "TRUNCATE audit_auditlink",
    ],
)
def test_the_application_can_only_append(subject, statement):
    write(subject)
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().links == 5


def write_in_parallel(subject):
    return in_parallel(WRITERS, lambda number: [write(subject, 1) for _ in range(EACH)])


def test_eight_writers_break_no_link(subject):
    assert write_in_parallel(subject) == []
    verdict = verify()
    assert (verdict.links, verdict.faults) == (WRITERS * EACH, [])


def test_control_without_the_lock_writers_collide(subject):
    unlocked = chain.ADD_LINK.replace(
        f"PERFORM pg_advisory_xact_lock({chain.LOCK});", "PERFORM pg_sleep(0.002);"
    )
    with replaced(unlocked):
        assert write_in_parallel(subject), "two writers have taken the same place"


class replaced:
    """The function that adds a link, without one of its guards."""

    def __init__(self, body):
        self.body = body

    def __enter__(self):
        self._define(self.body)

    def __exit__(self, *_):
        self._define(chain.ADD_LINK)

    def _define(self, body):
        with connection.cursor() as cursor:
            cursor.execute(body.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))


TAMPERING = {
    "an edited entry": (
        "UPDATE audit_auditentry SET because = 'forged' WHERE id = %s",
        "not what was recorded",
    ),
    "an edited moment": (
        "UPDATE audit_auditentry SET at = at - interval '1 hour' WHERE id = %s",
        "not what was",
    ),
    "a deleted entry": ("DELETE FROM audit_auditentry WHERE id = %s", "has been deleted"),
    "a deleted link": ("DELETE FROM audit_auditlink WHERE entry_id = %s", "outside the chain"),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_found(subject, how):
    write(subject)
    statement, sentence = TAMPERING[how]
    as_superuser(statement, AuditEntry.objects.order_by("pk")[2].pk)
    assert sentence in " ".join(verify().faults)


def test_a_deleted_pair_of_entry_and_link_is_found(subject):
    write(subject)
    third = AuditEntry.objects.order_by("pk")[2].pk
    as_superuser("DELETE FROM audit_auditlink WHERE entry_id = %s", third)
    as_superuser("DELETE FROM audit_auditentry WHERE id = %s", third)
    assert "links 3 to 3 are missing" in verify().faults


def test_two_exchanged_entries_are_found(subject):
    write(subject)
    as_superuser("UPDATE audit_auditlink SET entry_id = -entry_id WHERE seq IN (2, 3)")
    first, second = AuditEntry.objects.order_by("pk")[1:3]
    as_superuser("UPDATE audit_auditlink SET entry_id = %s WHERE seq = 2", second.pk)
    as_superuser("UPDATE audit_auditlink SET entry_id = %s WHERE seq = 3", first.pk)
    assert len(verify().faults) == 2


def test_an_entry_slipped_in_beside_the_chain_is_found(subject):
    write(subject)
    as_superuser(
        "INSERT INTO audit_auditentry (at, verb, subject_type, subject_id, subject_label, because)"
        " VALUES (now(), 'x', 'x', '1', '', '')"
    )
    assert "outside the chain" in verify().faults[0]


def cut_tail():
    as_superuser(
        "DELETE FROM audit_auditentry WHERE id IN (SELECT entry_id FROM audit_auditlink WHERE seq > 3)"
    )
    as_superuser("DELETE FROM audit_auditlink WHERE seq > 3")


def test_a_cut_tail_is_found_by_the_anchor(subject):
    write(subject)
    anchor(now=NOW)
    cut_tail()
    assert "it has been cut" in verify().faults[0]


def test_control_without_an_anchor_a_cut_tail_looks_whole(subject):
    write(subject)
    cut_tail()
    assert verify().sound


def test_a_cut_tail_is_found_by_the_file_even_if_the_anchor_is_cut_too(subject):
    write(subject)
    anchor(now=NOW)
    cut_tail()
    as_superuser("DELETE FROM audit_auditanchor")
    assert "the file" in verify().faults[0]


def test_a_chain_made_anew_is_found_by_the_anchor(subject):
    write(subject)
    anchor(now=NOW)
    as_superuser("DELETE FROM audit_auditlink")
    as_superuser("UPDATE audit_auditentry SET because = 'forged'")
    rebuild = "INSERT INTO audit_auditturn (entry_id) SELECT id FROM audit_auditentry ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(rebuild)
    assert "the chain was made anew" in verify().faults[0]


def test_an_anchor_signed_with_another_key_is_found(subject):
    write(subject)
    anchor(now=NOW)
    as_superuser("UPDATE audit_auditanchor SET signature = digest")
    assert "wrong signature" in verify().faults[0]


def test_the_command_says_what_is_wrong_and_fails(subject, capsys):
    write(subject)
    call_command("audit_anchor")
    call_command("audit_verify")
    assert "5 links and 2 anchors are sound" in capsys.readouterr().out
    as_superuser("UPDATE audit_auditentry SET verb = 'x'")
    with pytest.raises(CommandError):
        call_command("audit_verify")


def test_nothing_is_anchored_twice(subject, tmp_path):
    write(subject)
    assert anchor(now=NOW).seq == 5
    assert anchor(now=NOW) is None
    assert len(Path(tmp_path / "audit" / "anchors.jsonl").read_text().splitlines()) == 1


def test_a_town_that_has_just_been_loaded_has_its_first_anchor(monkeypatch):
    monkeypatch.setattr(load_demo.Command, "_rooms", lambda self: load_demo.FIRST)
    call_command("load_demo", stdout=StringIO())
    verdict = verify()
    assert verdict.sound
    assert verdict.anchors == 2  # one in the database, the same in the file
