"""The owner signs the agreement on the agent's phone."""

from django import forms
from django.utils.translation import gettext_lazy

from service_desk.cases import services
from service_desk.cases.form_parts import StepForm, area


class AgreementForm(StepForm):
    verb, name, label = "cases.owner_decision", "agreement", gettext_lazy("I agree")
    done = gettext_lazy("Signed; the agreement is kept with the case.")
    signed_name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    words = forms.CharField(label=gettext_lazy("Remarks"), required=False, max_length=2000, widget=area(2))
    signature = forms.CharField(
        widget=forms.HiddenInput(),
        max_length=500_000,
        error_messages={"required": gettext_lazy("Please sign in the frame.")},
    )

    def perform(self, actor, now):
        services.record_owner_decision(actor, self.paper, agreed=True, now=now, **self.cleaned_data)
