"""What satisfaction keeps of an owner."""

from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from owners.ties import AtErasure, Tie, register


def _letters(owner) -> Q:
    from satisfaction.collection.models import Invitation

    ref = Concat(Value("invitation:"), Cast(F("public_id"), TextField()), output_field=TextField())
    return Q(subject_ref__in=Invitation.objects.filter(owner=owner).annotate(ref=ref).values("ref"))


def say() -> None:
    register(
        [
            Tie("satisfaction.Invitation", words=_("Questionnaires sent")),
            Tie("satisfaction.Answer", "invitation__owner", words=_("Answers given")),
            Tie("satisfaction.Feedback", words=_("Feedback")),
            Tie(
                "outgoing.OutgoingMessage",
                "invitation",
                find=_letters,
                erasure=AtErasure.DELETE,
                words=_("Letters and messages"),
            ),
        ]
    )
