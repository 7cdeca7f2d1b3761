"""Asking somebody to take a case over, and answering."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from service_desk.cases import access as cases
from service_desk.cases import pickers
from service_desk.cases.form_parts import StepForm, area
from service_desk.cases.states import OPEN
from service_desk.handingover import services
from service_desk.handingover.access import hand_over_for

ANSWERS = (
    ("accept", gettext_lazy("I take it over")),
    ("refuse", gettext_lazy("I cannot take it")),
    ("withdraw", gettext_lazy("Take the question back")),
)


class HandOverForm(StepForm):
    verb, name, label = "handover.propose", "handing-over", gettext_lazy("Ask somebody to take it over")
    done = gettext_lazy("Asked; until it is accepted the case stays where it is.")
    icon, statuses = "transfer", frozenset(OPEN)
    to = forms.ModelChoiceField(None, label=gettext_lazy("Who"), required=False, empty_label="–")
    team = forms.ModelChoiceField(
        None, label=gettext_lazy("Or whoever of this team takes it"), required=False, empty_label="–"
    )
    because = forms.CharField(label=gettext_lazy("Why, and what is to be known"), widget=area(3))

    def prepare(self):
        self.fields["to"].queryset = cases.agents_of(self.case.project).exclude(pk=self.case.assignee_id)
        self.fields["team"].queryset = pickers.departments()
        if not services.may_ask(self.user, self.case):
            self.fields["to"].queryset = cases.supervisors_of(self.case.project)
            self.fields["to"].help_text = _("It is not with you: you can ask a supervisor to take it.")
            del self.fields["team"]

    def perform(self, actor, now):
        services.propose(actor, self.case, version=self.version, now=now, **self.cleaned_data)


class HandOverAnswerForm(StepForm):
    """Offered in the banner of the case and in the list."""

    verb, name, label = "handover.answer", "handing-over-answer", gettext_lazy("Answer")
    done = gettext_lazy("Your answer is noted.")
    hand_over = forms.UUIDField(widget=forms.HiddenInput())
    answer = forms.ChoiceField(choices=ANSWERS)
    because = forms.CharField(label=gettext_lazy("Why"), required=False, widget=area(2))

    def perform(self, actor, now):
        said = self.cleaned_data
        row = hand_over_for(actor, said["hand_over"], to="handover.answer")
        if said["answer"] == "accept":
            services.accept(actor, row, now=now)
        elif said["answer"] == "refuse":
            services.refuse(actor, row, because=said["because"], now=now)
        else:
            services.withdraw(actor, row, because=said["because"], now=now)


STEPS = (HandOverForm, HandOverAnswerForm)
