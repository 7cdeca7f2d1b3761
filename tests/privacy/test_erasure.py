"""Nothing is left of an erased person but what the law obliges us to keep, under a number that says nothing."""

from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from crm.audit import verify
from crm.audit.models import AuditEntry
from crm.errors import IllegalMove, NotAllowed, Refused
from crm.imports.models import ImportPart
from crm.messages.models import OutgoingMessage
from crm.privacy.models import Consent
from owners.journal.models import JournalEntry
from owners.people.models import Household, Kin, Owner
from owners.privacy import checking, erasing, services
from owners.privacy import person as persons
from owners.privacy.models import Erasure
from owners.ties import _ties, all_ties
from profitability.models import LedgerEntry
from service_desk.cases.models import Case, CaseMessage
from service_desk.directives import services as directives
from service_desk.directives.models import Directive
from tests.people import NOW
from tests.privacy import canaries, whole_life

pytestmark = pytest.mark.django_db

FOUND_OTHERWISE = {  # by his address in them, or because they go with the row they hang on
    "outgoing.OutgoingMessage",
    "owners.JournalWording",
    "service_desk.AttachmentPart",
    "service_desk.DossierPart",
    "service_desk.RawMailPart",
}
LOOKED_INTO = {  # by traces.py, which opens them
    "outgoing.OutgoingMessage",
    "imports.ImportPart",
    "imports.ImportDraft",
    "imports.DraftPart",
    "jobs.JobChunk",
    "api.IdempotencyKey",
    "exports.ExportRun",
    "exports.ExportPart",
    "audit.AuditEntry",
}
NOT_IN_THE_STORY = {
    "coordination.Outcome",  # holds numbers and keys
    "owners.DuplicatePair",  # keys and points; goes whole
    "owners.Merge",  # has a test of its own
    "owners.Kin",  # has a test of its own
    "owners.DeedStep",  # hangs on a deed, which hangs on a purchase
    "owners.ItemResult",  # hangs on an item of an inspection list
}


@pytest.fixture
def pietari(riverside, harbour):
    """A second privacy officer."""
    from crm.accounts.models import Role
    from tests.people import _person

    return _person("pietari", "Pietari", Role.PRIVACY, language="fi")


@pytest.fixture
def life(chen, alice, bob, hong, cai, pia, home_1201, engineering, desk):
    """Chen's whole life with us; his complaint is over, so that nothing hinders."""
    case = whole_life.live(
        chen, alice=alice, bob=bob, hong=hong, cai=cai, pia=pia, home=home_1201, engineering=engineering
    )
    for row in Directive.objects.open():
        directives.withdraw(bob, row, because="结束", now=NOW)
    Case.objects.filter(pk=case.pk)
    return case


def erased(actor, owner, now=NOW):
    row = services.request_erasure(actor, owner, because="本人书面要求", now=now)
    return erasing.erase(actor, owner, row, now=now)


def test_no_mark_of_him_is_left_in_any_table(life, chen, pia):
    planted = canaries.plant(chen)
    assert len(planted) > 40
    erased(pia, Owner.objects.get(pk=chen.pk))
    text = canaries.everything_told()
    left = {column: canaries.where(text, mark) for mark, column in planted.items() if mark in text}
    assert left == {}
    assert canaries.where(text, canaries.MARK) == []


@pytest.mark.parametrize(
    "said", ["陈建国", whole_life.IDENTITY, *whole_life.SAYINGS.values(), "138 1234 5678", "1345678"]
)
def test_neither_his_name_nor_his_numbers_are_left(life, chen, pia, said):
    erased(pia, chen)
    text = canaries.everything_told()
    assert canaries.where(text, said) == [] and canaries.where(text, said.encode().hex()) == []


def test_each_tie_taken_off_the_list_is_noticed(life, chen, pia, monkeypatch):
    """The negative control, once for every table: it is the list that erases."""
    planted = canaries.plant(chen)
    chen = Owner.objects.get(pk=chen.pk)
    for model in sorted({column.rpartition(".")[0] for column in planted.values()} - {"owners.Owner"}):
        if model in FOUND_OTHERWISE:
            continue
        fewer = {key: tie for key, tie in _ties.items() if tie.model != model}
        with monkeypatch.context() as patch, transaction.atomic():
            patch.setattr("owners.ties._ties", fewer)
            erased(pia, chen)
            marks = [mark for mark, column in planted.items() if column.startswith(f"{model}.")]
            text = canaries.everything_told()
            assert any(mark in text for mark in marks), model
            transaction.set_rollback(True)


def test_every_table_that_is_tied_has_had_a_mark(life, chen):
    """What the story does not fill is named here, so that a new table is not taken for tested."""
    assert sorted(canaries.tied_models_without_rows(chen) - NOT_IN_THE_STORY) == []


def test_every_table_with_personal_text_is_tied_or_looked_into(life, chen):
    reached = {tie.model for tie in all_ties()} | {"owners.Owner", "owners.Household"} | LOOKED_INTO
    assert canaries.models_with_personal_text() - reached == set()


