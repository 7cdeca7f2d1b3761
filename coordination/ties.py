"""What coordination keeps of an owner."""

from owners.ties import Tie, register


def say() -> None:
    register(
        [
            Tie("coordination.Decision"),
            Tie("coordination.Outcome"),
            Tie("coordination.Alarm", "case__owner"),
        ]
    )
