"""What a case does to people, answered later; and the thresholds of the house."""

from django import forms
from django.utils.translation import gettext_lazy as _

from service_desk.cases.form_parts import MoneyField, StepForm, area
from service_desk.cases.terms import Severity
from service_desk.gravity import rules, services
from service_desk.gravity.wording import ANSWERS

YES_OR_NO = [(key, ANSWERS[key]) for key in rules.DANGERS]


class ImpactForm(StepForm):
    """Answers that replace the ones known so far; the case is judged again at once."""

    verb, name, label = "severity.learn", "impact", _("Judge the case again")
    done = _("The case was judged again.")
    impact = forms.MultipleChoiceField(
        label=_("What does it do to them?"),
        choices=YES_OR_NO,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    households = forms.IntegerField(
        label=_("Households affected"), required=False, min_value=1, max_value=9999
    )
    because = forms.CharField(label=_("How do we know?"), required=False, widget=area(2))

    def prepare(self):
        known, currency = self.case.impact, self.case.currency
        label = _("Damage, about (%(currency)s)") % {"currency": currency}
        self.fields["money"] = MoneyField(label=label, currency=currency, required=False)
        self.order_fields(["impact", "households", "money", "because"])
        self.fields["impact"].initial = [key for key in rules.DANGERS if known.get(key)]
        self.fields["households"].initial = known.get("households")
        self.fields["money"].initial = known.get("money") or None

    def answers(self) -> dict:
        said = self.cleaned_data
        answers = {key: True for key in said["impact"]}
        return rules.known_impact(answers | {"households": said["households"], "money": said["money"]})

    def perform(self, actor, now):
        services.learn_impact(
            actor,
            self.case,
            impact=self.answers(),
            because=self.cleaned_data["because"],
            version=self.version,
            now=now,
        )


class ThresholdsForm(forms.Form):
    """The thresholds as a supervisor edits them: a preview first, then a new version with its reason."""

    together = forms.IntegerField(
        label=_("So many grave answers together make it major"), min_value=2, max_value=4
    )
    few = forms.IntegerField(label=_("Households: hot from"), min_value=2, max_value=9999)
    several = forms.IntegerField(label=_("Households: important from"), min_value=2, max_value=9999)
    many = forms.IntegerField(label=_("Households: major from"), min_value=2, max_value=9999)
    because = forms.CharField(label=_("Why the thresholds change"), required=False, widget=area(2))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, given=None, *, thresholds: rules.Thresholds, seen: int, **options):
        options.setdefault("label_suffix", "")
        super().__init__(given, initial=initial_of(thresholds) | {"seen": seen}, **options)
        for key in rules.DANGERS:
            self.fields[f"answer_{key}"] = forms.ChoiceField(label=ANSWERS[key], choices=Severity.choices)
        for currency in thresholds.money_hot:
            hot, important = _("Damage: hot from (%(currency)s)"), _("Damage: important from (%(currency)s)")
            for name, label in (("hot", hot), ("important", important)):
                self.fields[f"{name}_{currency}"] = MoneyField(
                    label=label % {"currency": currency}, currency=currency
                )
        self.currencies = list(thresholds.money_hot)

    def parts(self) -> list[dict]:
        """The fields as the page groups them."""
        answers = [self[f"answer_{key}"] for key in rules.DANGERS]
        money = [self[f"{name}_{currency}"] for currency in self.currencies for name in ("hot", "important")]
        return [
            {"title": _("One yes by itself"), "fields": [*answers, self["together"]]},
            {"title": ANSWERS["households"], "fields": [self["few"], self["several"], self["many"]]},
            {"title": ANSWERS["money"], "fields": money},
        ]

    def changes(self) -> dict:
        """The rules of a version as they were typed."""
        said = self.cleaned_data
        return {
            "answers": {key: said[f"answer_{key}"] for key in rules.DANGERS},
            "together": said["together"],
            "households": [said["few"], said["several"], said["many"]],
            "money_hot": {currency: said[f"hot_{currency}"] for currency in self.currencies},
            "money_important": {currency: said[f"important_{currency}"] for currency in self.currencies},
        }

    def take(self, refusal) -> None:
        """What was refused, beside the field it is about."""
        places = {"households": "several", **{key: f"answer_{key}" for key in rules.DANGERS}}
        places |= {f"money_{currency}": f"important_{currency}" for currency in self.currencies}
        for name, sentence in (refusal.fields or {"": refusal.message}).items():
            place = places.get(name, name)
            self.add_error(place if place in self.fields else None, str(sentence))


def initial_of(thresholds: rules.Thresholds) -> dict:
    few, several, many = thresholds.households
    first = {"together": thresholds.together, "few": few, "several": several, "many": many}
    first |= {f"answer_{key}": thresholds.answers.get(key) for key in rules.DANGERS}
    for currency, amount in thresholds.money_hot.items():
        first[f"hot_{currency}"] = amount
        first[f"important_{currency}"] = thresholds.money_important.get(currency)
    return first
