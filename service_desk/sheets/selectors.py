"""Reading signatures; the drawing itself only where it is shown."""

from collections.abc import Callable

from service_desk.cases.models import CaseMessage, Signature
from service_desk.cases.selectors import history_rows, lines, message_rows


def signed_proposals(case) -> set[int]:
    """The keys of the proposals of a case that were signed by hand."""
    return set(Signature.objects.filter(proposal__case=case).values_list("proposal_id", flat=True))


def signature_of(proposal) -> Signature | None:
    """The signature under a proposal."""
    return Signature.objects.filter(proposal=proposal).first()


def signatures_by_address(case, *, address: Callable) -> dict[str, bytes]:
    """The drawings of a case's signatures, by the address under which a page shows each."""
    rows = Signature.objects.filter(proposal__case=case).select_related("proposal")
    return {address(row.proposal): bytes(row.image) for row in rows}


def all_said(case) -> list[CaseMessage]:
    """What was said between the owner and us, oldest first, all of it, without our notes."""
    return list(message_rows(case, notes=False).order_by("id"))


def whole_course(case) -> list:
    """The history from its first line to its last."""
    return lines(history_rows(case).order_by("id"))
