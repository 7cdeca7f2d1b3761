"""What a department fills in: its answer to a slip, an action that is done, a result that came back."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.web.dates import day_field
from service_desk.cases import services
from service_desk.cases.form_parts import MoneyField, StepForm, area


class SlipAnswerForm(StepForm):
    verb, name, label = "slips.answer", "answer", gettext_lazy("Answer the slip")
    done = gettext_lazy("Answered; the desk goes on with your solution.")
    solution = forms.CharField(
        label=gettext_lazy("Your solution"),
        widget=area(4),
        help_text=gettext_lazy("What will be done, by whom, by when, at what cost."),
    )

    ready_on = day_field(gettext_lazy("Can be done by"), required=False)

    def prepare(self):
        label = _("Cost, %(currency)s") % {"currency": self.case.currency}
        self.fields["cost"] = MoneyField(label=label, currency=self.case.currency, required=False)

    def perform(self, actor, now):
        services.answer_slip(actor, self.paper, now=now, **self.cleaned_data)


class ActionDoneForm(StepForm):
    verb, name, label = "actions.finish", "completion-of-action", gettext_lazy("Report as done")
    done = gettext_lazy("The action is done.")
    result = forms.CharField(label=gettext_lazy("What was done"), widget=area(2))

    def perform(self, actor, now):
        services.finish_action(actor, self.paper, now=now, **self.cleaned_data)


class ResultReadForm(StepForm):
    verb, name, label = "slips.answer", "result-reading", gettext_lazy("Read")
    done = gettext_lazy("Noted as read.")

    def perform(self, actor, now):
        services.read_result(actor, self.paper, now=now)
