"""Pausing a clock, looking at what stands still, and editing the draft of the rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Role
from crm.errors import Refused
from crm.web.dates import day_field
from service_desk.cases.form_parts import area
from service_desk.cases.terms import CaseKind, Severity, Subject
from service_desk.clocks import earlier, pausing, policies, stuck
from service_desk.clocks.models import DeadlineKind, Measure
from service_desk.clocks.rules import LEVELS
from service_desk.clocks.selectors import all_projects

LANGUAGE_FIELDS = {"en": "name_en", "zh-hans": "name_hans", "zh-hant": "name_hant", "fi": "name_fi"}
ALL = [("", _("all"))]


class ClockForm(forms.Form):
    """A form that calls one service; what is refused comes back beside the field it is about."""

    def __init__(self, *args, **options):
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    def perform(self, actor, now):
        raise NotImplementedError

    def carry_out(self, actor, now) -> bool:
        if not self.is_valid():
            return False
        try:
            self.perform(actor, now)
        except Refused as refusal:
            for field, text in (refusal.fields or {None: refusal.message}).items():
                named = "name_en" if field == "names" else field
                self.add_error(named if named in self.fields else None, str(text))
            return False
        return True


class PauseForm(ClockForm):
    reason = forms.ChoiceField(label=_("Why it stands still"))
    words = forms.CharField(label=_("What about"), widget=area(2), max_length=2000)

    def __init__(self, given=None, *, clock, reasons, **options):
        self.clock = clock
        super().__init__(given, **options)
        self.fields["reason"].choices = [(row.code, row.label) for row in reasons]

    def perform(self, actor, now):
        pausing.pause(actor, self.clock, now=now, **self.cleaned_data)


class EarlierForm(ClockForm):
    due_on = day_field(_("Due on"))
    because = forms.CharField(label=_("Why earlier"), widget=area(2), max_length=2000)

    def __init__(self, given=None, *, clock, **options):
        self.clock = clock
        super().__init__(given, **options)

    def perform(self, actor, now):
        earlier.bring_forward(actor, self.clock, now=now, **self.cleaned_data)


class LookForm(ClockForm):
    """Somebody has looked at what stands still."""

    note = forms.CharField(label=_("What you found, and what happens next"), widget=area(2), max_length=2000)
    next_on = day_field(_("Look again on"))

    def __init__(self, given=None, *, stuck=None, **options):
        self.stuck = stuck
        super().__init__(given, **options)

    def perform(self, actor, now):
        stuck.acknowledge(actor, self.stuck, now=now, **self.cleaned_data)


class DraftForm(ClockForm):
    """Base of what edits the draft: `version` is the state its author had before him."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, given=None, *, draft, **options):
        self.draft = draft
        options["initial"] = {"version": draft.version} | (options.get("initial") or {})
        super().__init__(given, **options)

    def names(self) -> dict[str, str]:
        return {code: self.cleaned_data[field] for code, field in LANGUAGE_FIELDS.items()}


class NamedForm(DraftForm):
    name_en = forms.CharField(label="English", max_length=120)
    name_hans = forms.CharField(label="简体中文", max_length=120)
    name_hant = forms.CharField(label="繁體中文", max_length=120)
    name_fi = forms.CharField(label="suomi", max_length=120)


class RuleForm(NamedForm):
    clock = forms.ChoiceField(label=_("Clock"), choices=DeadlineKind.choices)
    kind = forms.ChoiceField(label=_("Kind of case"), choices=ALL + CaseKind.choices, required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=ALL + Severity.choices, required=False)
    subject = forms.ChoiceField(label=_("Subject"), choices=ALL + Subject.choices, required=False)
    project = forms.ChoiceField(label=_("Project"), required=False)
    measure = forms.ChoiceField(label=_("Counted in"), choices=Measure.choices)
    amount = forms.IntegerField(label=_("How many"), min_value=0, required=False)
    field_order = ["clock", "kind", "severity", "subject", "project", "amount", "measure"]

    def __init__(self, given=None, **options):
        super().__init__(given, **options)
        self.projects = {row.code: row for row in all_projects()}
        self.fields["project"].choices = ALL + [(code, row.label) for code, row in self.projects.items()]

    def perform(self, actor, now):
        said = self.cleaned_data
        plain = {name: said[name] for name in ("clock", "kind", "severity", "subject", "measure", "version")}
        policies.set_rule(
            actor,
            self.draft,
            project=self.projects.get(said["project"]),
            amount=said["amount"] or 0,
            names=self.names(),
            now=now,
            **plain,
        )


class ReasonForm(NamedForm):
    code = forms.SlugField(label=_("Code"), max_length=40)
    clocks = forms.MultipleChoiceField(
        label=_("Clocks that may stand still"),
        choices=DeadlineKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    waits_for_owner = forms.BooleanField(label=_("We wait for the owner"), required=False)
    longest_days = forms.IntegerField(label=_("At most, in working days"), min_value=1)
    field_order = ["code", "clocks", "waits_for_owner", "longest_days"]

    def perform(self, actor, now):
        kept = ("code", "clocks", "waits_for_owner", "longest_days", "version")
        said = {name: self.cleaned_data[name] for name in kept}
        policies.set_reason(actor, self.draft, names=self.names(), now=now, **said)


class NumbersForm(DraftForm):
    no_move_days = forms.IntegerField(label=_("Stuck after so many days without a move"), min_value=1)
    most_moves = forms.IntegerField(label=_("Stuck after more moves than"), min_value=1)
    most_rejections = forms.IntegerField(label=_("Stuck after being sent back more often than"), min_value=1)

    def __init__(self, given=None, *, draft, **options):
        kept = {name: getattr(draft, name) for name in ("no_move_days", "most_moves", "most_rejections")}
        told = {f"level_{level}": draft.escalation.get(level, []) for level in map(str, LEVELS)}
        super().__init__(given, draft=draft, initial=kept | told, **options)
        for level in LEVELS:
            self.fields[f"level_{level}"] = forms.MultipleChoiceField(
                label=_("Told at %(level)d %% of the time") % {"level": level},
                choices=Role.choices,
                widget=forms.CheckboxSelectMultiple,
            )

    def perform(self, actor, now):
        said = dict(self.cleaned_data)
        escalation = {str(level): said.pop(f"level_{level}") for level in LEVELS}
        policies.set_numbers(actor, self.draft, escalation=escalation, now=now, **said)


class EffectForm(DraftForm):
    because = forms.CharField(label=_("Why the rules change"), widget=area(2), max_length=2000)
    on_open = forms.ChoiceField(
        label=_("They hold for"),
        choices=[("no", _("new clocks only")), ("yes", _("new clocks and those that run"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, given=None, **options):
        options["initial"] = {"on_open": "no"}
        super().__init__(given, **options)

    def perform(self, actor, now):
        said = self.cleaned_data
        policies.take_effect(
            actor,
            self.draft,
            because=said["because"],
            on_open=said["on_open"] == "yes",
            version=said["version"],
            now=now,
        )
