from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm.privacy.models import Purpose


class RevealFilter(forms.Form):
    """What of the log one wants to see; everything may stay empty."""

    actor = forms.CharField(required=False, max_length=64, label=_("Who"))
    label = forms.CharField(required=False, max_length=20, label=_("Number of whom"))
    field = forms.CharField(required=False, max_length=40, label=_("Column"))

    def given(self) -> dict:
        self.is_valid()
        return {name: value.strip() for name, value in self.cleaned_data.items() if value}


class LimitForm(forms.Form):
    role = forms.CharField(max_length=16)
    per_hour = forms.IntegerField(min_value=1, max_value=1000, label=_("An hour"))


class WordingForm(forms.Form):
    """A text in every language; a new version of it is written, the old one stays."""

    purpose = forms.ChoiceField(choices=Purpose.choices, label=_("Purpose"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[code] = forms.CharField(
                label=name,
                max_length=600,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
            )

    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(code, "") for code, _name in settings.LANGUAGES}
