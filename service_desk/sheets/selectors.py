"""Reading signatures; the drawing itself only where it is shown."""

from service_desk.cases.models import Signature


def signed_proposals(case) -> set[int]:
    """The keys of the proposals of a case that were signed by hand."""
    return set(Signature.objects.filter(proposal__case=case).values_list("proposal_id", flat=True))


def signature_of(proposal) -> Signature | None:
    """The signature under a proposal."""
    return Signature.objects.filter(proposal=proposal).first()
