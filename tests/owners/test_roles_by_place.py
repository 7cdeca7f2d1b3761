"""Somebody with one role here and another there holds each only in its place: nothing adds up across cities."""

import csv
import io

import pytest

from crm import clock
from crm.accounts import services as accounts
from crm.accounts.models import Role, User
from crm.errors import NotAllowed, NotFound
from crm.exports import selectors as exported
from crm.exports import services as exports
from crm.jobs.work import work_off
from owners.journal import access as journal
from owners.journal import services as writing
from owners.models import JournalEntry, LegalHold, Owner
from owners.privacy import access as requests_access
from owners.privacy import services as requests
from owners.privacy.models import Erasure, PersonExport
from owners.segments import services as segments
from tests.card.staging import note
from tests.people import NOW, PASSWORD, machine

pytestmark = pytest.mark.django_db


@pytest.fixture
def between(riverside, harbour):
    """`between(here, there)`: somebody with one role in Hangzhou and another in Shenzhen."""

    def stand(here, there, username="lin") -> User:
        user = accounts.add_user(
            machine(), username=username, display_name="林", language="en", password=PASSWORD, now=NOW
        )
        accounts.grant(machine(), user, role=here, city=riverside.city, now=NOW)
        accounts.grant(machine(), user, role=there, city=harbour.city, now=NOW)
        return User.objects.get(pk=user.pk)

    return stand


@pytest.mark.parametrize(
    ("name", "model"), [("export", PersonExport), ("hold", LegalHold), ("erase", Erasure)]
)
def test_a_privacy_officer_here_asks_nothing_of_people_elsewhere(name, model, between, signed_in, chen, dai):
    lin = between(Role.PRIVACY, Role.AGENT)
    said = {"because": "本人书面要求"}
    assert signed_in(lin).post(f"/privacy/persons/{dai.number}/{name}/", said).status_code == 403
    assert not model.objects.exists()
    assert signed_in(lin).post(f"/privacy/persons/{chen.number}/{name}/", said).status_code == 302
    assert model.objects.filter(owner=chen).exists()


@pytest.mark.parametrize("what", ["person-exports", "erasures"])
def test_nor_over_the_api(what, between, api, chen, dai):
    lin = api(between(Role.PRIVACY, Role.AGENT))
    said = {"because": "本人书面要求"}
    assert lin.post(f"/api/v1/owners/{dai.number}/{what}", said).status_code == 403
    assert lin.post(f"/api/v1/owners/{chen.number}/{what}", said).status_code == 201


def test_what_people_asked_elsewhere_is_neither_listed_nor_opened(between, signed_in, pia, chen, dai):
    lin = between(Role.PRIVACY, Role.AGENT)
    theirs = requests.ask_export(pia, dai, because="本人书面要求", now=NOW)
    erasure = requests.request_erasure(pia, dai, because="本人书面要求", now=NOW)
    ours = requests.ask_export(pia, chen, because="本人书面要求", now=NOW)
    for found, row in ((requests_access.export_for, theirs), (requests_access.erasure_for, erasure)):
        with pytest.raises(NotFound):
            found(lin, row.public_id)
        assert found(pia, row.public_id) == row
    assert requests_access.export_for(lin, ours.public_id) == ours
    page = signed_in(lin).get("/privacy/").content.decode()
    assert chen.number in page and dai.number not in page


def test_the_wish_of_somebody_who_was_merged_is_found_where_the_one_is_who_stayed(
    between, pia, bob, chen, alice, riverside, now
):
    from owners.duplicates import services as duplicates

    from .staging import add_owner

    twin = add_owner(alice, riverside, now, name="陳建國")
    erasure = requests.request_erasure(pia, twin, because="本人书面要求", now=NOW)
    duplicates.merge(bob, chen, twin, now=now)
    assert requests_access.erasure_for(between(Role.PRIVACY, Role.AGENT), erasure.public_id) == erasure


def rows_of(actor, kind, **parameters) -> str:
    job = exports.start(actor, kind, parameters, form="csv-bare", now=clock.now())
    work_off(job.pk, clock=clock.now)
    file = b"".join(exports.fetch(actor, exported.run_of(job), now=clock.now())).decode()
    return "\n".join(",".join(row) for row in list(csv.reader(io.StringIO(file)))[1:])


@pytest.mark.parametrize("kind", ["owners", "homes", "ownerships"])
def test_a_list_is_taken_away_only_where_lists_may_be_taken(kind, between, chen, dai, home_1201, home_501):
    found = rows_of(between(Role.SUPERVISOR, Role.AGENT), kind)
    assert home_1201.number in found and home_501.number not in found


def test_nor_are_the_members_of_a_segment(between, chen, dai):
    lin = between(Role.SUPERVISOR, Role.AGENT)
    tree = {"join": "all", "parts": [{"field": "profile.kind", "is": "any_of", "value": ["person"]}]}
    segment = segments.save_new(lin, name="Everybody", tree=tree, now=NOW)
    found = rows_of(lin, "segment", segment=str(segment.public_id))
    assert chen.number in found and dai.number not in found


def test_who_supervises_here_removes_nobodys_note_there(between, signed_in, api, alice, dan, chen, dai, now):
    lin = between(Role.SUPERVISOR, Role.AGENT)
    here, there = note(alice, chen, now), note(dan, dai, now)
    assert journal.supervises(lin, here) and not journal.supervises(lin, there)
    assert signed_in(lin).post(f"/journal/{there.public_id}/remove/").status_code == 403
    assert api(lin).delete(f"/api/v1/journal/{there.public_id}").status_code == 403
    assert JournalEntry.objects.get(pk=there.pk).removed_at is None
    assert api(lin).delete(f"/api/v1/journal/{here.public_id}").status_code == 200
    writing.remove(dan, there, now=now)
    assert signed_in(lin).post(f"/journal/{there.public_id}/bring-back/").status_code == 403


def test_what_a_role_here_may_uncover_is_not_uncovered_there(between, api, chen, dai):
    lin = api(between(Role.AGENT, Role.CALLBACK))
    said = {"field": "identity", "because": "核对来电人身份"}
    Owner.objects.update(identity="11010519491231002X")
    assert lin.post(f"/api/v1/owners/{chen.number}/reveal", said).status_code == 200
    assert lin.post(f"/api/v1/owners/{dai.number}/reveal", said).status_code == 403
    assert lin.post(f"/api/v1/owners/{dai.number}/reveal", said | {"field": "phone"}).status_code == 200


def test_the_service_itself_says_so_too(between, dai):
    from owners.card.revealing import reveal

    with pytest.raises(NotAllowed):
        reveal(between(Role.AGENT, Role.CALLBACK), dai, field="identity", because="核对身份", now=NOW)
