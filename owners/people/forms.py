"""The form of an owner. It reads what was typed; the services check it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.web.dates import day_field
from crm.web.seen import SharedForm

from .choices import (
    Channel,
    Education,
    Gender,
    Hours,
    Housing,
    IdentityKind,
    IncomeBand,
    Kinship,
    Manner,
    OwnerKind,
    SensitiveTrade,
    Source,
)

NOT_KNOWN = _("not known")


def optional(choices, blank=NOT_KNOWN):
    return [("", blank), *choices]


class OwnerForm(forms.Form):
    """Who somebody is and how to reach him first; what helps to serve him after."""

    project = forms.ChoiceField(label=_("Project"))
    kind = forms.ChoiceField(label=_("Kind"), choices=OwnerKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    preferred_channel = forms.ChoiceField(label=_("Preferred channel"), choices=Channel.choices)
    hours = forms.ChoiceField(label=_("Best time to call"), choices=Hours.choices)
    do_not_call = forms.BooleanField(label=_("Do not call"), required=False)
    identity_kind = forms.ChoiceField(
        label=_("Identity document"), choices=optional(IdentityKind.choices), required=False
    )
    identity = forms.CharField(label=_("Identity number"), max_length=40, required=False)
    postal_address = forms.CharField(label=_("Postal address"), max_length=200, required=False)
    manager = forms.ChoiceField(label=_("Relationship manager"), required=False)
    source = forms.ChoiceField(label=_("Came to us by"), choices=optional(Source.choices), required=False)

    manner = forms.ChoiceField(label=_("Manner"), choices=optional(Manner.choices), required=False)
    sensitive_trade = forms.ChoiceField(
        label=_("Sensitive trade"), choices=optional(SensitiveTrade.choices, _("none known")), required=False
    )

    birth_date = day_field(_("Date of birth"), required=False)
    gender = forms.ChoiceField(label=_("Gender"), choices=optional(Gender.choices), required=False)
    income_band = forms.ChoiceField(
        label=_("Household income a year"), choices=optional(IncomeBand.choices), required=False
    )
    housing = forms.ChoiceField(
        label=_("Housing situation"), choices=optional(Housing.choices), required=False
    )
    education = forms.ChoiceField(label=_("Education"), choices=optional(Education.choices), required=False)
    occupation = forms.CharField(label=_("Occupation"), max_length=80, required=False)
    activities = forms.CharField(label=_("Community activities"), max_length=200, required=False)

    CONTACT = (
        "phone",
        "email",
        "language",
        "preferred_channel",
        "hours",
        "do_not_call",
        "postal_address",
    )
    SERVING = ("manner", "sensitive_trade", "manager", "source")
    PROFILE = ("birth_date", "gender", "occupation", "education", "housing", "income_band", "activities")
    IDENTITY = ("identity_kind", "identity")
    HINTS = ("manner", "sensitive_trade", "income_band")

    def __init__(self, *args, projects=(), managers=(), hints=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [(project.code, project.label) for project in projects]
        self.fields["manager"].choices = optional(
            [(user.username, user.display_name) for user in managers], _("nobody yet")
        )
        self.managers = {user.username: user for user in managers}
        if not hints:
            for name in self.HINTS:
                del self.fields[name]

    def sections(self):
        """(title, bound fields) in the order of the page."""
        titles = (
            (_("How to reach them"), self.CONTACT),
            (_("For whoever answers"), self.SERVING),
            (_("Identity"), self.IDENTITY),
            (_("Profile"), self.PROFILE),
        )
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in titles]

    def said(self) -> dict:
        """What was typed, as the services take it."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "project"}
        if "manager" in said:
            said["manager"] = self.managers.get(said["manager"])
        return said


class KinForm(SharedForm):
    """Somebody who lives with an owner and owns nothing."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    kinship = forms.ChoiceField(label=_("Who he is in the household"), choices=Kinship.choices)
    birth_date = day_field(_("Date of birth"), required=False)
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)

    @staticmethod
    def as_it_stands(kin) -> dict:
        """What is known of somebody, as the fields have it."""
        return {name: getattr(kin, name) for name in KinForm.base_fields}
