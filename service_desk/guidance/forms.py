"""What a supervisor types to change a rule of the guard."""

from django import forms
from django.utils.translation import gettext_lazy as _

from service_desk.cases.form_parts import area
from service_desk.guidance.terms import LANGUAGES, FindingKind, Form, Level, Mend, Tongue

NAMES = {"en": "English", "zh-hans": "简体中文", "zh-hant": "繁體中文", "fi": "suomi"}
SAYS = {"zh": ("zh-hans", "zh-hant"), "en": ("en",), "fi": ("fi",)}


def field_of(language: str) -> str:
    return language.replace("-", "_")


class VersionForm(forms.Form):
    """Base of what is kept in versions: `seen` is the version that its author had before him."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    def take(self, refusal) -> None:
        """What was refused, beside the field it is about."""
        for field, text in (refusal.fields or {None: refusal.message}).items():
            self.add_error(field if field in self.fields else None, str(text))

    def in_languages(self, prefix: str) -> dict[str, str]:
        """The texts that were typed, by language; what is empty is left out."""
        said = {language: self.cleaned_data[f"{prefix}_{field_of(language)}"] for language in LANGUAGES}
        return {language: text.strip() for language, text in said.items() if text.strip()}

    def of_languages(self, prefix: str) -> list:
        return [self[f"{prefix}_{field_of(language)}"] for language in LANGUAGES]


def texts(form: forms.Form, prefix: str, label, rows: int = 2, **attributes) -> None:
    """One field for each of the four languages."""
    for language in LANGUAGES:
        form.fields[f"{prefix}_{field_of(language)}"] = forms.CharField(
            label=f"{label} · {NAMES[language]}",
            required=False,
            max_length=4000,
            widget=_widget(rows, {"lang": language, **attributes}),
        )


def _widget(rows: int, attributes: dict) -> forms.Widget:
    """One line is a line, more is an area."""
    return area(rows, **attributes) if rows > 1 else forms.TextInput(attrs=attributes)


class GuardRuleForm(VersionForm):
    title = forms.CharField(label=_("What it is called"), max_length=120)
    finding = forms.ChoiceField(label=_("What it finds"), choices=FindingKind.choices)
    level = forms.ChoiceField(label=_("What then"), choices=Level.choices)
    language = forms.ChoiceField(label=_("In which language"), choices=Tongue.choices)
    form = forms.ChoiceField(label=_("How its lines are read"), choices=Form.choices)
    patterns = forms.CharField(
        label=_("What is looked for, one a line"),
        widget=area(8, spellcheck="false"),
        max_length=20_000,
        help_text=_(
            "… stands for anything within the sentence, * for any ending, (a|b) for either; "
            "& joins what has to stand in one sentence, &! what must not stand there. "
            "For how it sounds, one number: how sure that has to be, in percent; the more, the fewer marks."
        ),
    )
    unless = forms.CharField(
        label=_("Fine where the sentence also says"),
        required=False,
        max_length=20_000,
        widget=area(3, spellcheck="false"),
    )
    absent = forms.CharField(
        label=_("Fine where the reply also says, anywhere"),
        required=False,
        max_length=20_000,
        widget=area(3, spellcheck="false"),
    )
    over_limit = forms.BooleanField(
        label=_("Only with a sum above what the writer may promise"), required=False
    )
    denied_is_fine = forms.BooleanField(label=_("Fine where it is denied (“not your fault”)"), required=False)
    mend = forms.ChoiceField(label=_("The better wording"), choices=Mend.choices)
    sample = forms.CharField(
        label=_("Try it: a reply as somebody might write it"),
        required=False,
        max_length=4000,
        widget=area(3),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        texts(self, "reason", _("Why it is not said"))
        texts(self, "better", _("What is better said"))

    @staticmethod
    def initial_of(row) -> dict:
        """A version as it stands in the fields."""
        plain = ("title", "finding", "level", "language", "form", "patterns", "unless", "absent", "over_limit",
                 "denied_is_fine", "mend")  # fmt: skip
        typed = {name: getattr(row, name) for name in plain} | {"seen": row.version}
        typed["title"] = row.label
        for language in LANGUAGES:
            typed[f"reason_{field_of(language)}"] = row.reasons.get(language, "")
            typed[f"better_{field_of(language)}"] = row.betters.get(language, "")
        return typed

    @property
    def reasons(self) -> list:
        return self.of_languages("reason")

    @property
    def betters(self) -> list:
        return self.of_languages("better")

    def clean(self):
        cleaned = super().clean()
        if "language" in cleaned and not self.in_languages("reason"):
            self.add_error("reason_en", _("Say why, in at least one language."))
        return cleaned

    def content(self) -> dict:
        """The rule as the service takes it."""
        said = self.cleaned_data
        kept = ("title", "finding", "level", "language", "form", "patterns", "unless", "absent", "over_limit",
                "denied_is_fine", "mend")  # fmt: skip
        typed = {name: said[name] for name in kept}
        return typed | {"reasons": self.in_languages("reason"), "betters": self.in_languages("better")}
