"""What this floor and the one below it keep of an owner; the ground floor knows none, so it is said for it here."""

from django.db.models import Q

from owners.ties import AtErasure, Form, Tie, register

CONTRACT_LAW = "contracts of sale and what proves them are kept as long as the law on sales and taxes asks"
MERGING = "a merge and what it was decided on name both owners, before and after"
AUDIT = "who did what must stay provable; entries hold references and no personal data"


def _kin_left_alone(owner) -> Q:
    """The kin of a household of which he is the only owner: told with him, and gone with him."""
    from owners.people.selectors import shares_household

    alone = owner.household_id is not None and not shares_household(owner)
    return Q(household=owner.household_id) if alone else Q(pk__in=[])


def say() -> None:
    register(
        [
            Tie("owners.OwnerProject", alike=("project",), erasure=AtErasure.DELETE),
            Tie("owners.ShowroomVisit", alike=("project", "on")),
            Tie("owners.JournalEntry", erasure=AtErasure.DELETE),
            Tie("owners.JournalWording", "entry__owner", erasure=AtErasure.DELETE),
            Tie("owners.Kin", "household__members", erasure=AtErasure.DELETE, find=_kin_left_alone),
            Tie("owners.Ownership", erasure=AtErasure.KEEP, because=CONTRACT_LAW),
            Tie("owners.Purchase", erasure=AtErasure.KEEP, because=CONTRACT_LAW),
            Tie("owners.DuplicatePair", "first", stays=MERGING, erasure=AtErasure.DELETE, told=False),
            Tie("owners.DuplicatePair", "second", stays=MERGING, erasure=AtErasure.DELETE, told=False),
            Tie("owners.Merge", "kept", stays=MERGING, erasure=AtErasure.DELETE, told=False),
            Tie("owners.Merge", "gone", stays=MERGING, erasure=AtErasure.DELETE, told=False),
            Tie("privacy.Consent", "subject", Form.REFERENCE, erasure=AtErasure.KEEP, because=AUDIT),
            Tie("privacy.Reveal", "subject", Form.REFERENCE, erasure=AtErasure.KEEP, because=AUDIT),
        ]
    )
