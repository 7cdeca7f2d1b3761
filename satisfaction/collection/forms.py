from django import forms
from django.utils.translation import gettext_lazy as _

from satisfaction.questionnaires.wording import in_language
from service_desk.cases.terms import VisitOutcome

LANGUAGE_NEUTRAL = {"data-reveals": ""}


class CallbackForm(forms.Form):
    """The whole return visit on one page: what came of it, and the questionnaire where he was reached."""

    outcome = forms.ChoiceField(
        label=_("Did you reach the owner?"),
        choices=VisitOutcome.choices,
        widget=forms.RadioSelect(attrs=LANGUAGE_NEUTRAL),
    )

    def __init__(self, *args, questions=(), spoken="", **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[f"answer_{question.code}"] = _field(question, spoken)

    def asked(self):
        """The fields of the questionnaire, bound, in order."""
        return [self[f"answer_{question.code}"] for question in self.questions]

    def answers(self) -> dict:
        """Question code → what the owner said; empty where nobody was reached."""
        if self.cleaned_data.get("outcome") != VisitOutcome.REACHED:
            return {}
        given = {row.code: self.cleaned_data.get(f"answer_{row.code}", "") for row in self.questions}
        return {code: value for code, value in given.items() if value not in (None, "")}

    def clean(self):
        """An owner who was reached is asked at least the required question."""
        cleaned = super().clean()
        if cleaned.get("outcome") == VisitOutcome.REACHED:
            for row in self.questions:
                if row.required and cleaned.get(f"answer_{row.code}") in (None, ""):
                    self.add_error(f"answer_{row.code}", _("Please choose one."))
        return cleaned


def _field(question, spoken: str):
    """The question as the officer reads it and, below, as it is said to an owner of another language."""
    said = {"label": question.label, "required": False, "help_text": aloud(question, spoken)}
    if question.kind == "text":
        return forms.CharField(**said, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    if question.kind in ("five_point", "choice"):
        choices = [(option["id"], option["label"]) for option in question.worded_options()]
        return forms.ChoiceField(**said, choices=choices, widget=forms.RadioSelect)
    return forms.IntegerField(**said)


def aloud(question, spoken: str) -> str:
    words = in_language(question.names, spoken) if spoken else ""
    return words if words != question.label else ""
