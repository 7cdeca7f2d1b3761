"""Where a proposed group may stand, and the only ways from one place to the next."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProposalStatus(TextChoices):
    WAITING = "waiting", _("waits for a decision")
    LATER = "later", _("put off")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")


MOVES = {
    ProposalStatus.WAITING: {ProposalStatus.LATER, ProposalStatus.ACCEPTED, ProposalStatus.REJECTED},
    ProposalStatus.LATER: {ProposalStatus.WAITING, ProposalStatus.ACCEPTED, ProposalStatus.REJECTED},
    ProposalStatus.ACCEPTED: set(),
    ProposalStatus.REJECTED: set(),
}
UNDECIDED = {ProposalStatus.WAITING, ProposalStatus.LATER}
