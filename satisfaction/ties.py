"""What satisfaction keeps of an owner."""

from owners.ties import Tie, register


def say() -> None:
    register(
        [
            Tie("satisfaction.Invitation"),
            Tie("satisfaction.Answer", "invitation__owner"),
            Tie("satisfaction.Feedback"),
        ]
    )
