"""Deciding on a proposal, speaking to all members, and the detector's thresholds."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.text import normalise
from crm.web.dates import day_field
from service_desk.cases.form_parts import area
from service_desk.groups import rules
from service_desk.groups.models import Level


class PlainForm(forms.Form):
    def __init__(self, *args, **options):
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    def take(self, refusal) -> None:
        """What was refused, beside the field it is about."""
        for name, sentence in (refusal.fields or {"": refusal.message}).items():
            self.add_error(name if name in self.fields else None, str(sentence))


class AcceptForm(PlainForm):
    summary = forms.CharField(label=_("What the group is called"), max_length=300, required=False)
    because = forms.CharField(label=_("Why they belong together"), required=False, widget=area(2))


class RejectForm(PlainForm):
    because = forms.CharField(label=_("Why they are not one matter"), widget=area(2))


class LaterForm(PlainForm):
    until = day_field(_("Ask again on"))

    def moment(self, project) -> datetime:
        """Nine in the morning of that day, where the project stands."""
        return datetime.combine(self.cleaned_data["until"], time(9), ZoneInfo(project.timezone))


class JoinForm(PlainForm):
    case = forms.CharField(label=_("Number of the case"), max_length=20)
    because = forms.CharField(label=_("Why"), max_length=300, required=False)


class TellForm(PlainForm):
    """One text for each language that members read; the others are optional."""

    def __init__(self, *args, languages=(), **options):
        super().__init__(*args, **options)
        self.spoken = {code for code, count in dict(languages or {}).items() if count}
        for code, name in sorted(settings.LANGUAGES, key=lambda pair: pair[0] not in self.spoken):
            count = languages.get(code, 0) if languages else 0
            label = f"{name} · {count}" if count else name
            self.fields[code] = forms.CharField(
                label=label,
                required=False,
                max_length=5000,
                widget=area(5, lang=code, **{"data-guard": "statement"}),
            )

        self.fields["guard_because"] = forms.CharField(
            label=_("Why it has to be said all the same"),
            help_text=_("Only where the guard asks for it."),
            required=False,
            max_length=500,
        )

    def asked(self) -> list:
        """The fields of the languages that members read; of all where nobody's is known; and the guard's."""
        return [bound for bound in self if bound not in self.others()]

    def others(self) -> list:
        """The fields of the languages that no member reads, and that stand empty."""
        unread = dict(settings.LANGUAGES).keys() - self.spoken if self.spoken else set()
        return [self[code] for code in self.fields if code in unread and not self[code].value()]

    def texts(self) -> dict[str, str]:
        said = self.cleaned_data
        return {code: said[code] for code, _name in settings.LANGUAGES if said[code].strip()}


class DetectionForm(PlainForm):
    """The detector's thresholds and words; tried on the cases of these weeks before they take effect."""

    vague = forms.FloatField(
        label=_("So many times as many where only the class is known"), min_value=1, max_value=10
    )
    regrow = forms.IntegerField(
        label=_("So many further homes bring back what was rejected"), min_value=1, max_value=99
    )
    chance = forms.FloatField(
        label=_("How often chance alone may look like a group"), min_value=0.0001, max_value=0.2
    )
    because = forms.CharField(label=_("Why the thresholds change"), required=False, widget=area(2))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, given=None, *, rule, **options):
        self.topics = dict(rule.rules.get("topics", {}))
        super().__init__(given, initial=said_in(rule), **options)
        words = {
            "homes": pgettext_lazy("how many", "homes"),
            "percent": _("per cent of the homes there"),
            "days": _("days"),
        }
        for level in Level:
            for name, word in words.items():
                self.fields[f"{level}_{name}"] = forms.IntegerField(label=word, min_value=0, max_value=9999)
        for key in self.topics:
            label = self.topics[key]["names"].get("en", key)
            self.fields[f"topic_{key}"] = forms.CharField(label=label, required=False, widget=area(2))
        self.fields["new_topic"] = forms.CharField(label=_("A further topic"), max_length=40, required=False)
        self.fields["new_words"] = forms.CharField(
            label=_("Its words, with commas between them"), required=False, widget=area(2)
        )

    def parts(self) -> list[dict]:
        """The fields as the page groups them."""
        names = ("homes", "percent", "days")
        parts = [
            {"title": level.label, "fields": [self[f"{level}_{name}"] for name in names]} for level in Level
        ]
        rest = [self[name] for name in ("vague", "chance", "regrow")]
        return [*parts, {"title": _("All places"), "fields": rest}]

    def labels(self) -> dict[str, str]:
        """The fields of `parts` with what they are part of."""
        return {
            bound.name: f"{part['title']} · {bound.label}"
            for part in self.parts()
            for bound in part["fields"]
        }

    def topic_fields(self) -> list:
        return [self[f"topic_{key}"] for key in self.topics] + [self["new_topic"], self["new_words"]]

    def changes(self) -> dict:
        """The rules of a version as they were typed; a topic without words is gone."""
        said = self.cleaned_data
        names = ("homes", "percent", "days")
        topics = {
            key: {**topic, "words": _words(said[f"topic_{key}"])}
            for key, topic in self.topics.items()
            if _words(said[f"topic_{key}"])
        }
        if said["new_topic"].strip() and _words(said["new_words"]):
            name = said["new_topic"].strip()
            key = name.lower().replace(" ", "_")
            topics[key] = {"names": {"en": name}, "words": _words(said["new_words"])}
        return {
            "levels": {str(level): {name: said[f"{level}_{name}"] for name in names} for level in Level},
            "vague": said["vague"],
            "chance": said["chance"],
            "regrow": said["regrow"],
            "topics": topics,
        }


def _words(text: str) -> list[str]:
    """Words between commas of any script or line ends, each once, small and in simplified characters."""
    pieces = text.replace("，", ",").replace("、", ",").replace("\n", ",").split(",")
    return list(dict.fromkeys(word for word in map(normalise, pieces) if word))


def said_in(rule) -> dict:
    detection = rules.read(rule.rules)
    first = {"vague": detection.vague, "regrow": detection.regrow, "chance": detection.chance}
    first["seen"] = rule.version
    for level, numbers in detection.levels.items():
        first |= {f"{level}_{name}": value for name, value in numbers.items()}
    for key, topic in detection.topics.items():
        first[f"topic_{key}"] = ", ".join(topic["words"])
    return first
