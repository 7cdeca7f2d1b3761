"""The forms of title deeds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.web.dates import day_field

from .states import Milestone


class ReachForm(forms.Form):
    milestone = forms.ChoiceField(choices=Milestone.choices, widget=forms.HiddenInput)
    on = day_field(_("Done on"))
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)


class PlanForm(forms.Form):
    """The planned day of each milestone that is still to come."""

    def __init__(self, *args, steps=(), **kwargs):
        super().__init__(*args, **kwargs)
        for step in steps:
            self.fields[step.milestone] = day_field(step.get_milestone_display(), initial=step.planned_on)


class BuildingReachForm(forms.Form):
    milestone = forms.ChoiceField(label=_("Milestone"))
    on = day_field(_("Done on"))

    def __init__(self, *args, waiting=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["milestone"].choices = [(value, f"{label} · {count}") for value, label, count in waiting]
