"""What this floor and the one below it keep of an owner; the ground floor knows none, so it is said for it here."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from owners.privacy.checking import Hindrance, hinders
from owners.ties import AtErasure, Form, Tie, register

CONTRACT_LAW = _("contracts of sale and what proves them are kept as long as the law on sales and taxes asks")
MERGING = "a merge and what it was decided on name both owners, before and after"
AUDIT = _("who did what must stay provable; entries hold references and no personal data")


def _kin_left_alone(owner) -> Q:
    """The kin of a household of which he is the only owner: told with him, and gone with him."""
    from owners.people.selectors import shares_household

    alone = owner.household_id is not None and not shares_household(owner)
    return Q(household=owner.household_id) if alone else Q(pk__in=[])


def _imported(kind: str, numbers):
    """What became of rows of a file, by the public numbers of what was made of them."""
    return Q(kind=kind, subject__in=numbers)


def _imported_purchases(owner) -> Q:
    from owners.contracts.models import Purchase

    return _imported("purchases", Purchase.objects.filter(owner=owner).values("number"))


def _letters(owner) -> Q:
    return Q(subject_ref__in=[f"owner:{number}" for number in _numbers(owner)])


def _numbers(owner) -> list[str]:
    """His number, and those that lead to him since a merge."""
    return [owner.number, *owner.merged.order_by("number").values_list("number", flat=True)]


@hinders
def _running_contracts(owners):
    """A home that is signed and not handed over: the contract is still to be kept, by both sides."""
    from owners.contracts.models import Purchase

    rows = Purchase.objects.filter(
        owner__in=owners, kind="contract", cancelled_on=None, home__handover_on=None, home__isnull=False
    )
    numbers = tuple(rows.order_by("number").values_list("number", flat=True))
    if numbers:
        text = _("A contract is running: the home has not been handed over, nor the purchase called off.")
        yield Hindrance(text, numbers)


@hinders
def _holds(owners):
    """Somebody has said that nothing may go while a dispute runs."""
    from owners.privacy.models import LegalHold

    if LegalHold.objects.filter(owner__in=owners, lifted_at=None).exists():
        yield Hindrance(_("A legal hold stands: lift it first, if the dispute is over."))


def say() -> None:
    register([*_of_this_floor(), *_of_the_ground_floor()])


def _of_this_floor() -> list[Tie]:
    return [
        Tie("owners.OwnerProject", alike=("project",), words=_("Projects")),
        Tie("owners.ShowroomVisit", alike=("project", "on"), words=_("Showroom visits")),
        Tie(
            "owners.Prospect",
            alike=("project",),
            blanks=(("reasons", []),),
            words=_("What was asked for, and how likely a purchase is"),
        ),
        Tie("owners.JournalEntry", erasure=AtErasure.DELETE, words=_("Notes, calls and tasks")),
        Tie(
            "owners.JournalWording",
            "entry__owner",
            erasure=AtErasure.DELETE,
            words=_("Earlier wordings of notes"),
        ),
        Tie(
            "owners.Kin",
            "household__members",
            erasure=AtErasure.DELETE,
            find=_kin_left_alone,
            words=_("Kin"),
        ),
        Tie("owners.Ownership", erasure=AtErasure.KEEP, because=CONTRACT_LAW, words=_("Homes owned")),
        Tie("owners.Purchase", erasure=AtErasure.KEEP, because=CONTRACT_LAW, words=_("Purchases")),
        Tie(
            "owners.PaymentLine",
            "purchase__owner",
            erasure=AtErasure.KEEP,
            because=CONTRACT_LAW,
            words=_("Payments"),
        ),
        Tie("owners.DeedStep", "deed__purchase__owner", words=_("Steps of the title deed")),
        # its day stays, because the warranties run from it; who signed goes, and a sign stands for the name
        Tie("owners.Handover", blanks=(("signed_by", "—"),), words=_("Handovers")),
        Tie("owners.ItemResult", "handover__owner", words=_("Points inspected at a handover")),
        Tie("owners.Finding", "handover__owner", words=_("Findings at a handover")),
        Tie("owners.DuplicatePair", "first", stays=MERGING, erasure=AtErasure.DELETE, told=False),
        Tie("owners.DuplicatePair", "second", stays=MERGING, erasure=AtErasure.DELETE, told=False),
        Tie("owners.Merge", "kept", stays=MERGING, erasure=AtErasure.DELETE, told=False),
        Tie("owners.Merge", "gone", stays=MERGING, erasure=AtErasure.DELETE, told=False),
    ]


def _of_the_ground_floor() -> list[Tie]:
    """What the floor below keeps without knowing any owner, and what this room keeps of requests about his data."""
    return [
        Tie("owners.PersonExport", words=_("Exports of these data")),
        Tie("owners.Erasure", stays=MERGING, told=False, words=_("Wishes to be erased")),
        Tie("owners.LegalHold", alike_while=Q(lifted_at=None), told=False, words=_("Legal holds")),
        Tie("owners.ConsentLink", erasure=AtErasure.DELETE, told=False, words=_("Links for consent")),
        Tie(
            "imports.ImportedRow",
            "subject",
            find=lambda owner: _imported("owners", _numbers(owner)),
            erasure=AtErasure.DELETE,
            words=_("Rows of imported files"),
        ),
        Tie("imports.ImportedRow", "purchase", find=_imported_purchases, words=_("Rows of imported files")),
        Tie(
            "outgoing.OutgoingMessage",
            "subject_ref",
            find=_letters,
            erasure=AtErasure.DELETE,
            words=_("Letters and messages"),
        ),
        Tie(
            "privacy.Consent",
            "subject",
            Form.REFERENCE,
            erasure=AtErasure.KEEP,
            because=AUDIT,
            words=_("What was agreed to"),
        ),
        Tie(
            "privacy.Reveal",
            "subject",
            Form.REFERENCE,
            erasure=AtErasure.KEEP,
            because=AUDIT,
            words=_("Who saw masked values"),
        ),
    ]
