"""What the administrator sees of outgoing messages: their way, never their address or text."""

import pytest

from crm.messages.models import OutgoingMessage
from crm.messages.services import send
from tests.people import NOW

pytestmark = pytest.mark.django_db
CANARY = "chen.jianguo@example.com"


@pytest.fixture
def dead():
    row = send(
        to=CANARY,
        channel="mail",
        subject="漏水",
        body="您好",
        language="zh-hans",
        subject_ref="case:2026-000123",
        now=NOW,
    )
    OutgoingMessage.objects.filter(pk=row.pk).update(
        dead_at=NOW, last_error="Undeliverable: 550", unsettled=2
    )
    return row


def test_what_was_given_up_is_listed_with_its_reason_and_without_its_address(signed_in, ada, dead):
    page = signed_in(ada).get("/settings/messages/").content.decode()
    assert "case:2026-000123" in page
    assert "550" in page
    assert "2 times with unknown outcome" in page
    assert CANARY not in page
    assert "您好" not in page


@pytest.mark.parametrize("state", ["waiting", "sent"])
def test_each_state_has_its_list(signed_in, ada, dead, state):
    assert signed_in(ada).get(f"/settings/messages/?state={state}").status_code == 200


def test_the_button_sends_it_again(signed_in, ada, dead):
    signed_in(ada).post(f"/settings/messages/{dead.public_id}/again/")
    dead.refresh_from_db()
    assert dead.state == "waiting"


def test_the_api_lists_and_sends_again(api, ada, alice, dead):
    listed = api(ada).get("outgoing-messages?state=dead")
    assert [row["id"] for row in listed.json()["results"]] == [str(dead.public_id)]
    assert CANARY not in listed.content.decode()
    assert api(alice).post(f"outgoing-messages/{dead.public_id}/again").status_code == 403
    assert api(ada).post(f"outgoing-messages/{dead.public_id}/again").json()["state"] == "waiting"
