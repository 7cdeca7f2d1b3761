"""The five questions on the page of a case, and the page of the weights."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.errors import Refused
from service_desk.cases.form_parts import MoneyField, StepForm, area
from service_desk.cases.states import OPEN
from service_desk.weighing import rules, selectors, services
from service_desk.weighing.wording import ANSWERS, QUESTIONS


def _choice(question):
    return forms.ChoiceField(
        label=QUESTIONS[question], choices=list(ANSWERS[question].items()), widget=forms.RadioSelect
    )


class WeighingForm(StepForm):
    verb, name, label = "weighing.weigh", "weighing", gettext_lazy("Weigh the demand")
    done = gettext_lazy("Weighed; the range stands at the side.")
    icon, statuses = "value", frozenset(OPEN)
    relation, again = _choice("relation"), _choice("again")
    word, reasonable = _choice("word"), _choice("reasonable")
    fault = forms.IntegerField(label=gettext_lazy("How far is the fault ours, %"), min_value=0, max_value=100)

    def prepare(self):
        label = _("What the owner lost, %(currency)s") % {"currency": self.case.currency}
        start = int((self.case.impact or {}).get("money") or 0) or None
        self.fields["loss"] = MoneyField(label=label, currency=self.case.currency, initial=start)

    def perform(self, actor, now):
        value = selectors.value_of(self.case)
        services.weigh(actor, self.case, value=value, version=self.version, now=now, **self.cleaned_data)


class WeightsForm(forms.Form):
    """Percents by which each answer widens the range."""

    because = forms.CharField(label=gettext_lazy("Why they change"), max_length=500, widget=area(2))
    seen = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, given=None, *, number, weights):
        super().__init__(given, initial=typed(weights) | {"seen": number}, label_suffix="")
        for question, answers in rules.ANSWERS.items():
            for answer in answers:
                label = f"{QUESTIONS[question]} {ANSWERS[question][answer]}"
                self.fields[f"{question}_{answer}"] = _percent(label)
        self.fields["fault"] = _percent(_("The whole fault is ours"))
        self.fields["value"] = _percent(_("Value of the relation, at most"))

    def weights(self) -> dict:
        said = self.cleaned_data
        found = {
            question: {answer: said[f"{question}_{answer}"] for answer in answers}
            for question, answers in rules.ANSWERS.items()
        }
        return found | {"fault": said["fault"], "value": said["value"]}

    def carry_out(self, actor, now) -> bool:
        if not self.is_valid():
            return False
        said = self.cleaned_data
        try:
            services.set_weights(
                actor, weights=self.weights(), because=said["because"], seen=said["seen"], now=now
            )
        except Refused as refusal:
            self.add_error(None, str(refusal.message))
            return False
        return True


def typed(weights) -> dict:
    """A version of the weights as the fields of the form."""
    answers = {
        f"{question}_{answer}": weights[question][answer]
        for question, answers in rules.ANSWERS.items()
        for answer in answers
    }
    return answers | {"fault": weights["fault"], "value": weights["value"]}


def _percent(label):
    return forms.IntegerField(label=label, min_value=0, max_value=rules.HIGHEST)


STEPS = (WeighingForm,)
