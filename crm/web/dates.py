"""Days and moments in forms, one way for the whole house.

A browser's own picker reads only the written form of ISO 8601. A value set in the reader's language would be thrown
away by it in silence, and the field would stand empty.
"""

from django import forms

DAY = "%Y-%m-%d"
MOMENT = "%Y-%m-%dT%H:%M"
WITH_SECONDS = "%Y-%m-%dT%H:%M:%S"
SPACED = "%Y-%m-%d %H:%M"


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format=DAY)


def day_field(label, **options) -> forms.DateField:
    return forms.DateField(label=label, widget=day_input(), **options)


def moment_field(label, **options) -> forms.DateTimeField:
    """A local date and time in the zone of whoever writes it."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(
        label=label, widget=widget, input_formats=[MOMENT, WITH_SECONDS, SPACED], **options
    )
