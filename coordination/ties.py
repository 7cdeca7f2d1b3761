"""What coordination keeps of an owner."""

from django.utils.translation import gettext_lazy as _

from owners.ties import Tie, register


def say() -> None:
    register(
        [
            Tie("coordination.Decision", words=_("Decisions")),
            Tie("coordination.Outcome", words=_("What came of them")),
            Tie("coordination.Alarm", "case__owner", words=_("Alarms")),
        ]
    )
