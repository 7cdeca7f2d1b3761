"""A file, what is in it, and where it belongs."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.imports.encodings import CANDIDATES
from crm.imports.mapping import mapping_named, parse_text, shipped
from crm.imports.models import Kind


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, TSV or XLSX with the names of the columns on top."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What is in it"), choices=Kind.choices)
    mapping = forms.ChoiceField(label=gettext_lazy("Which column is what"), required=False)
    mapping_file = forms.FileField(
        label=gettext_lazy("or a mapping file of your own"), required=False, help_text=gettext_lazy("JSON")
    )
    project = forms.ChoiceField(
        label=gettext_lazy("Project"),
        required=False,
        help_text=gettext_lazy("May be left open if a column of the file names the project."),
    )
    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), required=False)

    def __init__(self, *args, projects=(), **kwargs):
        super().__init__(*args, **kwargs)
        mappings = sorted((mapping.label, name) for name, mapping in shipped().items())
        self.fields["mapping"].choices = [
            ("", _("Guess it by the columns")),
            *((n, label) for label, n in mappings),
        ]
        self.fields["project"].choices = [("", "–"), *((p.code, p.label) for p in projects)]
        self.fields["encoding"].choices = [("", _("Find it out")), *((name, name) for name in CANDIDATES)]

    def chosen_mapping(self):
        """The mapping that was named or brought along; None where it is to be guessed."""
        own = self.cleaned_data.get("mapping_file")
        if own:
            return parse_text(own.name.removesuffix(".json")[:80], own.read().decode("utf-8", "replace"))
        return mapping_named(self.cleaned_data["mapping"]) if self.cleaned_data["mapping"] else None
