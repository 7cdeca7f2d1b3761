from uuid import UUID

from crm.errors import NotFound
from crm.messages.models import OutgoingMessage

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
