from uuid import UUID

from django.db.models import Q

from crm.errors import NotFound
from crm.messages import gateway
from crm.messages.models import OutgoingMessage, TextGateway

STATES = ("waiting", "dead", "sent")


def messages_in(state: str):
    """All messages of a state without their texts; an unknown state is none of them."""
    if state not in STATES:
        return OutgoingMessage.objects.none()
    return getattr(OutgoingMessage.objects.defer("recipient", "subject", "body"), state)()


def messages_about(subject_ref: str):
    """What was sent about one thing ("case:2026-000123")."""
    return OutgoingMessage.objects.filter(subject_ref=subject_ref)


def message_by(public_id: UUID) -> OutgoingMessage:
    """One message; NotFound if there is none."""
    row = OutgoingMessage.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def others_of(message: OutgoingMessage) -> list[OutgoingMessage]:
    """What was sent another way in its place, or what it was sent in place of."""
    rows = OutgoingMessage.objects.defer("recipient", "subject", "body").order_by("pk")
    return list(rows.filter(Q(instead_of=message) | Q(pk=message.instead_of_id))[:20])


def newest_gateway() -> TextGateway | None:
    """What an administrator set up last, in use or not."""
    return TextGateway.objects.order_by("-version").first()


def gateway_in_force() -> gateway.Gateway | None:
    """The gateway for text messages; None where there is none, or it was taken out of use."""
    row = newest_gateway()
    if row is None:
        return gateway.of_the_environment()
    return gateway.opened(row.sealed) if row.is_open else None
