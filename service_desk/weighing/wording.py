"""The five questions, their answers and the reasons, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

QUESTIONS = {
    "relation": gettext_lazy("Is the relation a long one?"),
    "again": gettext_lazy("Is he or she likely to buy again?"),
    "word": gettext_lazy("What will word of mouth do, either way?"),
    "reasonable": gettext_lazy("Is the demand reasonable?"),
}
ANSWERS = {
    "relation": {
        "none": gettext_lazy("new to us"),
        "some": gettext_lazy("some years"),
        "long": gettext_lazy("long-standing"),
    },
    "again": {
        "no": gettext_lazy("unlikely"),
        "maybe": gettext_lazy("perhaps"),
        "yes": gettext_lazy("likely"),
    },
    "word": {
        "none": gettext_lazy("hardly any"),
        "some": gettext_lazy("among neighbours"),
        "strong": gettext_lazy("far beyond them"),
    },
    "reasonable": {
        "no": gettext_lazy("no, it has no ground"),
        "partly": gettext_lazy("in part"),
        "yes": gettext_lazy("reasonable"),
    },
}


def reason(code: str, answer: str, percent: int) -> str:
    """One reason as a sentence."""
    if code == "say_no":
        return _("The demand has no ground and the fault is not ours: thank the owner and say a clear no.")
    if code == "owed":
        return _("Our share of the fault is %(share)s %%: that much of the loss is owed.") % {"share": answer}
    if code == "demand_within_loss":
        return _("The demand is reasonable and no more than what was lost: it lies within the range.")
    if code == "fault":
        text = _("How far the fault is ours")
    elif code == "value":
        text = _("Value of the relation, which may only add")
    else:
        text = f"{QUESTIONS[code]} {ANSWERS[code][answer]}"
    return f"{text}: +{percent} %"


def reasons_of(row) -> list[str]:
    """The reasons of a weighing, tolerant of what an erasure has emptied."""
    return [reason(*line) for line in row.reasons or [] if len(line) == 3]
