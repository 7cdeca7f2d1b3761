"""A file, what is in it, and where it belongs."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.imports.encodings import CANDIDATES
from crm.imports.mapping import mapping_named, parse_text, shipped
from crm.imports.models import Kind
from crm.imports.wording import KINDS, encoding


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What is in it"))
    project = forms.ChoiceField(
        label=gettext_lazy("Project"),
        required=False,
        help_text=gettext_lazy("May be left open if a column of the file names the project."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, TSV or XLSX with the names of the columns on top."),
    )
    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), required=False)
    mapping = forms.ChoiceField(label=gettext_lazy("Which column is what"), required=False)
    mapping_file = forms.FileField(
        label=gettext_lazy("or a mapping file of your own"), required=False, help_text=gettext_lazy("JSON")
    )

    def __init__(self, *args, projects=(), **kwargs):
        super().__init__(*args, **kwargs)
        mappings = sorted((mapping.label, name) for name, mapping in shipped().items())
        self.fields["kind"].choices = [(kind, KINDS[kind]) for kind in Kind.values]
        self.fields["mapping"].choices = [
            ("", _("Guess it by the columns")),
            *((n, label) for label, n in mappings),
        ]
        self.fields["project"].choices = [("", "–"), *((p.code, p.label) for p in projects)]
        self.fields["encoding"].choices = [
            ("", _("Find it out")),
            *((name, encoding(name)) for name in CANDIDATES),
        ]

    @property
    def first(self):
        return [self["kind"], self["project"]]

    @property
    def further(self):
        return [self["encoding"], self["mapping"], self["mapping_file"]]

    def chosen_mapping(self):
        """The mapping that was named or brought along; None where it is to be guessed."""
        own = self.cleaned_data.get("mapping_file")
        if own:
            return parse_text(own.name.removesuffix(".json")[:80], own.read().decode("utf-8", "replace"))
        return mapping_named(self.cleaned_data["mapping"]) if self.cleaned_data["mapping"] else None


class KeepForm(forms.Form):
    """A name for the mapping of a draft."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    shared = forms.BooleanField(label=gettext_lazy("Others who import may use it too"), required=False)
