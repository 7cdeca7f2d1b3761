"""The forms of repairs: each calls one service; what it refuses comes back beside the fields."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.errors import Refused
from crm.web.dates import day_field, moment_field
from crm.web.seen import SharedForm
from service_desk.cases.form_parts import MoneyField, area

from . import access, services
from .rules import MOST_LIABLE, MOST_TIMES
from .states import OUTCOMES, CallStatus, CostKind, RecoveryStatus, Trade

HALF_DAY = 12 * 60


class RepairForm(forms.Form):
    """`carry_out` validates and performs; False where something has to be corrected."""

    verb = "repairs.order"
    done = _("Saved.")

    def __init__(self, given=None, *, row, **options):
        self.row = row
        options.setdefault("auto_id", f"{type(self).__name__.lower()}-%s")
        super().__init__(given, **options)
        self.prepare()

    def prepare(self):
        """Fill choices that depend on the repair."""

    def perform(self, actor, now):
        raise NotImplementedError

    def carry_out(self, actor, now) -> bool:
        if not self.is_valid():
            return False
        try:
            self.perform(actor, now)
        except Refused as refusal:
            named = {name: text for name, text in refusal.fields.items() if name in self.fields}
            for name, text in named.items():
                self.add_error(name, str(text))
            others = [str(text) for name, text in refusal.fields.items() if name not in named]
            if others or not named:
                self.add_error(None, " ".join(others) or str(refusal.message))
            return False
        return True


class OfferForm(RepairForm):
    """Who goes there, a first time and its alternatives."""

    who = forms.ChoiceField(label=_("Who goes there"))
    time1 = moment_field(_("First time"))
    time2 = moment_field(_("Or"), required=False)
    time3 = moment_field(_("Or"), required=False)
    time4 = moment_field(_("Or"), required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=15, max_value=HALF_DAY, initial=60)
    write = forms.BooleanField(label=_("Send the owner a link to choose"), required=False)
    done = _("The times are offered.")

    def prepare(self):
        project = self.row.case.project
        people = [(f"user:{one.username}", one.display_name) for one in access.engineers_of(project)]
        companies = [(f"contractor:{one.code}", one.name) for one in access.active_contractors()]
        self.fields["who"].choices = [*people, *companies]

    def perform(self, actor, now):
        said = self.cleaned_data
        kind, _colon, name = said["who"].partition(":")
        length = timedelta(minutes=said["minutes"])
        begins = [said[f"time{place}"] for place in range(1, MOST_TIMES + 1) if said[f"time{place}"]]
        services.offer(
            actor,
            self.row,
            engineer=access.engineer_called(self.row.case.project, name) if kind == "user" else None,
            contractor=access.contractor_called(name) if kind == "contractor" else None,
            times=[(start, start + length) for start in begins],
            write=said["write"],
            now=now,
        )


class FinishForm(RepairForm):
    result = forms.CharField(label=_("What was done"), widget=area(2))
    done = _("The repair is done.")

    def perform(self, actor, now):
        services.finish(actor, self.row, result=self.cleaned_data["result"], now=now)


class CancelForm(RepairForm):
    because = forms.CharField(label=_("Why"), widget=area(2))
    done = _("The repair is called off.")

    def perform(self, actor, now):
        services.cancel(actor, self.row, because=self.cleaned_data["because"], now=now)


class CostForm(RepairForm):
    verb = "repairs.cost"
    kind = forms.ChoiceField(label=_("Kind"), choices=CostKind.choices)
    description = forms.CharField(label=_("What for"), max_length=200, required=False)

    def prepare(self):
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=self.row.currency, min_value=None)

    def perform(self, actor, now):
        services.add_cost(actor, self.row, now=now, **self.cleaned_data)


class LiableForm(RepairForm):
    """Up to three contractors with their shares in percent."""

    def prepare(self):
        choices = [("", "–"), *((one.code, one.name) for one in access.active_contractors())]
        for place in range(1, MOST_LIABLE + 1):
            label = _("Contractor %(place)s") % {"place": place}
            self.fields[f"contractor{place}"] = forms.ChoiceField(
                label=label, choices=choices, required=False
            )
            share = forms.IntegerField(label=_("Share, %"), min_value=1, max_value=100, required=False)
            self.fields[f"share{place}"] = share

    def perform(self, actor, now):
        said = self.cleaned_data
        places = [place for place in range(1, MOST_LIABLE + 1) if said[f"contractor{place}"]]
        parties = [
            (access.contractor_called(said[f"contractor{place}"]), said[f"share{place}"] or 0)
            for place in places
        ]
        services.set_liable(actor, self.row, parties=parties, now=now)


class ClaimForm(RepairForm):
    verb = "repairs.recover"
    done = _("Claimed.")

    def perform(self, actor, now):
        services.claim(actor, self.row, now=now)


ORDER_FORMS = {
    "offer": OfferForm,
    "finish": FinishForm,
    "cancel": CancelForm,
    "cost": CostForm,
    "liable": LiableForm,
    "claim": ClaimForm,
}


class OutcomeForm(RepairForm):
    """What came of a visit; the row is the visit."""

    verb = "repairs.call"
    outcome = forms.ChoiceField(choices=[(value, CallStatus(value).label) for value in OUTCOMES])
    words = forms.CharField(label=_("Remark"), widget=area(2), required=False)
    done = _("Recorded.")

    def perform(self, actor, now):
        services.record_outcome(actor, self.row, now=now, **self.cleaned_data)


class ChoiceForm(RepairForm):
    """The time that the owner chose on the telephone; the row is the visit."""

    position = forms.IntegerField(min_value=1, max_value=MOST_TIMES)
    done = _("The time is agreed.")

    def perform(self, actor, now):
        services.choose(actor, self.row, position=self.cleaned_data["position"], now=now)


class CallOffForm(RepairForm):
    because = forms.CharField(label=_("Why"), max_length=300)
    done = _("The visit is cancelled.")

    def perform(self, actor, now):
        services.cancel_call(actor, self.row, because=self.cleaned_data["because"], now=now)


CALL_FORMS = {"outcome": OutcomeForm, "choice": ChoiceForm, "calling-off": CallOffForm}


class RecoveryForm(RepairForm):
    verb = "repairs.recover"
    to = forms.ChoiceField(
        label=pgettext_lazy("progress", "Where it stands"), choices=RecoveryStatus.choices[1:]
    )
    because = forms.CharField(label=_("Why"), max_length=300, required=False)

    def prepare(self):
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=self.row.currency, required=False)

    def perform(self, actor, now):
        services.move_recovery(actor, self.row, now=now, **self.cleaned_data)


class ContractorForm(SharedForm):
    code = forms.CharField(label=_("Code"), max_length=20)
    name = forms.CharField(label=_("Company"), max_length=120)
    trade = forms.ChoiceField(label=_("Trade"), choices=Trade.choices)
    active = forms.BooleanField(label=_("Offered for new work"), required=False, initial=True)


class ContractForm(forms.Form):
    project = forms.ChoiceField(label=_("Project"))
    number = forms.CharField(label=_("Number of the contract"), max_length=40)
    trade = forms.ChoiceField(label=_("Trade"), choices=Trade.choices)
    signed_on = day_field(_("Signed on"))
    retention = forms.DecimalField(label=_("Money retained"), min_value=0, max_digits=14, initial=0)
    warranty_until = day_field(_("His work is warranted until"), required=False)

    def __init__(self, *args, projects=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [(project.code, project.label) for project in projects]
