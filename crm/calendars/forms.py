"""What a person types about a calendar."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.calendars.frames import InvalidCalendar, frames_of, written
from crm.web.dates import day_field, moment_field

LONGEST_COUNT = {"days": 1000, "hours": 10_000}


class FramesField(forms.CharField):
    """Hours such as 09:00–12:00, 13:30–18:00; empty means no work."""

    def __init__(self, **options):
        super().__init__(required=False, max_length=120, **options)

    def to_python(self, value):
        return super().to_python(value)

    def clean(self, value):
        try:
            return frames_of(super().clean(value))
        except InvalidCalendar as exc:
            raise forms.ValidationError(
                _("Write hours as 09:00–12:00, 13:30–18:00, between 00:00 and 24:00, without overlap.")
            ) from exc


class WeekForm(forms.Form):
    """The hours of seven weekdays. ``version`` is the one that the editor saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for weekday in range(7):
            self.fields[f"day{weekday}"] = FramesField(label=WEEKDAYS[weekday])

    def weekly(self) -> dict:
        return {weekday: self.cleaned_data[f"day{weekday}"] for weekday in range(7)}

    @staticmethod
    def initial_of(weekly: dict, version: int) -> dict:
        return {"version": version} | {
            f"day{weekday}": written(weekly.get(weekday, ())) for weekday in range(7)
        }


class DateForm(forms.Form):
    """One date that differs from its weekday, either way."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    date = day_field(gettext_lazy("Date"))
    name = forms.CharField(label=gettext_lazy("Why"), max_length=120)
    hours = FramesField(
        label=gettext_lazy("Hours"),
        help_text=gettext_lazy("Leave empty for a holiday; write hours for a working day."),
    )


class DueForm(forms.Form):
    """The calculator: from when, and how long."""

    start = moment_field(gettext_lazy("Received"))
    days = forms.IntegerField(
        label=gettext_lazy("Working days"), min_value=1, max_value=LONGEST_COUNT["days"], required=False
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Working hours"), min_value=1, max_value=LONGEST_COUNT["hours"], required=False
    )
