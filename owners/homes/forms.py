"""The forms of homes. They read what was typed; the services check it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.web.dates import day_field

from .models import HomeType


class HomeDetails(forms.Form):
    type = forms.ChoiceField(label=_("Type"), choices=HomeType.choices)
    area = forms.DecimalField(label=_("Area, m²"), max_digits=9, decimal_places=2, required=False)
    bedrooms = forms.IntegerField(label=_("Bedrooms"), min_value=0, max_value=50, required=False)
    living_rooms = forms.IntegerField(label=_("Living rooms"), min_value=0, max_value=50, required=False)
    bathrooms = forms.IntegerField(label=_("Bathrooms"), min_value=0, max_value=50, required=False)
    address = forms.CharField(label=_("Street address"), max_length=200, required=False)
    handover_due_on = day_field(_("Handover promised for"), required=False)

    def said(self) -> dict:
        said = dict(self.cleaned_data)
        said["address"] = said.get("address") or ""
        return said


class HomeForm(HomeDetails):
    """A new home: where it is, then what it is."""

    project = forms.ChoiceField(label=_("Project"))
    building = forms.CharField(label=_("Building"), max_length=20)
    entrance = forms.CharField(label=_("Entrance"), max_length=20, required=False)
    floor = forms.IntegerField(label=_("Floor"), min_value=-9, max_value=200, initial=1)
    unit = forms.CharField(label=_("Door"), max_length=10, required=False)

    field_order = ("project", "building", "entrance", "floor", "unit")

    def __init__(self, *args, projects=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [(project.code, project.label) for project in projects]

    def said(self) -> dict:
        said = super().said()
        said.pop("project")
        return said


class HandoverForm(forms.Form):
    on = day_field(_("Day of handover"))
