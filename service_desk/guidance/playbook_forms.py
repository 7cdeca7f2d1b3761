"""A playbook as a supervisor edits it: the signs, and the steps in one language at a time."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from service_desk.cases.form_parts import area
from service_desk.guidance.forms import NAMES, VersionForm
from service_desk.guidance.patterns import lines_of

PARTS = ("do", "why", "say", "avoid")


class StepForm(forms.Form):
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    do = forms.CharField(label=_("What to do"), required=False, max_length=1000, widget=area(2))
    why = forms.CharField(label=_("Why"), required=False, max_length=1000, widget=area(2))
    say = forms.CharField(
        label=_("What to say, one phrase a line"),
        required=False,
        max_length=4000,
        widget=area(2, **{"data-guard": "template"}),
    )
    avoid = forms.CharField(label=_("What not to say"), required=False, max_length=1000, widget=area(2))

    def __init__(self, *args, **options):
        super().__init__(*args, label_suffix="", **options)


class PlaybookForm(VersionForm):
    """`language` is the one that is edited; the other three stay as they are."""

    name = forms.CharField(label=_("What it is called"), max_length=120)
    purpose = forms.CharField(
        label=pgettext_lazy("template", "What it is for"), required=False, max_length=500
    )
    signs = forms.CharField(
        label=_("When it is chosen, one sign a line"),
        required=False,
        max_length=2000,
        widget=area(4, spellcheck="false"),
        help_text=_(
            "As: emotion: angry = 4. The weights of all signs that hold are added up; from 2 on it is offered."
        ),
    )

    def __init__(self, given=None, *, row, language, **options):
        self.row, self.language = row, language
        initial = {}
        if row is not None:
            initial = {
                "name": row.names.get(language, ""),
                "purpose": row.purposes.get(language, ""),
                "signs": "\n".join(row.signs),
                "seen": row.version,
            }
        super().__init__(given, initial=initial, **options)
        steps = [*(row.steps if row else []), {}, {}]
        self.steps = [
            StepForm(given, prefix=f"step{number}", initial=self._typed(step))
            for number, step in enumerate(steps)
        ]

    def _typed(self, step: dict) -> dict:
        said = step.get("say", {}).get(self.language, [])
        typed = {part: step.get(part, {}).get(self.language, "") for part in PARTS if part != "say"}
        return typed | {
            "say": "\n".join([said] if isinstance(said, str) else said),
            "key": step.get("key", ""),
        }

    def is_valid(self):
        return all([super().is_valid(), *[step.is_valid() for step in self.steps]])

    def content(self) -> dict:
        """The next version: this language as it was typed, the others as they were; an emptied step goes."""
        said, row = self.cleaned_data, self.row
        held = {step["key"]: step for step in (row.steps if row else [])}
        steps, taken = [], set(held)
        for typed in (step.cleaned_data for step in self.steps):
            if not typed["do"].strip():
                continue
            key = typed["key"] if typed["key"] in held else _new_key(typed["do"], taken)
            taken.add(key)
            steps.append(self._merged(key, held.get(key, {}), typed))
        return {
            "names": (row.names if row else {}) | {self.language: said["name"]},
            "purposes": (row.purposes if row else {}) | {self.language: said["purpose"]},
            "signs": lines_of(said["signs"]),
            "steps": steps,
        }

    def _merged(self, key: str, held: dict, typed: dict) -> dict:
        step = {"key": key}
        for part in PARTS:
            text = lines_of(typed["say"]) if part == "say" else typed[part].strip()
            step[part] = held.get(part, {}) | {self.language: text}
        return step

    def take(self, refusal) -> None:
        places = {"names": "name", "signs": "signs"}
        for field, sentence in (refusal.fields or {"": refusal.message}).items():
            self.add_error(places.get(field), str(sentence))


def _new_key(words: str, taken: set[str]) -> str:
    base = slugify(words)[:30] or "step"
    return next(key for count in range(100) if (key := f"{base}-{count}" if count else base) not in taken)


def said_in(row) -> dict[str, str]:
    """What a version of a playbook says, in all its languages, by what it says it of."""
    labels = {name: field.label for name, field in PlaybookForm.base_fields.items()}
    said = {str(labels["signs"]): ", ".join(row.signs)}
    for language, name in NAMES.items():
        said[f"{labels['name']} · {name}"] = row.names.get(language, "")
        said[f"{labels['purpose']} · {name}"] = row.purposes.get(language, "")
        for step in row.steps:
            for part in PARTS:
                text = step.get(part, {}).get(language, "")
                about = f"{step['key']} · {StepForm.base_fields[part].label} · {name}"
                said[about] = text if isinstance(text, str) else " / ".join(text)
    return said
