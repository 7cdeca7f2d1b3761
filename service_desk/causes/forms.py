"""The forms of the tree of causes."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class CauseForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), max_length=80, help_text=_("class.part.defect, in small letters; it never changes.")
    )
    words = forms.CharField(
        label=_("Found also by"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("Words apart by blanks, in any language."),
    )
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=9999, initial=0)
    active = forms.BooleanField(label=_("Offered"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            label = _("Name, %(language)s") % {"language": language}
            self.fields[f"name_{code}"] = forms.CharField(label=label, max_length=80, required=False)

    @property
    def names(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"name_{code}"] for code, _language in settings.LANGUAGES}

    @property
    def said(self) -> dict:
        """What the services take of it."""
        return {
            "names": self.names,
            "words": self.cleaned_data["words"].split(),
            "position": self.cleaned_data["position"],
        }


def typed(cause) -> dict:
    """A cause as the fields of its form."""
    return said_in(cause) | {"position": cause.position, "version": cause.version}


def said_in(row) -> dict:
    """What a cause says, or said in one of its versions, as the fields of its form."""
    said = {"words": " ".join(row.words), "active": row.active}
    return said | {f"name_{code}": name for code, name in row.names.items()}
