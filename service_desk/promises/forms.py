"""Writing a promise down, and saying what became of it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.web.asking import asked
from crm.web.dates import day_field
from service_desk.cases.form_parts import MoneyField, StepForm, area
from service_desk.cases.states import OPEN
from service_desk.promises import services
from service_desk.promises.access import promise_for
from service_desk.promises.models import Origin
from service_desk.promises.states import PromiseStatus

SAID = [(Origin.HAND, Origin.HAND.label), (Origin.REPLY, Origin.REPLY.label)]
ENDS = [(status, status.label) for status in PromiseStatus if status != PromiseStatus.OPEN]


class PromiseForm(StepForm):
    verb, name, label = "promises.make", "promises", gettext_lazy("Write down a promise")
    done = gettext_lazy("The promise stands in the register.")
    icon, statuses = "promise", frozenset(OPEN)
    text = forms.CharField(label=gettext_lazy("What was promised"), max_length=2000, widget=area(3))
    due_on = day_field(gettext_lazy("Until when"), required=False)
    origin = forms.ChoiceField(label=gettext_lazy("Where it was said"), choices=SAID)

    def prepare(self):
        label = _("Sum, %(currency)s") % {"currency": self.case.currency}
        self.fields["amount"] = MoneyField(label=label, currency=self.case.currency, required=False)

    def perform(self, actor, now):
        services.make(actor, self.case, version=self.version, now=now, **self.cleaned_data)


class PromiseSettlingForm(StepForm):
    """Offered beside each promise."""

    verb, name, label = "promises.settle", "promise-settling", gettext_lazy("Say what became of it")
    done = gettext_lazy("It is noted what became of the promise.")
    promise = forms.UUIDField(widget=forms.HiddenInput())
    status = forms.ChoiceField(label=gettext_lazy("What became of it"), choices=ENDS)
    because = asked(
        forms.CharField(label=gettext_lazy("Why"), required=False, max_length=2000, widget=area(2)),
        needed=f"status={PromiseStatus.BROKEN}|{PromiseStatus.WITHDRAWN}",
    )

    def perform(self, actor, now):
        said = dict(self.cleaned_data)
        promise = promise_for(actor, said.pop("promise"), to="promises.settle")
        services.settle(actor, promise, now=now, **said)


STEPS = (PromiseForm, PromiseSettlingForm)
