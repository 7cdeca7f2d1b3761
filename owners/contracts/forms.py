"""The forms of visits, purchases and ownerships. They read what was typed; the services check it."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.web.dates import day_field

from .reading import ReadingRefused, minor_units, share_of
from .states import Payment, PurchaseKind


class HomeChoice(forms.Form):
    """A home by its project and the number people use."""

    project = forms.ChoiceField(label=_("Project"))
    home = forms.CharField(label=_("Home"), max_length=40, help_text=_("Its number, such as 3-2-1201."))

    def __init__(self, *args, projects=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.projects = {project.code: project for project in projects}
        self.fields["project"].choices = [(project.code, project.label) for project in projects]


def read_amounts(form, currency: str, *names: str) -> None:
    """Amounts as people write them, in minor units; an empty one is None."""
    for name in names:
        written = form.cleaned_data.get(name)
        if written is None:
            continue
        try:
            form.cleaned_data[name] = minor_units(written, currency) if written else None
        except ReadingRefused as refusal:
            form.add_error(name, str(refusal))


class PurchaseForm(HomeChoice):
    kind = forms.ChoiceField(label=_("Kind"), choices=PurchaseKind.choices, widget=forms.RadioSelect)
    signed_on = day_field(_("Signed on"))
    amount = forms.CharField(
        label=_("Amount"), max_length=40, help_text=_("As it stands in the contract; 380万 is read as well.")
    )
    payment = forms.ChoiceField(
        label=_("Payment"), choices=[("", _("not known")), *Payment.choices], required=False
    )
    deposit_amount = forms.CharField(label=_("Deposit"), max_length=40, required=False)
    external_ref = forms.CharField(label=_("Contract number"), max_length=80, required=False)

    field_order = ("kind", "project", "home", "signed_on", "amount")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["home"].required = False

    def clean(self):
        project = self.projects.get(self.cleaned_data.get("project"))
        if project:
            read_amounts(self, project.currency, "amount", "deposit_amount")
        return self.cleaned_data


class OwnershipForm(HomeChoice):
    share = forms.CharField(
        label=_("Share"), max_length=10, initial="1", help_text=_("1 for the whole, 1/2 or 0.5 for half.")
    )
    since = day_field(_("Owner since"))

    def clean_share(self) -> Decimal:
        try:
            return share_of(self.cleaned_data["share"])
        except ReadingRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class VisitForm(forms.Form):
    project = forms.ChoiceField(label=_("Project"))
    on = day_field(_("Day of the visit"))
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args, projects=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [(project.code, project.label) for project in projects]


class CancelForm(forms.Form):
    because = forms.CharField(label=_("Reason"), max_length=200)
    on = day_field(_("Cancelled on"))
    refund_amount = forms.CharField(
        label=_("Paid back"),
        max_length=40,
        required=False,
        help_text=_("What the buyer gets back, if anything."),
    )

    def __init__(self, *args, currency="CNY", **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self):
        read_amounts(self, self.currency, "refund_amount")
        return self.cleaned_data


class EndForm(forms.Form):
    because = forms.CharField(label=_("Reason"), max_length=200)
    until = day_field(_("No longer owner from"))
