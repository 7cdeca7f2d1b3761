from django import forms
from django.utils.translation import gettext_lazy as _

from crm.privacy.models import Purpose

from .consents import BY_LINK
from .words import HOW_SAID

SOURCES = [(code, label) for code, label in HOW_SAID.items() if code != BY_LINK]


class ReasonForm(forms.Form):
    """Why something is done with one person's data."""

    because = forms.CharField(
        max_length=200, label=_("Who asked for it, and how"), widget=forms.TextInput(attrs={"minlength": 4})
    )


class ConsentForm(forms.Form):
    """What somebody said about one purpose."""

    purpose = forms.ChoiceField(choices=Purpose.choices)
    given = forms.BooleanField(required=False)
    source = forms.ChoiceField(choices=SOURCES, label=_("How it was said"))
    until = forms.DateTimeField(required=False, label=_("Until"))


class HandOverForm(forms.Form):
    to = forms.CharField(max_length=200, label=_("Handed to whom, and how"))
