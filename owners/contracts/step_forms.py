"""The forms of the next step, of a resale and of payments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.web.dates import day_field

from .forms import read_amounts
from .reading import ReadingRefused, minor_units
from .states import Payment, PurchaseKind


class Priced(forms.Form):
    """A form whose amounts are read in the currency of its purchase."""

    amounts = ("amount",)

    def __init__(self, *args, currency, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self):
        read_amounts(self, self.currency, *self.amounts)
        return self.cleaned_data


class NextStepForm(Priced):
    to = forms.ChoiceField(label=_("Becomes"), widget=forms.RadioSelect)
    home = forms.CharField(
        label=_("Home"), max_length=40, required=False, help_text=_("Its number, such as 3-2-1201.")
    )
    signed_on = day_field(_("Signed on"))
    amount = forms.CharField(
        label=_("Amount"), max_length=40, help_text=_("As it stands in the contract; 380万 is read as well.")
    )
    deposit_amount = forms.CharField(label=_("Deposit"), max_length=40, required=False)
    payment = forms.ChoiceField(
        label=_("Payment"), choices=[("", _("not known")), *Payment.choices], required=False
    )

    amounts = ("amount", "deposit_amount")

    def __init__(self, *args, steps=(), names_home=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(step, PurchaseKind(step).label) for step in steps]
        if names_home:
            self.fields.pop("home")


class ResaleForm(Priced):
    seller = forms.ChoiceField(label=_("Seller"), required=False)
    buyer = forms.CharField(
        label=_("Buyer"), max_length=40, help_text=_("The buyer's number (O-…) or whole phone number.")
    )
    signed_on = day_field(_("Signed on"))
    amount = forms.CharField(
        label=_("Amount"), max_length=40, help_text=_("As it stands in the contract; 380万 is read as well.")
    )
    payment = forms.ChoiceField(
        label=_("Payment"), choices=[("", _("not known")), *Payment.choices], required=False
    )

    def __init__(self, *args, sellers=(), **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(owner.number, owner.name) for owner in sellers]
        self.fields["seller"].choices = [("", _("all who own it")), *choices]


class LineForm(forms.Form):
    """One line of a payment plan; an empty one is left out."""

    due_on = day_field(_("Due on"), required=False)
    amount = forms.CharField(label=_("Amount"), max_length=40, required=False)

    def __init__(self, *args, currency="CNY", **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self):
        said = self.cleaned_data
        if bool(said.get("due_on")) != bool(said.get("amount")) and not self.errors:
            raise forms.ValidationError(_("A line has a day and an amount."))
        if said.get("amount"):
            try:
                said["amount"] = minor_units(said["amount"], self.currency)
            except ReadingRefused as refusal:
                self.add_error("amount", str(refusal))
        return said


PlanFormSet = forms.formset_factory(LineForm, extra=4, max_num=60)


class PaidForm(forms.Form):
    due_on = forms.DateField(widget=forms.HiddenInput)
    on = day_field(_("Paid on"))
