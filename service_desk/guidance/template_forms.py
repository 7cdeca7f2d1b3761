"""What is typed to write a template, and to say where an office is."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from service_desk.cases.states import CaseStatus
from service_desk.cases.terms import CaseKind, Subject
from service_desk.guidance.forms import VersionForm, field_of, texts
from service_desk.guidance.terms import LANGUAGES

STAGES = [(value, label) for value, label in CaseStatus.choices if value != CaseStatus.CLOSED]


class TemplateForm(VersionForm):
    personal = forms.BooleanField(label=gettext_lazy("For myself alone"), required=False)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("For which kinds; none is all"),
        required=False,
        choices=CaseKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    stages = forms.MultipleChoiceField(
        label=gettext_lazy("At which stages; none is all"),
        required=False,
        choices=STAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    subjects = forms.MultipleChoiceField(
        label=gettext_lazy("About what; none is all"),
        required=False,
        choices=Subject.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, may_share: bool, **options):
        super().__init__(*args, **options)
        texts(self, "name", _("Title"), rows=1)
        texts(self, "text", _("Text"), rows=5)
        for language in LANGUAGES:
            attributes = self.fields[f"text_{field_of(language)}"].widget.attrs
            attributes |= {"data-guard": "template", "data-guard-language": language}
        if not may_share:
            self.fields["personal"].initial = True
            self.fields["personal"].disabled = True

    @staticmethod
    def initial_of(row) -> dict:
        typed = {"kinds": row.kinds, "stages": row.stages, "subjects": row.subjects, "seen": row.version}
        typed["personal"] = row.person_id is not None
        for language in LANGUAGES:
            typed[f"name_{field_of(language)}"] = row.names.get(language, "")
            typed[f"text_{field_of(language)}"] = row.texts.get(language, "")
        return typed

    @property
    def pairs(self) -> list:
        return [(self[f"name_{field_of(one)}"], self[f"text_{field_of(one)}"]) for one in LANGUAGES]

    def content(self) -> dict:
        said = self.cleaned_data
        kept = {name: said[name] for name in ("kinds", "stages", "subjects", "personal")}
        return kept | {"names": self.in_languages("name"), "texts": self.in_languages("text")}

    def take(self, refusal) -> None:
        places = {"names": "name_en", "texts": "text_en"}
        places |= {f"texts.{language}": f"text_{field_of(language)}" for language in LANGUAGES}
        for field, sentence in (refusal.fields or {"": refusal.message}).items():
            place = places.get(field, field)
            self.add_error(place if place in self.fields else None, str(sentence))


class OfficeForm(VersionForm):
    telephone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        texts(self, "name", _("Name of the office"), rows=1)
        texts(self, "address", _("Address"), rows=1)
        texts(self, "hours", _("Opening hours"), rows=1)

    @staticmethod
    def initial_of(office) -> dict:
        if office is None:
            return {"seen": 0}
        typed = {"telephone": office.telephone, "seen": office.version}
        held = {"name": office.names, "address": office.addresses, "hours": office.hours}
        for prefix, said in held.items():
            typed |= {f"{prefix}_{field_of(language)}": said.get(language, "") for language in LANGUAGES}
        return typed

    def content(self) -> dict:
        said = {"names": "name", "addresses": "address", "hours": "hours"}
        return {name: self.in_languages(prefix) for name, prefix in said.items()} | {
            "telephone": self.cleaned_data["telephone"],
            "seen": self.cleaned_data["seen"] or 0,
        }

    def take(self, refusal) -> None:
        places = {"names": "name_en", "addresses": "address_en"}
        for field, sentence in (refusal.fields or {"": refusal.message}).items():
            place = places.get(field, field)
            self.add_error(place if place in self.fields else None, str(sentence))
