"""The forms of handovers, findings and checklists."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.web.dates import day_field, moment_field
from owners.homes.models import HomeType

from .states import Looked, Seriousness


class AppointmentForm(forms.Form):
    owner = forms.ChoiceField(label=_("Taken over by"))
    at = moment_field(_("Appointment"))
    conducted_by = forms.ChoiceField(label=_("Conducted by"), required=False)

    def __init__(self, *args, owners=(), colleagues=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(owner.number, owner.name) for owner in owners]
        people = [(user.username, str(user)) for user in colleagues]
        self.fields["conducted_by"].choices = [("", _("not settled yet")), *people]


class InspectionForm(forms.Form):
    """Three answers for each item, a remark and how serious it is."""

    def __init__(self, *args, items=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.items = [seen.item for seen in items]
        for seen in items:
            self._ask(seen)

    def _ask(self, seen) -> None:
        pk, finding = seen.item.pk, seen.finding
        self.fields[f"looked-{pk}"] = forms.ChoiceField(
            label=seen.item.label,
            choices=Looked.choices,
            widget=forms.RadioSelect,
            required=False,
            initial=seen.looked,
        )
        self.fields[f"remark-{pk}"] = forms.CharField(
            label=_("What is wrong"),
            max_length=300,
            required=False,
            initial=seen.result.remark if seen.result else "",
        )
        self.fields[f"seriousness-{pk}"] = forms.ChoiceField(
            label=_("Seriousness"),
            choices=Seriousness.choices,
            required=False,
            initial=finding.seriousness if finding else Seriousness.MINOR,
        )
        self.fields[f"due_on-{pk}"] = day_field(
            _("Fixed by"), required=False, initial=finding.due_on if finding else None
        )

    def asked(self, item):
        """The four fields of an item, for the page."""
        return {name: self[f"{name}-{item.pk}"] for name in ("looked", "remark", "seriousness", "due_on")}

    @property
    def results(self) -> dict[int, dict]:
        """What was said of the items that were looked at."""
        said = self.cleaned_data
        names = ("looked", "remark", "seriousness", "due_on")
        found = {item.pk: {name: said.get(f"{name}-{item.pk}") for name in names} for item in self.items}
        return {
            pk: answer | {"remark": answer["remark"] or ""}
            for pk, answer in found.items()
            if answer["looked"]
        }


class FindingForm(forms.Form):
    place = forms.CharField(label=pgettext_lazy("in a home", "Where"), max_length=80)
    remark = forms.CharField(label=_("What is wrong"), max_length=300)
    seriousness = forms.ChoiceField(label=_("Seriousness"), choices=Seriousness.choices)
    part = forms.ChoiceField(label=_("Part"), required=False)
    due_on = day_field(_("Fixed by"), required=False)

    def __init__(self, *args, parts=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = {part.code: part for part in parts}
        self.fields["part"].choices = [("", "–"), *((part.code, part.label) for part in parts)]


class TakeOverForm(forms.Form):
    signed_by = forms.CharField(label=_("Signed by"), max_length=120)
    on = day_field(_("Day of handover"))
    keys = forms.IntegerField(label=_("Keys"), min_value=0, max_value=99, required=False)
    water = forms.DecimalField(label=_("Water meter"), max_digits=12, decimal_places=3, required=False)
    electricity = forms.DecimalField(
        label=_("Electricity meter"), max_digits=12, decimal_places=3, required=False
    )
    gas = forms.DecimalField(label=_("Gas meter"), max_digits=12, decimal_places=3, required=False)
    heating = forms.DecimalField(label=_("Heat meter"), max_digits=12, decimal_places=3, required=False)


class ReasonForm(forms.Form):
    because = forms.CharField(label=_("Reason"), max_length=300)
    on = day_field(_("Day"))


class FixedForm(forms.Form):
    on = day_field(_("Fixed on"))
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)


class ItemForm(forms.Form):
    """One item of a checklist with its names in our languages."""

    home_type = forms.ChoiceField(label=_("Type"), choices=HomeType.choices)
    room = forms.CharField(label=_("Room"), max_length=80)
    name = forms.CharField(label=_("What to look at"), max_length=160)
    part = forms.ChoiceField(label=_("Part"), required=False)
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=9999, initial=500)
    retired = forms.BooleanField(label=_("Not asked for any more"), required=False)

    def __init__(self, *args, parts=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = {part.code: part for part in parts}
        self.fields["part"].choices = [("", "–"), *((part.code, part.label) for part in parts)]
        for code, language in settings.LANGUAGES:
            room, name = _("Room, %(language)s"), _("What to look at, %(language)s")
            self.fields[f"room_{code}"] = forms.CharField(
                label=room % {"language": language}, max_length=80, required=False
            )
            self.fields[f"name_{code}"] = forms.CharField(
                label=name % {"language": language}, max_length=160, required=False
            )

    def said(self) -> dict:
        said = self.cleaned_data
        codes = [code for code, _language in settings.LANGUAGES]
        return {
            "room": said["room"],
            "name": said["name"],
            "position": said["position"],
            "part": self.parts.get(said["part"]),
            "room_names": {code: said[f"room_{code}"] for code in codes},
            "names": {code: said[f"name_{code}"] for code in codes},
        }
