"""What is typed about prospects. The forms read it; the services check it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm.web.dates import day_field
from owners.contracts.reading import ReadingRefused, minor_units
from owners.homes.models import HomeType
from owners.people.choices import Source

from .choices import Lost, Purpose, Wanted

NOT_SAID = ("", _("not said"))
AMOUNTS = ("budget_min", "budget_max")


class InterestForm(forms.Form):
    """What somebody is looking for, and what is to be done next."""

    purpose = forms.ChoiceField(label=_("What for?"), choices=[NOT_SAID, *Purpose.choices], required=False)
    wanted = forms.ChoiceField(label=_("When?"), choices=[NOT_SAID, *Wanted.choices], required=False)
    home_type = forms.ChoiceField(
        label=_("Type of home"), choices=[NOT_SAID, *HomeType.choices], required=False
    )
    bedrooms = forms.IntegerField(label=_("Bedrooms, at least"), required=False, min_value=0, max_value=20)
    area_min = forms.IntegerField(label=_("Area from, m²"), required=False, min_value=0, max_value=100_000)
    area_max = forms.IntegerField(label=_("Area to, m²"), required=False, min_value=0, max_value=100_000)
    budget_min = forms.CharField(label=_("Budget from"), required=False, max_length=40)
    budget_max = forms.CharField(label=_("Budget to"), required=False, max_length=40)
    wishes = forms.CharField(label=_("Further wishes"), required=False, max_length=300)
    campaign = forms.CharField(label=_("Campaign"), required=False, max_length=80)
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=200)
    next_step_on = day_field(_("Until"), required=False)

    def __init__(self, *args, currency="CNY", **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.currency = currency
        for name in AMOUNTS:
            field = self.fields[name]
            field.label = f"{field.label} ({currency})"

    def clean(self):
        for name in AMOUNTS:
            written = self.cleaned_data.get(name)
            try:
                self.cleaned_data[name] = minor_units(written, self.currency) if written else None
            except ReadingRefused as refusal:
                self.add_error(name, str(refusal))
        return self.cleaned_data


class OpenForm(InterestForm):
    """Somebody new, or somebody who is known by his number."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    project = forms.ChoiceField(label=_("Project"))
    source = forms.ChoiceField(label=_("How did he come to us?"), choices=Source.choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    field_order = ("name", "phone", "project", "source", "campaign", "language")

    def __init__(self, *args, projects=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [(project.code, project.label) for project in projects]


class LoseForm(forms.Form):
    because = forms.ChoiceField(label=_("Why"), choices=Lost.choices)
    words = forms.CharField(label=_("In words"), max_length=200, required=False)


class WeightsForm(forms.Form):
    """One number for each reason, and why they are changed."""

    because = forms.CharField(label=_("Why are they changed?"), max_length=200)

    def __init__(self, *args, points=None, names=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = list(points)
        for code, most in points.items():
            self.fields[code] = forms.IntegerField(
                label=names[code], initial=most, min_value=0, max_value=100
            )

    def points(self) -> dict[str, int]:
        return {code: self.cleaned_data[code] for code in self.codes}
