"""The forms of warranty parts and of what projects grant."""

from django import forms
from django.utils.translation import gettext_lazy as _

from owners.homes.place_forms import NamedForm, names_typed

from .states import COUNTRIES, Measure


class PartForm(NamedForm):
    code = forms.CharField(label=_("Code"), max_length=32)
    country = forms.ChoiceField(label=_("Country"), choices=tuple(COUNTRIES.items()), required=False)
    measure = forms.ChoiceField(label=_("Counted in"), choices=Measure.choices)
    length = forms.IntegerField(label=_("Warranted for"), min_value=1, max_value=200)
    legal_minimum = forms.IntegerField(label=_("Least by law"), min_value=1, max_value=200)
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, initial=0)
    basis = forms.CharField(label=_("By which rule"), max_length=300, required=False)
    words = forms.CharField(
        label=_("Words by which one knows it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=_("Apart by blanks; from them the desk guesses which part a report is about."),
    )

    field_order = (
        "code",
        "country",
        "name",
        "measure",
        "length",
        "legal_minimum",
        "basis",
        "words",
        "position",
    )

    def clean_country(self) -> str:
        return self.cleaned_data["country"] or "CN"

    def clean_words(self) -> list[str]:
        return self.cleaned_data["words"].split()


def said_in(row) -> dict:
    """A part, or what one of its versions said, as the fields of the form."""
    plain = ("name", "length", "legal_minimum", "position", "basis")
    return {name: row[name] for name in plain} | {"words": " ".join(row["words"])} | names_typed(row["names"])


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
