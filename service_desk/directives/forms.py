"""Taking on, fulfilling and withdrawing a directive."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.errors import Refused
from service_desk.cases.form_parts import MoneyField, area
from service_desk.directives import services


class DirectiveForm(forms.Form):
    verb = name = ""
    label = done = _("Saved.")

    def __init__(self, given=None, *, directive, **options):
        self.directive = directive
        options.setdefault("auto_id", f"{self.name}-{directive.number}-%s")
        options.setdefault("label_suffix", "")
        super().__init__(given, **options)

    def perform(self, actor, now):
        raise NotImplementedError

    def carry_out(self, actor, now) -> bool:
        """Validate and perform; False where something has to be corrected."""
        if not self.is_valid():
            return False
        try:
            self.perform(actor, now)
        except Refused as refusal:
            for field, text in (refusal.fields or {None: refusal.message}).items():
                self.add_error(field if field in self.fields else None, str(text))
            return False
        return True


class AcceptanceForm(DirectiveForm):
    verb, name, label = "directives.accept", "acceptance", _("Take it on")
    done = _("The directive is yours.")

    def perform(self, actor, now):
        services.accept(actor, self.directive, now=now)


class FulfilmentForm(DirectiveForm):
    verb, name, label = "directives.fulfil", "fulfilment", _("Report as fulfilled")
    done = _("Fulfilled; the owner will be asked whether it helped.")
    result = forms.CharField(label=_("What was done, and how the owner took it"), widget=area(3))

    def __init__(self, given=None, *, directive, **options):
        super().__init__(given, directive=directive, **options)
        if directive.budget_amount:
            label = _("Spent, %(currency)s") % {"currency": directive.currency}
            self.fields["spent_amount"] = MoneyField(label=label, currency=directive.currency, required=False)

    def perform(self, actor, now):
        services.fulfil(actor, self.directive, now=now, **self.cleaned_data)


class WithdrawalForm(DirectiveForm):
    verb, name, label = "directives.withdraw", "withdrawal", _("Withdraw")
    done = _("The directive is withdrawn.")
    because = forms.CharField(label=_("Why"), widget=area(2))

    def perform(self, actor, now):
        services.withdraw(actor, self.directive, now=now, **self.cleaned_data)


DIRECTIVE_STEPS = {form.name: form for form in (AcceptanceForm, FulfilmentForm, WithdrawalForm)}