def test_what_the_law_obliges_to_keep_stays_under_a_pseudonym(life, chen, pia):
    entries = LedgerEntry.objects.filter(owner=chen).order_by("pk")
    before = list(entries.values_list("kind", "amount", "currency"))
    consents = Consent.objects.count()
    erased(pia, chen)
    assert before and list(entries.all().values_list("kind", "amount", "currency")) == before
    assert Consent.objects.count() == consents
    row = Owner.objects.get(pk=chen.pk)
    assert row.number in row.name and row.erased_at == NOW and row.number == chen.number
    assert (row.phone, row.email, row.identity, row.birth_date, row.household, row.manner) == (
        None,
        None,
        None,
        None,
        None,
        "",
    )


def test_others_are_left_as_they_are(life, chen, pia, dai):
    before = Owner.objects.filter(pk=dai.pk).values().get()
    erased(pia, chen)
    assert Owner.objects.filter(pk=dai.pk).values().get() == before
    assert OutgoingMessage.objects.filter(subject_ref="case:none").exists()
    part = ImportPart.objects.get()
    assert "李雷" in part.rows and "李雷" in part.refused and "陈建国" not in part.rows


def test_a_name_that_another_bears_too_is_left_where_it_is_the_others(life, chen, pia, harbour, dan):
    from owners.people import services as people

    namesake = people.add_owner(
        dan, kind="person", name="陈建国", phone="13600000006", project=harbour, now=NOW
    )
    erased(pia, chen)
    assert Owner.objects.get(pk=namesake.pk).name == "陈建国"


def test_his_number_in_the_words_of_another_is_blotted_out(life, chen, pia, dan, dai, home_501):
    from tests.flows import story

    case = story.registered(dan, dai, home_501)
    Case.objects.filter(pk=case.pk).update(words="请联系我朋友 13812345678，谢谢")
    erased(pia, chen)
    assert Case.objects.get(pk=case.pk).words == "请联系我朋友 …，谢谢"


def test_the_chain_of_the_audit_is_proved_before_and_after(life, chen, pia):
    assert AuditEntry.objects.exclude(because="").exists()
    settle()
    assert verify.verify().sound
    erased(pia, chen)
    settle()
    verdict = verify.verify()
    assert verdict.sound, verdict.faults


def test_an_emptied_entry_that_somebody_changes_is_found(life, chen, pia):
    settle()
    erased(pia, chen)
    settle()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER audit_no_change")
        cursor.execute(
            "UPDATE audit_auditentry SET verb = 'nothing' WHERE id = (SELECT min(entry_id) FROM audit_auditredaction)"
        )
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER audit_no_change")
    assert not verify.verify().sound


def test_words_of_the_audit_cannot_be_emptied_without_an_erasure(life):
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        AuditEntry.objects.exclude(because="").update(because="")


