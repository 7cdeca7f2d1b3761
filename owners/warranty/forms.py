"""The forms of warranty parts and of what projects grant."""

from django import forms
from django.utils.translation import gettext_lazy as _

from owners.homes.place_forms import NamedForm

from .states import Measure


class PartForm(NamedForm):
    code = forms.CharField(label=_("Code"), max_length=32)
    measure = forms.ChoiceField(label=_("Counted in"), choices=Measure.choices)
    length = forms.IntegerField(label=_("Warranted for"), min_value=1, max_value=200)
    legal_minimum = forms.IntegerField(label=_("Least by law"), min_value=1, max_value=200)
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, initial=0)

    field_order = ("code", "name", "measure", "length", "legal_minimum", "position")


class TermForm(forms.Form):
    project = forms.ChoiceField(label=_("Project"))
    length = forms.IntegerField(
        label=_("Warranted for"),
        min_value=1,
        max_value=200,
        required=False,
        help_text=_("Empty: as everywhere in the house."),
    )

    def __init__(self, *args, projects=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [(project.code, project.label) for project in projects]
