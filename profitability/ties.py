"""What profitability keeps of an owner."""

from django.utils.translation import gettext_lazy as _

from owners.ties import AtErasure, Tie, register

BOOKS = _("amounts that were booked are kept as long as the law on accounts asks")


def say() -> None:
    register(
        [
            Tie(
                "profitability.LedgerEntry", erasure=AtErasure.KEEP, because=BOOKS, words=_("Amounts booked")
            ),
            Tie("profitability.Assessment", words=_("Assessments of the relationship")),
        ]
    )
