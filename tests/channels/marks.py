"""A mark of somebody in every table of the ways in, for whoever looks whether all of them are reached."""

from uuid import uuid4

from service_desk.channels.confirming.models import Confirmation
from service_desk.channels.hooks.models import (
    HookDelivery,
    HookEndpoint,
    WecomAside,
    WecomContact,
    WecomMedia,
)
from service_desk.channels.hotline.models import HotlineTicket
from service_desk.channels.mail.models import IncomingMail, KnownReply, Mailbox, RawMailPart
from service_desk.channels.web.models import HeldPhoto, OwnerLink, WebReport


def leave_by_the_ways_in(case, words: str, now) -> None:
    """He wrote by mail, by the form and by a webhook, and called the hotline."""
    place = {"project": case.project, "language": "zh-hans"}
    box = Mailbox.objects.create(code="marks", address="marks@riverside.example", **place)
    mail = IncomingMail.objects.create(
        mailbox=box,
        digest=b"d" * 32,
        size=1,
        arrived_at=now,
        sender=words,
        subject=words,
        words=words,
        folded=words,
        files=[{"name": words}],
        case=case,
    )
    KnownReply.objects.create(case=case, sender_index=b"k" * 32, made_by=case.registered_by, made_at=now)
    RawMailPart.objects.create(mail=mail, position=0, content=words)
    hook = HookEndpoint.objects.create(
        code="marks", name="marks", sort="signed", channel="social", kind="complaint", made_at=now, **place
    )
    delivered = HookDelivery.objects.create(
        endpoint=hook, event_id="e", outcome="case", case=case, sender_index=b"s" * 32, received_at=now
    )
    WecomContact.objects.create(endpoint=hook, sender_index=b"s" * 32, address=words, heard_at=now)
    WecomAside.objects.create(
        endpoint=hook, event_id="aside", sender_index=b"s" * 32, said=words, failure="unreadable", came_at=now
    )
    WecomMedia.objects.create(delivery=delivered, case=case, media=words, name=words, came_at=now)
    WebReport.objects.create(
        case=case, words_digest=b"w" * 32, person_index=b"p" * 32, place_index=b"q" * 32, sent_at=now
    )
    picture = {"name": words, "full": words, "small": words, "digest": "h", "content_type": "image/jpeg"}
    size = {"width": 1, "height": 1, "size": 1}
    HeldPhoto.objects.create(tray_hash=b"h" * 32, place_index=b"q" * 32, held_at=now, **picture, **size)
    Confirmation.objects.create(
        case=case, address_index=b"a" * 32, channel="mail", letter=uuid4(), sent_at=now
    )
    OwnerLink.objects.create(case=case, purpose="follow", token_hash=b"t" * 32, made_at=now, expires_at=now)
    HotlineTicket.objects.create(case=case, ticket="T-1", reply=words, replied_at=now, came_at=now)
