from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm.organisation import selectors
from crm.organisation.models import Department
from crm.web.seen import SharedForm


class NamesForm(SharedForm):
    """A name in its own language, and the names in the product's languages."""

    name = forms.CharField(label=_("Name"), max_length=120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(label=language, max_length=120, required=False)

    def names(self) -> dict:
        return {code: self.cleaned_data[f"name_{code}"] for code, _language in settings.LANGUAGES}

    @staticmethod
    def initial_of(thing) -> dict:
        return {"name": thing.name, **{f"name_{code}": text for code, text in thing.names.items()}}


class NewForm(NamesForm):
    code = forms.CharField(
        label=_("Code"), max_length=32, help_text=_("Letters, digits, - and _. It stays as it is.")
    )
    field_order = ["code", "name"]


class NewRegionForm(NewForm):
    pass


class NewCityForm(NewForm):
    region = forms.ChoiceField(label=_("Region"))
    country = forms.ChoiceField(
        label=_("Country"),
        choices=[("CN", _("China")), ("TW", _("Taiwan")), ("HK", _("Hong Kong")), ("FI", _("Finland"))],
    )
    field_order = ["code", "name", "region", "country"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = selectors.region_choices()


class WorkingForm(SharedForm):
    """Where a project lies and by which clock it works."""

    city = forms.ChoiceField(label=_("City"))
    timezone = forms.CharField(label=_("Time zone"), initial="Asia/Shanghai")
    currency = forms.CharField(label=_("Currency"), max_length=3, initial="CNY")
    calendar = forms.ChoiceField(label=_("Working calendar"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["city"].choices = selectors.city_choices()
        self.fields["calendar"].choices = selectors.calendar_choices()


class NewProjectForm(WorkingForm, NewForm):
    field_order = ["code", "name", "city", "timezone", "currency", "calendar"]


class NewDepartmentForm(NewForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Department.Kind.choices)
    field_order = ["code", "name", "kind"]


class MoveCityForm(SharedForm):
    region = forms.ChoiceField(label=_("Region"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = selectors.region_choices()


NEW = {
    "region": NewRegionForm,
    "city": NewCityForm,
    "project": NewProjectForm,
    "department": NewDepartmentForm,
}
