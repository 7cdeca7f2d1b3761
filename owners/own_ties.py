"""What this floor and the one below it keep of an owner; the ground floor knows none, so it is said for it here."""

from owners.ties import AtErasure, Form, Tie, register

CONTRACT_LAW = "contracts of sale and what proves them are kept as long as the law on sales and taxes asks"
AUDIT = "who did what must stay provable; entries hold references and no personal data"


def say() -> None:
    register(
        [
            Tie("owners.OwnerProject", alike=("project",), erasure=AtErasure.DELETE),
            Tie("owners.ShowroomVisit", alike=("project", "on")),
            Tie("owners.Ownership", erasure=AtErasure.KEEP, because=CONTRACT_LAW),
            Tie("owners.Purchase", erasure=AtErasure.KEEP, because=CONTRACT_LAW),
            Tie("privacy.Consent", "subject", Form.REFERENCE, erasure=AtErasure.KEEP, because=AUDIT),
            Tie("privacy.Reveal", "subject", Form.REFERENCE, erasure=AtErasure.KEEP, because=AUDIT),
        ]
    )
