"""A case whose owner is about to be asked."""

import pytest

from satisfaction.models import Invitation
from tests.flows import story


@pytest.fixture
def asked(alice, bob, hong, cai, chen, home_1201, engineering, desk):
    """Chen's case is completed; one return visit and one invitation wait."""
    case = story.registered(alice, chen, home_1201)
    return story.worked(alice, hong, case, engineering)


@pytest.fixture
def visit(asked):
    return story.visits(asked)[0]


@pytest.fixture
def invitation(visit):
    return Invitation.objects.get(visit=visit)


@pytest.fixture
def link(invitation):
    """The address in the letter that went to the owner, as he would tap it."""
    from crm.messages.models import OutgoingMessage

    letter = OutgoingMessage.objects.get(subject_ref=f"invitation:{invitation.public_id}")
    start = letter.body.index("/q/")
    return letter.body[start:].split()[0]
