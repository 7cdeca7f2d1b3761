from django import forms
from django.utils.translation import gettext_lazy as _

from crm.audit import wording
from crm.web.dates import day_field


class Filter(forms.Form):
    """What of the audit one wants to see; everything may stay empty."""

    actor = forms.CharField(required=False, max_length=64, label=_("Who"))
    verb = forms.CharField(required=False, max_length=80, label=_("Did what"))
    subject = forms.CharField(required=False, max_length=80, label=_("To what"))
    since = day_field(_("From"), required=False)
    until = day_field(_("Until"), required=False)

    def given(self) -> dict:
        """The filters that could be read; the others are shown with their error and leave nothing out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def clean_verb(self) -> str:
        """A deed is chosen by its words; programs and links give its code."""
        return wording.code_of(self.cleaned_data["verb"])
