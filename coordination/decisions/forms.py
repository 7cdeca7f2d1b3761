from django import forms
from django.utils.translation import gettext_lazy as _

from crm.web.formats import money_text


class OverrideForm(forms.Form):
    """Another plan, and why."""

    plan = forms.ChoiceField(label=_("What shall be done instead"), widget=forms.RadioSelect)
    because = forms.CharField(
        label=_("Your reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = [
            (row["plan"], f"{row['label']} · {money_text(row['cost'], row['currency'])}") for row in choices
        ]
