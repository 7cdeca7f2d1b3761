"""The town has something of every way in, and the same each time."""

import pytest

from service_desk.channels import demo
from service_desk.channels.hooks.models import HookDelivery
from service_desk.channels.hotline.models import HotlineTicket
from service_desk.channels.mail.models import IncomingMail, Mailbox
from tests.cases.test_demo import NOW, world  # noqa: F401

pytestmark = pytest.mark.django_db


def test_mail_of_every_sort_a_post_and_two_tickets(world):  # noqa: F811
    demo.load(world, now=NOW)
    assert Mailbox.objects.count() == 3
    assert set(IncomingMail.objects.values_list("status", flat=True)) == {"case", "held"}
    assert set(IncomingMail.objects.filter(status="held").values_list("reason", flat=True)) == {
        "machine", "list", "bounce"
    }  # fmt: skip
    assert HotlineTicket.objects.to_answer().count() == 2
    assert set(HookDelivery.objects.values_list("outcome", flat=True)) == {"case", "refused"}
