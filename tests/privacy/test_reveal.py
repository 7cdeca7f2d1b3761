"""Unmasking with a reason, and consent."""

from datetime import timedelta

import pytest

from crm.audit.models import AuditEntry
from crm.errors import NotAllowed, Refused, TooMany
from crm.privacy import services
from crm.privacy.models import Consent, Reveal
from tests.people import NOW

pytestmark = pytest.mark.django_db


def test_a_reason_opens_the_value_and_stays(chen, alice):
    assert services.reveal(alice, chen, "phone", because="call back about the leak", now=NOW) == "13812345678"
    row = Reveal.objects.get()
    assert (row.actor, row.field, row.because) == (alice, "phone", "call back about the leak")
    entry = AuditEntry.objects.filter(verb="privacy.reveal").get()
    assert "13812345678" not in f"{entry.after}{entry.before}{entry.because}"


@pytest.mark.parametrize("because", ["", "   ", "x"])
def test_without_a_reason_nothing_is_shown_and_nothing_noted(chen, alice, because):
    with pytest.raises(Refused):
        services.reveal(alice, chen, "phone", because=because, now=NOW)
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("who", ["ada", "eve", "hong"])
def test_roles_without_the_verb_see_nothing(who, request, chen):
    with pytest.raises(NotAllowed):
        services.reveal(request.getfixturevalue(who), chen, "phone", because="curious", now=NOW)
    assert not Reveal.objects.exists()


def test_a_role_elsewhere_does_not_help(chen, dan, riverside):
    with pytest.raises(NotAllowed):
        services.reveal(dan, chen, "phone", because="curious", project=riverside, now=NOW)


def test_only_personal_fields_are_revealed(chen, alice):
    with pytest.raises(Refused):
        services.reveal(alice, chen, "pk", because="curious", now=NOW)


def test_the_hour_has_an_end(chen, alice, monkeypatch):
    monkeypatch.setattr(services, "PER_HOUR", 2)
    for _ in range(2):
        services.reveal(alice, chen, "phone", because="calling", now=NOW)
    with pytest.raises(TooMany):
        services.reveal(alice, chen, "phone", because="calling", now=NOW)
    assert Reveal.objects.count() == 2
    services.reveal(alice, chen, "phone", because="calling", now=NOW + timedelta(hours=1, seconds=1))


def test_the_privacy_officer_reads_the_log_and_nobody_else(chen, alice, pia, signed_in, api):
    services.reveal(alice, chen, "phone", because="calling about the leak", now=NOW)
    shown = signed_in(pia).get("/settings/reveals/").content.decode()
    assert "calling about the leak" in shown
    assert "13812345678" not in shown
    assert signed_in(alice).get("/settings/reveals/").status_code == 403
    assert api(pia).get("reveals").json()["results"][0]["actor"] == "alice"
    assert api(alice).get("reveals").status_code == 403


def test_silence_is_no_consent_and_the_latest_word_counts(chen, alice):
    assert not services.consented(chen, "events", now=NOW)
    services.record_consent(alice, chen, purpose="events", given=True, source="phone", now=NOW)
    assert services.consented(chen, "events", now=NOW)
    assert not services.consented(chen, "marketing", now=NOW)
    later = NOW + timedelta(days=1)
    services.record_consent(alice, chen, purpose="events", given=False, source="portal", now=later)
    assert not services.consented(chen, "events", now=later)
    assert [row.given for row in services.history_of(chen)] == [False, True]


def test_saying_the_same_again_is_one_statement(chen, alice):
    for _ in range(3):
        services.record_consent(alice, chen, purpose="events", given=True, source="phone", now=NOW)
    assert Consent.objects.count() == 1


def test_consent_runs_out(chen, alice):
    end = NOW + timedelta(days=30)
    services.record_consent(alice, chen, purpose="photos", given=True, source="form", until=end, now=NOW)
    assert services.consented(chen, "photos", now=NOW)
    assert not services.consented(chen, "photos", now=end)


def test_all_purposes_in_one_query(chen, alice, django_assert_num_queries):
    services.record_consent(alice, chen, purpose="events", given=True, source="phone", now=NOW)
    with django_assert_num_queries(1):  # the latest statement of each purpose
        found = services.consents_of(chen)
    assert found["events"].given
    assert found["marketing"] is None


def test_a_purpose_that_is_none(chen, alice):
    with pytest.raises(Refused):
        services.record_consent(alice, chen, purpose="anything", given=True, source="phone", now=NOW)


def test_a_role_has_a_limit_of_its_own_and_reaching_it_sets_off_an_alarm(chen, alice, pia, signed_in):
    assert signed_in(pia).post("/privacy/limits/", {"role": "agent", "per_hour": "2"}).status_code == 302
    for _ in range(2):
        services.reveal(alice, chen, "phone", because="calling", now=NOW)
    with pytest.raises(TooMany):
        services.reveal(alice, chen, "phone", because="calling", now=NOW)
    assert [alarm.subject for alarm in services.sounded()] == ["alice"]
    assert "alice" in signed_in(pia).get("/settings/reveals/").content.decode()
    assert signed_in(pia).post("/privacy/limits/alice/asked/").status_code == 302
    assert not services.sounded()


@pytest.mark.parametrize("per_hour", ["0", "1001", "many"])
def test_a_limit_that_is_none_is_refused(pia, signed_in, per_hour):
    answer = signed_in(pia).post("/privacy/limits/", {"role": "agent", "per_hour": per_hour})
    assert answer.status_code == 422
    assert services.limits()[0][2] == services.PER_HOUR


def test_the_log_is_narrowed_by_who_of_whom_and_what(chen, alice, bob, pia, signed_in):
    services.reveal(alice, chen, "phone", because="calling about the leak", now=NOW)
    services.reveal(bob, chen, "email", because="sending the protocol", now=NOW)
    page = signed_in(pia).get(f"/settings/reveals/?actor=alice&label={chen.number}").content.decode()
    assert "calling about the leak" in page and "sending the protocol" not in page


def test_in_an_old_session_the_password_is_asked_once_more(chen, alice, signed_in, settings):
    from tests.people import PASSWORD

    settings.REVEAL_PROOF_MINUTES = 0
    client, url = signed_in(alice), f"/owners/{chen.number}/reveal/"
    asked = {"field": "phone", "because": "给业主回电"}
    for wrong in ({}, {"password": "not it at all"}):
        assert client.post(url, asked | wrong).status_code == 422
    assert not Reveal.objects.exists()
    shown = client.post(url, asked | {"password": PASSWORD}).content.decode()
    assert "13812345678" in shown and 'data-shown-for="60"' in shown and "138****5678" in shown


def test_the_proof_lasts_for_a_while(chen, alice, signed_in, settings):
    settings.REVEAL_PROOF_MINUTES = 30
    answer = signed_in(alice).post(
        f"/owners/{chen.number}/reveal/", {"field": "phone", "because": "给业主回电"}
    )
    assert answer.status_code == 200  # she has just signed in