def settle():
    """Let the deferred links of the chain be made, as a COMMIT does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_an_open_complaint_a_running_contract_and_a_hold_stand_in_the_way(alice, pia, chen, home_1201, desk):
    from tests.flows import story

    story.registered(alice, chen, home_1201)
    services.set_hold(pia, chen, because="诉讼未结", now=NOW)
    row = services.request_erasure(pia, chen, because="本人要求", now=NOW)
    assert len(checking.hindrances(persons.of(chen))) == 2
    with pytest.raises(IllegalMove):
        services.confirm_erasure(pia, row, typed=chen.number, now=NOW)
    assert Owner.objects.get(pk=chen.pk).name == "陈建国"
    assert Erasure.objects.get().status == "requested"


def test_another_privacy_officer_confirms(pia, pietari, chen):
    row = services.request_erasure(pia, chen, because="本人要求", now=NOW)
    row = services.confirm_erasure(pietari, row, now=NOW)
    assert (row.status, row.confirmed_how, row.confirmed_by) == ("carried_out", "second", pietari)


@pytest.mark.parametrize("typed", ["", "O-2026-999999", "陈建国"])
def test_alone_he_must_type_the_number(pia, chen, typed):
    row = services.request_erasure(pia, chen, because="本人要求", now=NOW)
    with pytest.raises(Refused):
        services.confirm_erasure(pia, row, typed=typed, now=NOW)
    assert Owner.objects.get(pk=chen.pk).erased_at is None
    row = services.confirm_erasure(pia, row, typed=f" {chen.number.lower()} ", now=NOW)
    assert row.confirmed_how == "typed"


def test_what_is_carried_out_is_not_carried_out_again(pia, chen):
    row = services.request_erasure(pia, chen, because="本人要求", now=NOW)
    services.confirm_erasure(pia, row, typed=chen.number, now=NOW)
    with pytest.raises(IllegalMove):
        services.confirm_erasure(pia, row, typed=chen.number, now=NOW)
    with pytest.raises(NotAllowed):
        services.request_erasure(pia, chen, because="再次要求", now=NOW)


def test_a_withdrawn_wish_erases_nothing(pia, chen):
    row = services.request_erasure(pia, chen, because="本人要求", now=NOW)
    services.withdraw_erasure(pia, row, now=NOW)
    with pytest.raises(IllegalMove):
        services.confirm_erasure(pia, row, typed=chen.number, now=NOW)
    assert Owner.objects.get(pk=chen.pk).name == "陈建国"


def test_somebody_merged_into_him_is_erased_with_him_and_so_is_what_would_undo_it(pia, bob, chen, riverside):
    from owners.duplicates import services as duplicates
    from owners.people import services as people

    twin = people.add_owner(
        bob, kind="person", name="程建帼", phone="13500000005", project=riverside, now=NOW
    )
    duplicates.merge(bob, chen, twin, choices={}, now=NOW)
    assert canaries.where(canaries.everything_told(), "程建帼")
    erased(pia, chen)
    text = canaries.everything_told()
    assert canaries.where(text, "程建帼") == [] and canaries.where(text, "13500000005") == []
    assert canaries.where(text, "陈建国") == []


def test_kin_who_live_with_nobody_else_go_with_him(pia, chen):
    household = Household.objects.create(label="陈家", size=2, created_at=NOW)
    Owner.objects.filter(pk=chen.pk).update(household=household)
    Kin.objects.create(household=household, name="陈小雨", kinship="child", created_at=NOW)
    erased(pia, Owner.objects.get(pk=chen.pk))
    assert not Kin.objects.exists() and not Household.objects.exists()


def test_kin_who_live_with_another_owner_stay_with_him(pia, chen, dai):
    household = Household.objects.create(label="陈建国一家", size=3, created_at=NOW)
    Owner.objects.filter(pk__in=[chen.pk, dai.pk]).update(household=household)
    Kin.objects.create(household=household, name="小雨", kinship="child", created_at=NOW)
    erased(pia, Owner.objects.get(pk=chen.pk))
    assert Kin.objects.get().household.label == "…"


def test_after_a_restore_the_journal_erases_again(
    pia, chen, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.VAR = tmp_path
    was = Owner.objects.filter(pk=chen.pk).values().get()
    row = services.request_erasure(pia, chen, because="本人要求", now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        services.confirm_erasure(pia, row, typed=chen.number, now=NOW)
    journal = (tmp_path / "privacy" / "erasures.jsonl").read_text()
    assert chen.number not in journal and "陈" not in journal and "13812345678" not in journal
    assert services.replay_erasures(now=NOW) == []
    Owner.objects.filter(pk=chen.pk).update(
        **{name: was[name] for name in ("name", "phone", "phone_index", "erased_at")}
    )
    assert services.replay_erasures(now=NOW) == [chen.number]
    again = Owner.objects.get(pk=chen.pk)
    assert again.phone is None and again.name != "陈建国"
    assert Erasure.objects.filter(confirmed_how="replayed").count() == 1


def test_the_fences_of_append_only_tables_are_set_aside_in_one_place():
    root = Path(__file__).parents[2]
    rooms = ("crm", "owners", "service_desk", "satisfaction", "profitability", "coordination")
    users = [
        str(file.relative_to(root))
        for room in rooms
        for file in (root / room).rglob("*.py")
        if "pgtrigger.ignore" in file.read_text(encoding="utf-8") and "migrations" not in file.parts
    ]
    assert users == ["owners/privacy/erasing.py"]


def test_the_pages_about_what_is_left_still_open(life, chen, pia, bob, eve, mei, signed_in, api):
    from coordination.models import Decision
    from profitability.models import Assessment

    erased(pia, chen)
    decision = Decision.objects.filter(owner=chen).first()
    assessment = Assessment.objects.filter(owner=chen).first()
    places = [
        (bob, f"/owners/{chen.number}/"),
        (bob, f"/desk/cases/{life.number}/"),
        (bob, f"/coordination/decisions/{decision.public_id}/"),
        (eve, f"/value/assessments/{assessment.public_id}/"),
        (pia, f"/privacy/persons/{chen.number}/"),
    ]
    seen = {place: signed_in(user).get(place, follow=True).status_code for user, place in places}
    assert set(seen.values()) == {200}, seen
    assert api(bob).get(f"owners/{chen.number}").json()["phone"] == ""
    assert api(bob).get(f"cases/{life.number}").status_code == 200


def statements_of_an_erasure(pia, chen) -> int:
    """How many statements it takes, rolled back afterwards."""
    with CaptureQueriesContext(connection) as told, transaction.atomic():
        erased(pia, Owner.objects.get(pk=chen.pk))
        transaction.set_rollback(True)
    return len(told)


def test_six_hundred_rows_more_take_no_statement_for_each(life, chen, pia, alice):
    """Rows are emptied by one statement a table; those that go, go a hundred at a time."""
    before = statements_of_an_erasure(pia, chen)
    CaseMessage.objects.bulk_create(
        CaseMessage(case=life, direction="note", author=alice, body=f"陈建国 {n}", at=NOW) for n in range(300)
    )
    JournalEntry.objects.bulk_create(
        JournalEntry(owner=chen, kind="note", text=f"第{n}次来电", author=alice, at=NOW, written_at=NOW)
        for n in range(300)
    )
    assert statements_of_an_erasure(pia, chen) - before <= 6
