"""What profitability keeps of an owner."""

from owners.ties import AtErasure, Tie, register

BOOKS = "amounts that were booked are kept as long as the law on accounts asks"


def say() -> None:
    register(
        [
            Tie("profitability.LedgerEntry", erasure=AtErasure.KEEP, because=BOOKS),
            Tie("profitability.Assessment"),
        ]
    )
