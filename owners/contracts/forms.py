"""The forms of visits, purchases and ownerships. They read what was typed; the services check it."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from owners.homes.forms import day_field

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


class PurchaseForm(HomeChoice):
    kind = forms.ChoiceField(label=_("Kind"), choices=PurchaseKind.choices, widget=forms.RadioSelect)
    signed_on = day_field(_("Signed on"))
    amount = forms.CharField(
        label=_("Amount"), max_length=40, help_text=_("As it stands in the contract; 380万 is read as well.")
    )
    payment = forms.ChoiceField(
        label=_("Payment"), choices=[("", _("not known")), *Payment.choices], required=False
    )
    external_ref = forms.CharField(label=_("Contract number"), max_length=80, required=False)

    field_order = ("kind", "project", "home", "signed_on", "amount")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["home"].required = False

    def clean(self):
        project = self.projects.get(self.cleaned_data.get("project"))
        if project and "amount" in self.cleaned_data:
            try:
                self.cleaned_data["amount"] = minor_units(self.cleaned_data["amount"], project.currency)
            except ReadingRefused as refusal:
                self.add_error("amount", str(refusal))
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


class EndForm(forms.Form):
    because = forms.CharField(label=_("Reason"), max_length=200)
    until = day_field(_("No longer owner from"))
