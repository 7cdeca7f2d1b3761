"""Mailboxes, endpoints, limits and confirmations by page and API: scopes, versions, and no secret given back."""

import pytest

from crm.audit.models import AuditEntry
from service_desk.channels.hooks.models import HookEndpoint, HookSecret
from service_desk.channels.mail.models import ChannelLimits, Mailbox
from service_desk.channels.mail.setting_up import LIMITS
from tests.channels.test_wecom import AES, door  # noqa: F401

pytestmark = pytest.mark.django_db
BOX = {"code": "haus", "address": "haus@riverside.example", "project": "RIVERSIDE", "language": "fi"}
HOOK = {
    "code": "line", "name": "热线", "sort": "signed", "project": "RIVERSIDE", "channel": "api", "kind": "complaint",
    "language": "zh-hans",
}  # fmt: skip


class TestMailboxes:
    def test_are_made_and_changed_and_no_password_comes_back(self, api, bob, riverside):
        client = api(bob)
        made = client.post("mailboxes", BOX | {"password": "canary-1", "username": "canary-2"})
        assert made.status_code == 201
        changed = client.patch("mailboxes/haus", {"confirms": False, "password": ""})
        assert changed.json()["confirms"] is False
        assert Mailbox.objects.get().password == "canary-1"  # noqa: S105
        said = (
            made.content
            + changed.content
            + client.get("mailboxes").content
            + client.get("mailboxes/haus").content
        )
        assert b"canary" not in said
        assert not AuditEntry.objects.filter(after__icontains="canary").exists()

    def test_of_another_city_are_not_there(self, api, bob, dan, alice, riverside):
        api(bob).post("mailboxes", BOX)
        assert api(dan).get("mailboxes").status_code == 403
        assert api(alice).patch("mailboxes/haus", {"is_open": False}).status_code == 403
        assert Mailbox.objects.get().is_open


class TestEndpoints:
    def test_are_made_with_a_secret_given_once_and_changed(self, api, bob, riverside):
        client = api(bob)
        made = client.post("hooks", HOOK).json()
        assert made["secret"] == HookSecret.objects.get().secret
        assert "secret" not in client.get("hook-endpoints/line").json()
        changed = client.patch("hook-endpoints/line", {"kind": "repair", "is_open": False}).json()
        assert (changed["kind"], changed["is_open"]) == ("repair", False)
        assert client.patch("hook-endpoints/line", {"channel": "pigeon"}).status_code == 422
        assert client.post("hooks/line/secrets").status_code == 201
        assert client.delete("hooks/line/secrets/1").status_code == 204
        assert client.delete("hooks/line/secrets/9").status_code == 404
        assert AuditEntry.objects.filter(verb="hook.changed").exists()

    def test_page_edits_all_but_what_the_other_side_knows_it_by(self, door, signed_in, bob):  # noqa: F811
        client = signed_in(bob)
        page = client.get("/settings/channels/hooks/wc/edit/").content.decode()
        assert AES not in page
        assert 'name="code"' not in page
        said = {
            "name": "新名",
            "channel": "wecom",
            "kind": "repair",
            "language": "en",
            "company": "c2",
            "agent": "7",
        }
        said |= {"token": "", "aes_key": "", "app_secret": "canary"}
        assert client.post("/settings/channels/hooks/wc/edit/", said).status_code == 302
        row = HookEndpoint.objects.get()
        assert (row.name, row.kind, row.aes_key, row.app_secret) == ("新名", "repair", AES, "canary")
        wrong = client.post(
            "/settings/channels/hooks/wc/edit/", said | {"aes_key": "short", "name": "另一个"}
        )
        assert wrong.status_code == 422
        assert HookEndpoint.objects.get().name == "新名"
        assert "canary" not in client.get("/settings/channels/hooks/wc/edit/").content.decode()
        assert not AuditEntry.objects.filter(after__icontains="canary").exists()

    def test_page_is_for_who_sets_up_only(self, door, signed_in, alice):  # noqa: F811
        assert signed_in(alice).get("/settings/channels/hooks/wc/edit/").status_code == 403


class TestLimits:
    def test_are_read_and_set_as_versions(self, api, bob, alice):
        client = api(bob)
        now = client.get("channel-limits").json()
        assert now["version"] == 0
        said = {name: now[name] for name in LIMITS} | {"texts_an_hour": 5}
        assert client.put("channel-limits", said).json()["texts_an_hour"] == 5
        assert client.put("channel-limits", said | {"raw_days": 0}).status_code == 422
        assert api(alice).put("channel-limits", said).status_code == 403
        assert ChannelLimits.objects.get().texts_an_hour == 5


def test_confirmations_are_set_by_project(api, bob, riverside):
    client = api(bob)
    answer = client.put("channel-confirmations", {"project": "RIVERSIDE", "by_mail": True, "by_sms": False})
    assert answer.json() == {"project": "RIVERSIDE", "by_mail": True, "by_sms": False, "version": 1}
    assert {"project": "RIVERSIDE", "by_mail": True, "by_sms": False, "version": 1} in client.get(
        "channel-confirmations"
    ).json()
    assert (
        client.put(
            "channel-confirmations", {"project": "NOWHERE", "by_mail": True, "by_sms": True}
        ).status_code
        == 404
    )
