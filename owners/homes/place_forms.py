"""The forms of phases, buildings, entrances, and of many homes at once."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm.web.dates import day_field
from crm.web.seen import SharedForm

from . import rules
from .models import HomeType


class NamedForm(SharedForm):
    """A name of its own, and the same in our languages."""

    name = forms.CharField(label=_("Name"), max_length=80)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            label = _("Name, %(language)s") % {"language": language}
            self.fields[f"name_{code}"] = forms.CharField(label=label, max_length=160, required=False)

    @property
    def names(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"name_{code}"] for code, _language in settings.LANGUAGES}


def names_typed(names: dict[str, str]) -> dict[str, str]:
    """Stored names as the fields of a `NamedForm`."""
    return {f"name_{code}": name for code, name in names.items()}


class PhaseForm(NamedForm):
    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("Short, such as 1 or II."))
    handover_promised_on = day_field(_("Handover promised for"), required=False)

    field_order = ("code", "name", "handover_promised_on")


class BuildingForm(SharedForm):
    code = forms.CharField(label=_("Building"), max_length=20)
    phase = forms.ChoiceField(label=_("Phase"), required=False)
    floors = forms.IntegerField(label=_("Floors"), min_value=1, max_value=200, initial=1)
    address = forms.CharField(label=_("Street address"), max_length=200, required=False)
    completed_on = day_field(_("Completed on"), required=False)

    def __init__(self, *args, phases=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.phases = {phase.code: phase for phase in phases}
        choices = [(phase.code, f"{phase.code} · {phase.label}") for phase in phases]
        self.fields["phase"].choices = [("", _("none")), *choices]

    def said(self) -> dict:
        said = dict(self.cleaned_data)
        return said | {"phase": self.phases.get(said["phase"])}


class EntranceForm(forms.Form):
    code = forms.CharField(label=_("Entrance"), max_length=20)


class LayoutForm(forms.Form):
    """All homes of a building: its entrances, its floors, the doors of a floor."""

    entrances = forms.CharField(
        label=_("Entrances"), max_length=200, required=False, help_text=_("Divided by commas: 1, 2.")
    )
    first_floor = forms.IntegerField(label=_("Lowest floor"), min_value=-9, max_value=200, initial=1)
    last_floor = forms.IntegerField(label=_("Highest floor"), min_value=-9, max_value=200)
    left_out = forms.CharField(
        label=_("Floors left out"), max_length=200, required=False, help_text=_("Such as 4, 13, 14.")
    )
    doors = forms.IntegerField(label=_("Doors on each floor"), min_value=1, max_value=40, initial=2)
    type = forms.ChoiceField(label=_("Type"), choices=HomeType.choices)
    areas = forms.CharField(
        label=_("Areas, m²"),
        max_length=200,
        required=False,
        help_text=_("One for each door of a floor: 89, 118.5."),
    )
    bedrooms = forms.CharField(
        label=_("Bedrooms"),
        max_length=200,
        required=False,
        help_text=_("One for each door of a floor: 2, 3."),
    )

    def clean_left_out(self):
        return frozenset(int(number) for number in self._numbers("left_out"))

    def clean_areas(self):
        return tuple(self._numbers("areas"))

    def clean_bedrooms(self):
        return tuple(int(number) for number in self._numbers("bedrooms"))

    def clean(self):
        said = self.cleaned_data
        if not self.errors:
            if said["last_floor"] < said["first_floor"]:
                self.add_error("last_floor", _("The highest floor is above the lowest."))
            elif not 0 < self.layout.count <= rules.MOST_AT_ONCE:
                text = _("This makes %(count)s homes; at most %(most)s at once.")
                said_of = {"count": self.layout.count, "most": rules.MOST_AT_ONCE}
                self.add_error(None, text % said_of)
        return said

    @property
    def layout(self) -> rules.Layout:
        said = self.cleaned_data
        entrances = tuple(
            part.strip() for part in re.split(r"[,，、;\s]+", said["entrances"]) if part.strip()
        )
        return rules.Layout(
            entrances=entrances or ("",),
            first_floor=said["first_floor"],
            last_floor=said["last_floor"],
            doors=said["doors"],
            left_out=said["left_out"],
            areas=said["areas"],
            bedrooms=said["bedrooms"],
        )

    def _numbers(self, name: str) -> list[Decimal]:
        parts = [part for part in re.split(r"[,，、;\s]+", self.cleaned_data[name]) if part]
        try:
            numbers = [Decimal(part) for part in parts]
        except InvalidOperation as error:
            raise forms.ValidationError(_("Write numbers, divided by commas.")) from error
        if name != "areas" and any(number != number.to_integral_value() for number in numbers):
            raise forms.ValidationError(_("Write whole numbers, divided by commas."))
        return numbers
